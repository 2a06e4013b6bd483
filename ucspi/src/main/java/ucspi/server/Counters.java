package ucspi.server;

/** What a listener has counted since it started: numbers only, set by {@link Server}. */
final class Counters {
    /** Connections that accept(2) returned. */
    long accepted;

    /** Processes started. */
    long started;

    /** Processes that ended. */
    long ended;

    /** The most processes that there were at a time. */
    long peak;

    /** Connections that got no process because the system started none. */
    long spawnFailures;

    /** Processes that were told to end since they had their connections for too long. */
    long tooOld;

    /** Processes that were told to end since nothing moved on their connections. */
    long idle;

    /** Processes among these that did not end in time, and were killed. */
    long killed;

    /** Errors of accept(2), those aside that only say that there is no client. */
    long acceptErrors;

    /** Milliseconds that processes which ended have lived, together. */
    long millisInProcesses;

    private final long[] refused = new long[Refusal.ALL.length];

    /** One more connection gets no process. */
    void refuse(Refusal reason) {
        refused[reason.ordinal()]++;
    }

    /** How many connections got no process for that reason. */
    long refused(Refusal reason) {
        return refused[reason.ordinal()];
    }
}
