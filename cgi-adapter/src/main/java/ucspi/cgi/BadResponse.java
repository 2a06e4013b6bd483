package ucspi.cgi;

/** Output of a program that is not a CGI response (RFC 3875, section 6): the client gets 502. */
final class BadResponse extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param reason what is wrong, for the log
     */
    BadResponse(String reason) {
        super(reason, null, false, false);
    }
}
