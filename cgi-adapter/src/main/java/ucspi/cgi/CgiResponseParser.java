package ucspi.cgi;

import java.util.Arrays;

/**
 * Reads the head of a CGI program's output, fed in any pieces; pure (RFC 3875 section 6).
 *
 * <p>As liberal as real scripts need: LF and CR LF mixed, Status anywhere or as a whole HTTP status line, Location with
 * other fields, no Content-Type. Anything that is not a field is refused, for what a program prints by accident must
 * not become part of a response.
 */
final class CgiResponseParser {
    /** The largest head: as large as what is accepted of a client. */
    static final int MOST_HEAD_BYTES = 64 * 1024;

    private static final String HTTP = "http/1.";

    private Head head = new Head(MOST_HEAD_BYTES);
    private int status;
    private byte[] reason = new byte[0];
    private boolean statusLine;
    private CgiResponse response;

    /** The head once it is complete, else null. */
    CgiResponse response() {
        return response;
    }

    /** Makes ready for the head that follows an interim one. */
    void reset() {
        head = new Head(MOST_HEAD_BYTES);
        status = 0;
        reason = new byte[0];
        statusLine = false;
        response = null;
    }

    /**
     * Takes bytes up to the end of the head.
     *
     * @return how many it took: all, unless the head is complete
     * @throws BadResponse if this is not the head of a response
     */
    int feed(byte[] source, int from, int to) {
        int at = from;
        while (response == null && at < to) {
            at += head.append(source, at, to);
            if (head.lineIsComplete()) {
                line();
            } else if (head.isFull()) {
                throw new BadResponse("the program's header is too large");
            }
        }
        return at - from;
    }

    private void line() {
        if (head.lineStart() == head.lineEnd()) {
            finish();
            return;
        }
        boolean isFirst = head.count() == 0 && !statusLine;
        if (isFirst && isStatusLine()) {
            statusLine = true;
            status(head.bytes(), head.lineStart() + HTTP.length() + 2, head.lineEnd());
        } else if (!head.addField()) {
            throw new BadResponse("the program's header has a line that is no field");
        }
        head.nextLine();
    }

    // Scripts written for NPH print one, and so do those that pass on what another server answered.
    private boolean isStatusLine() {
        byte[] bytes = head.bytes();
        int from = head.lineStart();
        int end = from + HTTP.length();
        return head.lineEnd() > end + 1
                && Ascii.equalsIgnoreCase(bytes, from, end, HTTP)
                && Ascii.isDigit(bytes[end])
                && bytes[end + 1] == ' ';
    }

    private void status(byte[] bytes, int from, int to) {
        boolean hasCode = to - from >= 3 && (to - from == 3 || bytes[from + 3] == ' ');
        long code = hasCode ? Ascii.decimal(bytes, from, from + 3) : -1;
        if (code < 100 || code > 599 || code == 101) {
            throw new BadResponse("the program's status is invalid");
        }
        for (int i = from; i < to; i++) {
            if (!Ascii.isFieldContent(bytes[i])) {
                throw new BadResponse("the program's status is invalid");
            }
        }
        status = (int) code;
        reason = to - from > 4 ? Arrays.copyOfRange(bytes, from + 4, to) : new byte[0];
    }

    private void finish() {
        if (head.count() == 0 && !statusLine) {
            throw new BadResponse("the program's header is empty");
        }
        int field = only(FieldNames.STATUS, "Status");
        if (field >= 0) {
            status(head.bytes(), head.valueStart(field), head.valueEnd(field));
        }
        int location = only(FieldNames.LOCATION, "Location");
        byte[] local = null;
        if (location >= 0 && status == 0) {
            local = isLocal(location) ? head.value(location) : null;
            status = 302;
        }
        status = status == 0 ? 200 : status;
        response = new CgiResponse(head, status, reason, contentLength(), local);
    }

    private int only(String name, String spelling) {
        int field = head.find(name, 0);
        if (field >= 0 && head.find(name, field + 1) >= 0) {
            throw new BadResponse("the program's header has more than one " + spelling);
        }
        return field;
    }

    /** Whether a Location is a path here; two slashes begin another host's name (RFC 3986 section 4.2). */
    private boolean isLocal(int location) {
        int from = head.valueStart(location);
        int to = head.valueEnd(location);
        byte[] bytes = head.bytes();
        return from < to && bytes[from] == '/' && (from + 1 == to || bytes[from + 1] != '/');
    }

    private long contentLength() {
        int field = only(FieldNames.CONTENT_LENGTH, "Content-Length");
        if (field < 0) {
            return -1;
        }
        long length = Ascii.decimal(head.bytes(), head.valueStart(field), head.valueEnd(field));
        if (length < 0) {
            throw new BadResponse("the program's Content-Length is invalid");
        }
        return length;
    }
}
