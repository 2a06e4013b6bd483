package ucspi.deploy;

/** A webhook's request that nothing comes of; the message says why, for the log and the one who sent it. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param status the status of the answer
     */
    Refused(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
