package ucspi.server;

/**
 * The processes that a listener started and has not reaped: a map at constant cost, however many there are (open
 * addressing, linear probing). The objects in it are used again and again.
 */
final class Children {
    private Child[] table = new Child[64];
    private Child[] unused = new Child[32];
    private int unusedCount;
    private int count;

    int count() {
        return count;
    }

    /** A process whose id and start are set, and all else is as the last one left it. */
    Child add(int pid, long start) {
        if (2 * (count + 1) > table.length) {
            grow();
        }
        Child child = unusedCount > 0 ? unused[--unusedCount] : new Child();
        child.pid = pid;
        child.start = start;
        insert(child);
        count++;
        return child;
    }

    /**
     * Takes it out; null for a process that somebody else started: it has no slot to give back. The object is good
     * until the next one is added.
     */
    Child remove(int pid) {
        int at = slot(pid);
        while (table[at] == null || table[at].pid != pid) {
            if (table[at] == null) {
                return null;
            }
            at = next(at);
        }
        Child child = table[at];
        count--;
        table[at] = null;
        // What stands behind may have been displaced by it.
        for (int i = next(at); table[i] != null; i = next(i)) {
            Child displaced = table[i];
            table[i] = null;
            insert(displaced);
        }
        unused[unusedCount++] = child;
        return child;
    }

    /** Receives each process that there is. */
    interface Visitor {
        void child(Child child);
    }

    /** Visits every process, in no order. */
    void each(Visitor visitor) {
        for (Child child : table) {
            if (child != null) {
                visitor.child(child);
            }
        }
    }

    private void insert(Child child) {
        int at = slot(child.pid);
        while (table[at] != null) {
            at = next(at);
        }
        table[at] = child;
    }

    private void grow() {
        Child[] old = table;
        table = new Child[old.length * 2];
        unused = java.util.Arrays.copyOf(unused, old.length);
        for (Child child : old) {
            if (child != null) {
                insert(child);
            }
        }
    }

    private int slot(int pid) {
        return pid * 0x9e3779b1 >>> 8 & table.length - 1;
    }

    private int next(int at) {
        return at + 1 & table.length - 1;
    }
}
