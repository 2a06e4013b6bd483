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
    /** Whether another head follows this one: a 1xx status such as 103 (RFC 9110 section 15.2). */
    boolean isInterim() {
        return status < 200;
    }
}
