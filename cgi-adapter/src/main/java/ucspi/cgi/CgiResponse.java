package ucspi.cgi;

/**
 * The head of a CGI program's response, RFC 3875 section 6.
 *
 * @param head its fields, all of them
 * @param status from 100 to 599
 * @param reason the reason phrase that the program gave, empty if none
 * @param contentLength how long the program says its body is; -1 if it does not say
 * @param localRedirect the path and query that the adapter itself is to go on with; null if none
 */
record CgiResponse(Head head, int status, byte[] reason, long contentLength, byte[] localRedirect) {
    private static final String EVENTS = "text/event-stream";

    /** Whether the body is a stream of events (WHATWG HTML, section 9.2), to which lines may be added. */
    boolean hasEvents() {
        int type = head.find(FieldNames.CONTENT_TYPE, 0);
        boolean isPlain = contentLength < 0 && head.find("content-encoding", 0) < 0;
        return isPlain && type >= 0 && isEvents(head.bytes(), head.valueStart(type), head.valueEnd(type));
    }

    private static boolean isEvents(byte[] bytes, int from, int to) {
        int end = from + EVENTS.length();
        boolean begins = to >= end && Ascii.equalsIgnoreCase(bytes, from, end, EVENTS);
        return begins && (to == end || bytes[end] == ';' || Ascii.isBlank(bytes[end]));
    }

    /** Whether another head follows this one: a 1xx status such as 103 (RFC 9110 section 15.2). */
    boolean isInterim() {
        return status < 200;
    }
}
