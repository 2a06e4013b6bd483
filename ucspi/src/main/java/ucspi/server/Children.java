package ucspi.server;

/**
 * The processes that a listener started and has not reaped, and when: a map at constant cost, however many there are
 * (open addressing, linear probing).
 */
final class Children {
    /** What {@link #remove} returns for a process that is not there. */
    static final long NOT_OURS = -1;

    private int[] pids = new int[64];
    private long[] starts = new long[64];
    private int count;

    int count() {
        return count;
    }

    /**
     * @param start when it started, in milliseconds of any clock, 0 or more
     */
    void add(int pid, long start) {
        if (2 * (count + 1) > pids.length) {
            grow();
        }
        insert(pid, start);
        count++;
    }

    /** When it started; {@link #NOT_OURS} for a process that somebody else started: it has no slot to give back. */
    long remove(int pid) {
        int at = slot(pid);
        while (pids[at] != pid) {
            if (pids[at] == 0) {
                return NOT_OURS;
            }
            at = next(at);
        }
        long start = starts[at];
        count--;
        pids[at] = 0;
        // What stands behind may have been displaced by it.
        for (int i = next(at); pids[i] != 0; i = next(i)) {
            int displaced = pids[i];
            pids[i] = 0;
            insert(displaced, starts[i]);
        }
        return start;
    }

    /** Receives each process that there is. */
    interface Visitor {
        void child(int pid, long start);
    }

    /** Visits every process, in no order. */
    void each(Visitor visitor) {
        for (int i = 0; i < pids.length; i++) {
            if (pids[i] != 0) {
                visitor.child(pids[i], starts[i]);
            }
        }
    }

    private void insert(int pid, long start) {
        int at = slot(pid);
        while (pids[at] != 0) {
            at = next(at);
        }
        pids[at] = pid;
        starts[at] = start;
    }

    private void grow() {
        int[] oldPids = pids;
        long[] oldStarts = starts;
        pids = new int[oldPids.length * 2];
        starts = new long[pids.length];
        for (int i = 0; i < oldPids.length; i++) {
            if (oldPids[i] != 0) {
                insert(oldPids[i], oldStarts[i]);
            }
        }
    }

    private int slot(int pid) {
        return pid * 0x9e3779b1 >>> 8 & pids.length - 1;
    }

    private int next(int at) {
        return at + 1 & pids.length - 1;
    }
}
