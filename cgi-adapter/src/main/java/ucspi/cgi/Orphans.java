package ucspi.cgi;

/**
 * The descendants of programs that nobody but us is responsible for: their parents are dead, and we are a child
 * subreaper, prctl(2).
 */
interface Orphans {
    /** Sends a signal to those of the program with this mark, see {@link Child#mark}. */
    void signal(byte[] mark, int signal);

    /**
     * Whether none of them is left.
     *
     * @param since a time of the event loop before which nobody can have looked
     */
    boolean areGone(byte[] mark, long since);
}
