package ucspi.server;

/**
 * The processes that a listener started and has not reaped: a set of process ids at constant cost, however many there
 * are (open addressing, linear probing).
 */
final class Children {
    private int[] table = new int[64];
    private int count;

    int count() {
        return count;
    }

    void add(int pid) {
        if (2 * (count + 1) > table.length) {
            grow();
        }
        insert(pid);
        count++;
    }

    /** Whether it was there: a process that somebody else started has no slot to give back. */
    boolean remove(int pid) {
        int at = slot(pid);
        while (table[at] != pid) {
            if (table[at] == 0) {
                return false;
            }
            at = next(at);
        }
        count--;
        table[at] = 0;
        // What stands behind may have been displaced by it.
        for (int i = next(at); table[i] != 0; i = next(i)) {
            int displaced = table[i];
            table[i] = 0;
            insert(displaced);
        }
        return true;
    }

    private void insert(int pid) {
        int at = slot(pid);
        while (table[at] != 0) {
            at = next(at);
        }
        table[at] = pid;
    }

    private void grow() {
        int[] old = table;
        table = new int[old.length * 2];
        for (int pid : old) {
            if (pid != 0) {
                insert(pid);
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
