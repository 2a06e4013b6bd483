package ucspi.rules;

import ucspi.kernel.Layout;

/**
 * What reader and writer of a cdb file agree on (D. J. Bernstein, "A structure for constant databases").
 *
 * <pre>
 *   header    256 pairs: position of a hash table, number of its slots
 *   records   length of the key, length of the data, key, data
 *   tables    256 times: pairs of a hash and the position of its record, or 0 and 0 for an empty slot
 * </pre>
 *
 * <p>All numbers are unsigned, have 32 bits and are little-endian. A key's table is the lowest 8 bits of its hash; its
 * search begins at the slot that the other 24 bits say, modulo the number of slots, and ends at an empty one.
 */
final class CdbFormat {
    /** How many hash tables there are. */
    static final int TABLES = 256;

    /** The size of a pair of numbers, in bytes. */
    static final int PAIR = 8;

    /** The size of the header, in bytes. */
    static final int HEADER = TABLES * PAIR;

    private CdbFormat() {}

    /** The hash of the first {@code length} bytes of a key. */
    static int hash(byte[] key, int length) {
        int hash = 5381;
        for (int i = 0; i < length; i++) {
            hash = hash + (hash << 5) ^ key[i] & 0xff;
        }
        return hash;
    }

    /** The number of a hash's table. */
    static int table(int hash) {
        return hash & TABLES - 1;
    }

    /** Where in a table of {@code slots} slots, which is not 0, a hash's search begins. */
    static long firstSlot(int hash, long slots) {
        return (hash >>> 8) % slots;
    }

    /** The unsigned number at {@code at}. */
    static long number(byte[] bytes, int at) {
        return Layout.getInt(bytes, at) & 0xffffffffL;
    }
}
