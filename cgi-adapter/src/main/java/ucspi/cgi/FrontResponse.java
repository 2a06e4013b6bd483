package ucspi.cgi;

/**
 * Writes responses as web servers expect them of SCGI and FastCGI applications: a CGI response (RFC 3875 section 6), of
 * which the web server makes one of HTTP. Fields meant for it, X-Accel-Redirect and X-Sendfile for two, pass.
 */
final class FrontResponse {
    /** What each begins with. */
    static final String START = "Status: ";

    private FrontResponse() {}

    static void writeHead(Wire wire, CgiResponse response) {
        wire.add(START);
        Status.add(wire, response.status(), response.reason());
        wire.add("\r\n");
        ResponseHead.fields(wire, response, true);
        if (response.contentLength() >= 0) {
            wire.add("Content-Length: ").addDecimal(response.contentLength()).add("\r\n");
        }
        wire.add("\r\n");
    }

    /** Writes the head of a response of our own, whose fields have their line ends. */
    static void writeOwn(Wire wire, int status, byte[] reason, Wire fields) {
        wire.add(START);
        Status.add(wire, status, reason);
        wire.add("\r\n").add(fields.bytes(), 0, fields.length()).add("\r\n");
    }

    static void writeError(Wire wire, int status, ErrorPages.Page page, boolean withBody) {
        wire.add(START);
        Status.add(wire, status, new byte[0]);
        wire.add("\r\n");
        ErrorResponse.writeRest(wire, status, "", page, withBody);
    }

    static void writeOptions(Wire wire) {
        wire.add(START).add("200 OK\r\nAllow: " + ErrorResponse.ALLOWED + "\r\nContent-Length: 0\r\n\r\n");
    }
}
