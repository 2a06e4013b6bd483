package ucspi.cli;

/**
 * A command line that makes no sense; the message says what and why, in one line, or is empty where the usage line says
 * it all. Exit code 100.
 */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageError(String message) {
        super(message);
    }
}
