package ucspi.deploy;

/** Why a deploy does not take place, or not to its end; the message is for whoever wanted it. Exit code 1. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message);
    }
}
