package ucspi.server;

/**
 * How many connections each client and each network has: a map at constant cost, in arrays of numbers (open addressing,
 * linear probing, removal by moving back what was displaced). It has entries only for who has connections, so it is as
 * large as the connections' number needs, whoever they come from.
 */
final class Tally {
    private final KeyedHash hash;
    private long[] highs = new long[64];
    private long[] lows = new long[64];
    private byte[] lengths = new byte[64];
    private int[] counts = new int[64];
    private int used;

    Tally(KeyedHash hash) {
        this.hash = hash;
    }

    /** How many there are of the network that the key's first {@code length} bits name. */
    int count(ClientKey key, int length) {
        return counts[find(key.high(length), key.low(length), length)];
    }

    /** One more. */
    void add(ClientKey key, int length) {
        if (2 * (used + 1) > counts.length) {
            grow();
        }
        long high = key.high(length);
        long low = key.low(length);
        int at = find(high, low, length);
        if (counts[at] == 0) {
            put(at, high, low, length, 0);
            used++;
        }
        counts[at]++;
    }

    /** One less; there must be one. */
    void remove(ClientKey key, int length) {
        int at = find(key.high(length), key.low(length), length);
        if (counts[at] == 0) {
            throw new IllegalStateException("no connection to take away");
        }
        counts[at]--;
        if (counts[at] == 0) {
            used--;
            close(at);
        }
    }

    /** How many entries there are. */
    int size() {
        return used;
    }

    /** Where the entry is, or the free place that ends the search. */
    private int find(long high, long low, int length) {
        int at = home(high, low, length);
        while (counts[at] != 0 && !(highs[at] == high && lows[at] == low && lengths[at] == (byte) length)) {
            at = next(at);
        }
        return at;
    }

    /** Fills the gap with what stands behind it and would be found there, too, and so on. */
    private void close(int start) {
        int gap = start;
        for (int i = next(gap); counts[i] != 0; i = next(i)) {
            int home = home(highs[i], lows[i], lengths[i] & 0xff);
            if ((i - home & mask()) >= (i - gap & mask())) {
                put(gap, highs[i], lows[i], lengths[i] & 0xff, counts[i]);
                counts[i] = 0;
                gap = i;
            }
        }
    }

    private void put(int at, long high, long low, int length, int count) {
        highs[at] = high;
        lows[at] = low;
        lengths[at] = (byte) length;
        counts[at] = count;
    }

    private void grow() {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        byte[] oldLengths = lengths;
        int[] oldCounts = counts;
        int size = 2 * oldCounts.length;
        highs = new long[size];
        lows = new long[size];
        lengths = new byte[size];
        counts = new int[size];
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] != 0) {
                int length = oldLengths[i] & 0xff;
                put(find(oldHighs[i], oldLows[i], length), oldHighs[i], oldLows[i], length, oldCounts[i]);
            }
        }
    }

    private int home(long high, long low, int length) {
        return hash.of(high, low, length) & mask();
    }

    private int next(int at) {
        return at + 1 & mask();
    }

    private int mask() {
        return counts.length - 1;
    }
}
