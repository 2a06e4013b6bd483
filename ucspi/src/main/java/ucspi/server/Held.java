package ucspi.server;

/** A connection that waits for its turn. Used again for another one then. */
final class Held {
    /** What {@link Transport} knows of it. */
    final int[] facts = new int[Transport.FACTS];

    /** Its descriptor; -1 for none. */
    int connection = -1;

    /** Whose place it has, as {@link ClientKey} has it. */
    long high;

    /** The rest of that. */
    long low;

    /** When its turn is, in nanoseconds of the kernel's monotonic clock. */
    long time;
}
