package ucspi.server;

/** A process of a listener, and what must be known of it until it is reaped. Used again for another one then. */
final class Child {
    /** Its process id. */
    int pid;

    /** When it started, in milliseconds of the event loop's clock. */
    long start;

    /** Whose place it has, as {@link ClientKey} has it. */
    long high;

    /** The rest of that. */
    long low;
}
