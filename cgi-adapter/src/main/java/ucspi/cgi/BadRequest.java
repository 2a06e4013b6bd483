package ucspi.cgi;

/** A request that is answered with an error and never reaches the program. The connection closes after the answer. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param status the status of the answer
     * @param reason what is wrong, for the log: the adapter's own words, never the client's
     */
    BadRequest(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
