package ucspi.cgi;

/** Runs what serves one connection so that a fault of ours ends that connection, and nothing else. */
final class Guard {
    private final Log log;
    private final Runnable stop;
    private final Runnable close;
    private boolean hasFailed;

    /**
     * @param stop ends the connection and what runs for it, in its order
     * @param close ends it if that fails, too
     */
    Guard(Log log, Runnable stop, Runnable close) {
        this.log = log;
        this.stop = stop;
        this.close = close;
    }

    void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /** Something has failed elsewhere. */
    void failed(RuntimeException failure) {
        log.line("bug: " + failure);
        boolean again = hasFailed;
        hasFailed = true;
        if (again) {
            close.run();
        } else {
            run(stop);
        }
    }
}
