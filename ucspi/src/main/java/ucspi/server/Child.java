package ucspi.server;

import ucspi.event.Timers.Timer;

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

    /** When to look at it next; null where nothing depends on the time. */
    Timer deadline;

    /** What {@link Traffic} finds its connection by; null where nobody asks. */
    int[] traffic;

    /** How many bytes had moved when they were asked for last. */
    long bytes;

    /** When a byte moved last, as far as is known; its start before that. */
    long moved;

    /** Why it has been told to end, or null. */
    String told;
}
