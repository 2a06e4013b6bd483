package ucspi.cgi;

/** Writes the head of an HTTP/1.1 response from that of a CGI program, RFC 9112 section 4 and RFC 9110. */
final class ResponseHead {
    private ResponseHead() {}

    /**
     * Writes a final response's head.
     *
     * @param nowMillis the time for Date, unless the program gave one
     * @param keepAlive whether the connection goes on behind it
     * @param frontEnd whether a web server gets it, for which fields may be meant
     */
    static void write(
            Wire wire,
            Request request,
            CgiResponse response,
            ResponseFraming framing,
            long nowMillis,
            boolean keepAlive,
            boolean frontEnd) {
        statusLine(wire, response);
        fields(wire, response, frontEnd);
        if (response.head().find(FieldNames.DATE, 0) < 0) {
            wire.add("Date: ");
            HttpDate.add(wire, nowMillis);
            wire.add("\r\n");
        }
        framing(wire, request, response, framing);
        connection(wire, request.minor(), keepAlive);
        wire.add("\r\n");
    }

    /** Writes the head of a response of our own, whose fields have their line ends. */
    static void writeOwn(Wire wire, int status, byte[] reason, Wire fields, int minor, boolean keepAlive) {
        wire.add("HTTP/1.1 ");
        Status.add(wire, status, reason);
        wire.add("\r\n").add(fields.bytes(), 0, fields.length());
        connection(wire, minor, keepAlive);
        wire.add("\r\n");
    }

    private static void connection(Wire wire, int minor, boolean keepAlive) {
        if (!keepAlive) {
            wire.add("Connection: close\r\n");
        } else if (minor == 0) {
            wire.add("Connection: keep-alive\r\n");
        }
    }

    /** Writes an interim response: its status and its fields, nothing of ours. */
    static void writeInterim(Wire wire, CgiResponse response) {
        statusLine(wire, response);
        fields(wire, response, false);
        wire.add("\r\n");
    }

    private static void statusLine(Wire wire, CgiResponse response) {
        wire.add("HTTP/1.1 ");
        Status.add(wire, response.status(), response.reason());
        wire.add("\r\n");
    }

    /**
     * Writes the program's fields, but for those that are ours to write.
     *
     * @param frontEnd whether those are passed on that are meant for a web server in front
     */
    static void fields(Wire wire, CgiResponse response, boolean frontEnd) {
        Head head = response.head();
        int date = head.find(FieldNames.DATE, 0);
        for (int i = 0; i < head.count(); i++) {
            boolean ours = head.nameIs(i, FieldNames.STATUS)
                    || head.nameIs(i, FieldNames.CONTENT_LENGTH)
                    || (head.nameIs(i, FieldNames.DATE) && i != date)
                    || (!frontEnd && FieldNames.isForFrontEnd(head, i))
                    || FieldNames.isHopByHop(head, i);
            if (!ours) {
                wire.add(head.bytes(), head.nameStart(i), head.nameEnd(i)).add(": ");
                wire.add(head.bytes(), head.valueStart(i), head.valueEnd(i)).add("\r\n");
            }
        }
        if (frontEnd && response.hasEvents() && head.find(FieldNames.X_ACCEL_BUFFERING, 0) < 0) {
            // nginx would keep events back until its buffer is full
            wire.add("X-Accel-Buffering: no\r\n");
        }
    }

    private static void framing(Wire wire, Request request, CgiResponse response, ResponseFraming framing) {
        int status = response.status();
        if (framing == ResponseFraming.CHUNKED) {
            wire.add("Transfer-Encoding: chunked\r\n");
        } else if (status == 205) {
            // the one status without a body that is not delimited by its number alone: RFC 9110 section 15.3.6
            wire.add("Content-Length: 0\r\n");
        } else if (response.contentLength() >= 0 && status != 204) {
            // HEAD and 304 tell the length that GET would: RFC 9110 section 8.6
            wire.add("Content-Length: ").addDecimal(response.contentLength()).add("\r\n");
        } else if (request.isHead() && request.minor() > 0 && !Status.hasNoBody(status)) {
            wire.add("Transfer-Encoding: chunked\r\n");
        }
    }
}
