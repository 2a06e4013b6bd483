package ucspi.cli;

/** An input that makes no sense, while the command line did; the message says what, in one line. Exit code 100. */
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadInput(String message) {
        super(message);
    }
}
