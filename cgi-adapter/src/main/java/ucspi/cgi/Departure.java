package ucspi.cgi;

/** Whether connections are to end, because their process is. */
final class Departure {
    private boolean soon;
    private boolean now;

    /** Each ends behind its next answer, or when it has waited for a request for as long as always. */
    void begin() {
        soon = true;
    }

    /** Those end, too, that wait for a request. */
    void hurry() {
        soon = true;
        now = true;
    }

    /** All is as if nothing had been said. */
    void cancel() {
        soon = false;
        now = false;
    }

    /** Whether the answer to a request is the last. */
    boolean isSoon() {
        return soon;
    }

    /** Whether to wait for no request any more. */
    boolean isNow() {
        return now;
    }
}
