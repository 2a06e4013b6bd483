package ucspi.cgi;

/** Reads Transfer-Encoding and Content-Length of a request so that no two parsers can differ, RFC 9112 section 6. */
final class BodyFraming {
    private static final String CHUNKED = "chunked";

    private BodyFraming() {}

    /**
     * Whether the body is in the chunked transfer coding: the only one known, once and alone.
     *
     * @param minor the minor version: HTTP/1.0 has no transfer codings, so that one there means a confused proxy
     */
    static boolean isChunked(Head head, int minor) {
        int field = head.find(FieldNames.TRANSFER_ENCODING, 0);
        if (field < 0) {
            return false;
        }
        if (minor == 0) {
            throw new BadRequest(400, "an HTTP/1.0 request has a Transfer-Encoding");
        }
        if (head.valueStart(field) == head.valueEnd(field)) {
            throw new BadRequest(400, "the Transfer-Encoding is empty");
        }
        if (head.find(FieldNames.TRANSFER_ENCODING, field + 1) >= 0) {
            throw new BadRequest(400, "the request has more than one Transfer-Encoding");
        }
        if (head.valueIs(field, CHUNKED)) {
            return true;
        }
        boolean mentioned = head.listHas(FieldNames.TRANSFER_ENCODING, CHUNKED);
        if (mentioned && !endsInChunked(head, field)) {
            throw new BadRequest(400, "chunked is not the last transfer coding");
        }
        throw new BadRequest(501, "the transfer coding is unknown");
    }

    private static boolean endsInChunked(Head head, int field) {
        int end = head.valueEnd(field);
        int from = end - CHUNKED.length();
        return from >= head.valueStart(field) && Ascii.equalsIgnoreCase(head.bytes(), from, end, CHUNKED);
    }

    /** The Content-Length, or -1 without one; repeated equal values count as one (RFC 9112 section 6.3). */
    static long contentLength(Head head) {
        long length = -1;
        int field = head.find(FieldNames.CONTENT_LENGTH, 0);
        while (field >= 0) {
            length = listedLength(head, field, length);
            field = head.find(FieldNames.CONTENT_LENGTH, field + 1);
        }
        return length;
    }

    private static long listedLength(Head head, int field, long before) {
        byte[] bytes = head.bytes();
        int end = head.valueEnd(field);
        int from = head.valueStart(field);
        long length = before;
        while (from <= end) {
            int to = from;
            while (to < end && bytes[to] != ',') {
                to++;
            }
            int start = head.behindBlanks(from, to);
            long value = Ascii.decimal(bytes, start, head.beforeBlanks(start, to));
            if (value < 0 || (length >= 0 && length != value)) {
                throw new BadRequest(400, "the Content-Length is invalid");
            }
            length = value;
            from = to + 1;
        }
        return length;
    }
}
