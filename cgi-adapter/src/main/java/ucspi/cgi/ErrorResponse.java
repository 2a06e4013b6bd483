package ucspi.cgi;

/** The adapter's own answers: small, complete, and the last of their connection. */
final class ErrorResponse {
    /** What any program is asked; others reach it too, RFC 9110 section 9.1. */
    static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private ErrorResponse() {}

    /**
     * Writes an answer that says what its status says.
     *
     * @param page what there is to read
     * @param withBody false for an answer to HEAD
     */
    static void write(Wire wire, int status, long nowMillis, ErrorPages.Page page, boolean withBody) {
        begin(wire, status, nowMillis);
        writeRest(wire, status, "Connection: close\r\n", page, withBody);
    }

    /** Writes what follows the status: fields, these among them, and the body. */
    static void writeRest(Wire wire, int status, String fields, ErrorPages.Page page, boolean withBody) {
        if (status == 405) {
            wire.add("Allow: " + ALLOWED + "\r\n");
        }
        if (status == 503) {
            wire.add("Retry-After: 1\r\n");
        }
        wire.add("Content-Type: ").add(page.type());
        wire.add("\r\nContent-Length: ").addDecimal(page.body().length);
        wire.add("\r\n").add(fields).add("\r\n");
        if (withBody) {
            wire.add(page.body());
        }
    }

    /** Writes the answer to {@code OPTIONS *}. */
    static void writeOptions(Wire wire, long nowMillis) {
        begin(wire, 200, nowMillis);
        wire.add("Allow: " + ALLOWED + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private static void begin(Wire wire, int status, long nowMillis) {
        wire.add("HTTP/1.1 ").addDecimal(status).addByte(' ').add(Status.reason(status));
        wire.add("\r\nDate: ");
        HttpDate.add(wire, nowMillis);
        wire.add("\r\n");
    }
}
