package ucspi.cgi;

/** The adapter's own answers: small, complete, and the last of their connection. */
final class ErrorResponse {
    /** What any program is asked; others reach it too, RFC 9110 section 9.1. */
    static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private ErrorResponse() {}

    /**
     * Writes an answer that says what its status says.
     *
     * @param withBody false for an answer to HEAD
     */
    static void write(Wire wire, int status, long nowMillis, boolean withBody) {
        begin(wire, status, nowMillis);
        writeRest(wire, status, "Connection: close\r\n", withBody);
    }

    /** Writes what follows the status: fields, these among them, and the body. */
    static void writeRest(Wire wire, int status, String fields, boolean withBody) {
        String text = text(status);
        if (status == 405) {
            wire.add("Allow: " + ALLOWED + "\r\n");
        }
        if (status == 503) {
            wire.add("Retry-After: 1\r\n");
        }
        wire.add("Content-Type: text/plain\r\nContent-Length: ").addDecimal(text.length());
        wire.add("\r\n").add(fields).add("\r\n");
        if (withBody) {
            wire.add(text);
        }
    }

    /** The body. */
    static String text(int status) {
        return status + " " + Status.reason(status) + "\n";
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
