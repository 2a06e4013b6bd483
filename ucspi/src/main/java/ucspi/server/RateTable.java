package ucspi.server;

/**
 * Until when each client and each network has used its turns: GCRA's theoretical arrival time, for as many as are ahead
 * of the clock. Entries whose time has passed are free for others, so the table is as large as the clients of late, and
 * never larger than {@link #MOST}; then the entry that is nearest to its time gives way, and that client is a new one.
 */
final class RateTable {
    /** The most entries, 2 MB of them. */
    static final int MOST = 1 << 16;

    /** How many places may hold a key: what bounds the cost. */
    private static final int WINDOW = 16;

    private final KeyedHash hash;
    private long[] highs = new long[256];
    private long[] lows = new long[256];
    private byte[] kinds = new byte[256];
    private long[] times = new long[256];

    RateTable(KeyedHash hash) {
        this.hash = hash;
    }

    /** The time that was set last for this, or {@code now} if there is none that is later. */
    long get(long high, long low, int kind, long now) {
        int home = home(high, low, kind);
        for (int i = 0; i < WINDOW; i++) {
            int at = home + i & mask();
            if (times[at] > now && is(at, high, low, kind)) {
                return times[at];
            }
        }
        return now;
    }

    /** Sets it. */
    void set(long high, long low, int kind, long time, long now) {
        int at = place(high, low, kind, now);
        if (times[at] > now && !is(at, high, low, kind) && times.length < MOST) {
            grow(now);
            at = place(high, low, kind, now);
        }
        put(at, high, low, kind, time);
    }

    /** How many entries it has room for. */
    int size() {
        return times.length;
    }

    /** The place that has the key; else a free one; else that whose time comes first. */
    private int place(long high, long low, int kind, long now) {
        int home = home(high, low, kind);
        int best = home;
        for (int i = 0; i < WINDOW; i++) {
            int at = home + i & mask();
            if (times[at] > now && is(at, high, low, kind)) {
                return at;
            }
            if (times[best] > now && times[at] < times[best]) {
                best = at;
            }
        }
        return best;
    }

    private boolean is(int at, long high, long low, int kind) {
        return highs[at] == high && lows[at] == low && kinds[at] == (byte) kind;
    }

    private void put(int at, long high, long low, int kind, long time) {
        highs[at] = high;
        lows[at] = low;
        kinds[at] = (byte) kind;
        times[at] = time;
    }

    private void grow(long now) {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        byte[] oldKinds = kinds;
        long[] oldTimes = times;
        int size = 2 * oldTimes.length;
        highs = new long[size];
        lows = new long[size];
        kinds = new byte[size];
        times = new long[size];
        for (int i = 0; i < oldTimes.length; i++) {
            if (oldTimes[i] > now) {
                int kind = oldKinds[i] & 0xff;
                put(place(oldHighs[i], oldLows[i], kind, now), oldHighs[i], oldLows[i], kind, oldTimes[i]);
            }
        }
    }

    private int home(long high, long low, int kind) {
        return hash.of(high, low, kind) & mask();
    }

    private int mask() {
        return times.length - 1;
    }
}
