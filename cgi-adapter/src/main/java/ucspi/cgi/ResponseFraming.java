package ucspi.cgi;

/** How the client learns where a response's body ends, RFC 9112 section 6.3. */
enum ResponseFraming {
    /** There is no body, whatever the program prints. */
    NONE,
    /** Content-Length said it. */
    LENGTH,
    /** The chunked transfer coding. */
    CHUNKED,
    /** The end of the connection: for HTTP/1.0 and SCGI. */
    CLOSE,
    /** The records of FastCGI. */
    RECORDS;

    /** The framing of this response to this request. */
    static ResponseFraming of(Request request, CgiResponse response) {
        if (hasNoBody(request, response)) {
            return NONE;
        }
        if (response.contentLength() >= 0) {
            return LENGTH;
        }
        return request.minor() > 0 ? CHUNKED : CLOSE;
    }

    /** Whether this response to this request has no body, whatever the program prints. */
    static boolean hasNoBody(Request request, CgiResponse response) {
        return request.isHead() || Status.hasNoBody(response.status());
    }
}
