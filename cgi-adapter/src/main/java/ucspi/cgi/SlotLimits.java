package ucspi.cgi;

/**
 * How many programs may run at a time.
 *
 * @param all in all
 * @param program of each program
 * @param user of each user whose directory programs are in
 * @param queue how many requests may wait for one to end
 * @param waitSeconds how long each of them may
 */
record SlotLimits(int all, int program, int user, int queue, int waitSeconds) {
    /** No limit. */
    static final int NONE = Integer.MAX_VALUE;

    /** Where a listener sees to it: one connection runs one program at a time. */
    static final SlotLimits UNLIMITED = new SlotLimits(NONE, NONE, NONE, 0, 0);
}
