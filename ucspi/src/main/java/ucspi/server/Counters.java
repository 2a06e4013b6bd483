package ucspi.server;

/**
 * What a listener has counted since it started: numbers only, set by {@link Server}. Every report of them is made by
 * {@link #each}, so one more count is one more line there.
 */
final class Counters {
    /** The bounds of the durations that are told apart, in milliseconds; the first that fits a process counts it. */
    static final int[] DURATIONS = {10, 100, 1_000, 10_000, 100_000, 1_000_000};

    /** Processes that there are now; set before a report. */
    long active;

    /** Connections that wait for their turn; set before a report. */
    long waiting;

    /** The most processes at a time; set before a report. */
    long limit;

    /** Connections that accept(2) returned. */
    long accepted;

    /** Processes started. */
    long started;

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

    /** How often the listener began anew. */
    long restarts;

    /** When the listener started, in milliseconds of the event loop's clock. */
    long began;

    private long ended;
    private long millisInProcesses;
    private final long[] refused = new long[Refusal.ALL.length];
    private final long[] lasted = new long[DURATIONS.length + 1];

    /** One more connection gets no process. */
    void refuse(Refusal reason) {
        refused[reason.ordinal()]++;
    }

    /** How many connections got no process for that reason. */
    long refused(Refusal reason) {
        return refused[reason.ordinal()];
    }

    /** One more process ended, that many milliseconds after it started. */
    void end(long millis) {
        ended++;
        millisInProcesses += millis;
        int at = 0;
        while (at < DURATIONS.length && millis > DURATIONS[at]) {
            at++;
        }
        lasted[at]++;
    }

    /** How many processes ended. */
    long ended() {
        return ended;
    }

    /** How many milliseconds the processes that ended have lived, together. */
    long millisInProcesses() {
        return millisInProcesses;
    }

    /** How many processes lived no longer than that bound of {@link #DURATIONS}, but longer than the one before. */
    long lasted(int bound) {
        return lasted[bound];
    }

    /** Receives each count. */
    interface Visitor {
        /**
         * One count.
         *
         * @param name lower-case letters and dashes
         * @param grows whether it never becomes less
         * @param help what it counts, a sentence without quotation marks
         */
        void count(String name, boolean grows, String help, long count);
    }

    /**
     * Visits every count, those of refusals and durations aside.
     *
     * @param now milliseconds of the event loop's clock
     */
    void each(long now, Visitor visitor) {
        visitor.count("active", false, "Processes that there are now.", active);
        visitor.count("waiting", false, "Connections that wait for their turn.", waiting);
        visitor.count("limit", false, "The most processes at a time.", limit);
        visitor.count("peak", false, "The most processes that there were at a time.", peak);
        visitor.count("accepted", true, "Connections that accept(2) returned.", accepted);
        visitor.count("started", true, "Processes that were started.", started);
        visitor.count("ended", true, "Processes that ended.", ended);
        visitor.count("spawn-failures", true, "Connections for which no process could be started.", spawnFailures);
        visitor.count("ended-max-age", true, "Processes told to end by --max-age.", tooOld);
        visitor.count("ended-idle", true, "Processes told to end by --idle.", idle);
        visitor.count("ended-killed", true, "Processes that were told to end, did not, and were killed.", killed);
        visitor.count("accept-errors", true, "Errors of accept(2).", acceptErrors);
        visitor.count("restarts", true, "How often the listener began anew.", restarts);
        visitor.count("uptime-seconds", false, "Seconds since the listener started.", (now - began) / 1000);
    }

    /** Receives what {@link #restore} takes. */
    interface Keeper {
        void keep(String name, long count);
    }

    /** Gives all that the listener must know when it begins anew. */
    void keep(Keeper keeper) {
        keeper.keep("accepted", accepted);
        keeper.keep("started", started);
        keeper.keep("ended", ended);
        keeper.keep("peak", peak);
        keeper.keep("spawn-failures", spawnFailures);
        keeper.keep("too-old", tooOld);
        keeper.keep("idle", idle);
        keeper.keep("killed", killed);
        keeper.keep("accept-errors", acceptErrors);
        keeper.keep("restarts", restarts);
        keeper.keep("began", began);
        keeper.keep("milliseconds", millisInProcesses);
        for (Refusal reason : Refusal.ALL) {
            keeper.keep("refused-" + reason.word(), refused(reason));
        }
        for (int i = 0; i < lasted.length; i++) {
            keeper.keep("lasted-" + i, lasted[i]);
        }
    }

    /** Sets what {@link #keep} gave, maybe in another version of the program: names that are unknown mean nothing. */
    void restore(String name, long count) {
        switch (name) {
            case "accepted" -> accepted = count;
            case "started" -> started = count;
            case "ended" -> ended = count;
            case "peak" -> peak = count;
            case "spawn-failures" -> spawnFailures = count;
            case "too-old" -> tooOld = count;
            case "idle" -> idle = count;
            case "killed" -> killed = count;
            case "accept-errors" -> acceptErrors = count;
            case "restarts" -> restarts = count;
            case "began" -> began = count;
            case "milliseconds" -> millisInProcesses = count;
            default -> restoreTables(name, count);
        }
    }

    private void restoreTables(String name, long count) {
        for (Refusal reason : Refusal.ALL) {
            if (name.equals("refused-" + reason.word())) {
                refused[reason.ordinal()] = count;
            }
        }
        for (int i = 0; i < lasted.length; i++) {
            if (name.equals("lasted-" + i)) {
                lasted[i] = count;
            }
        }
    }
}
