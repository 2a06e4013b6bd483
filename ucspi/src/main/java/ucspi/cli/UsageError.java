package ucspi.cli;

/** A command line that makes no sense; the message says what and why, in one line. Exit code 100. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageError(String message) {
        super(message);
    }
}
