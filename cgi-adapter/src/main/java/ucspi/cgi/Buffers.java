package ucspi.cgi;

/** Buffers for whoever moves bytes at present: a connection that waits has none. */
final class Buffers {
    /** The size of each, in bytes. */
    static final int SIZE = 8 * 1024;

    /** More than these are left to the collector. */
    private static final int MOST_KEPT = 32;

    private final byte[][] kept = new byte[MOST_KEPT][];
    private int count;

    /** A buffer for the caller alone, with anything in it. */
    byte[] take() {
        if (count == 0) {
            return new byte[SIZE];
        }
        byte[] buffer = kept[--count];
        kept[count] = null;
        return buffer;
    }

    /** Takes a buffer back, which the caller must not touch any more. */
    void give(byte[] buffer) {
        if (count < MOST_KEPT) {
            kept[count++] = buffer;
        }
    }
}
