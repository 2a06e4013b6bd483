package ucspi.cgi;

import java.util.Arrays;

/**
 * Reads FastCGI name-value pairs, fed in any pieces, into variables; pure (FastCGI specification, section 3.4).
 *
 * <p>A length is one byte, or four with the first bit set.
 */
final class FastcgiPairs {
    private static final int LONG = 0x80;

    private final Variables variables;
    private final byte[] lengths = new byte[8];
    private int lengthBytes;
    private int nameLength;
    private int valueLength;
    private byte[] pair = new byte[256];
    private int have;
    private boolean inPair;

    FastcgiPairs(Variables variables) {
        this.variables = variables;
    }

    /** Whether what has come is whole pairs. */
    boolean isWhole() {
        return lengthBytes == 0 && !inPair;
    }

    /**
     * Takes all these bytes.
     *
     * @throws BadRequest if a pair is too long or cannot be in an environment
     */
    void feed(byte[] source, int from, int to) {
        int at = from;
        while (at < to) {
            if (!inPair) {
                lengths[lengthBytes++] = source[at++];
                lengths();
            } else {
                int n = Math.min(nameLength + valueLength - have, to - at);
                reserve(n);
                System.arraycopy(source, at, pair, have, n);
                have += n;
                at += n;
            }
            if (inPair && have == nameLength + valueLength) {
                inPair = false;
                variables.add(pair, 0, nameLength, valueLength);
            }
        }
    }

    private void lengths() {
        int nameBytes = (lengths[0] & LONG) == 0 ? 1 : 4;
        if (lengthBytes <= nameBytes) {
            return;
        }
        int valueBytes = (lengths[nameBytes] & LONG) == 0 ? 1 : 4;
        if (lengthBytes < nameBytes + valueBytes) {
            return;
        }
        nameLength = length(0, nameBytes);
        valueLength = length(nameBytes, valueBytes);
        if (nameLength > Variables.MOST_BYTES || valueLength > Variables.MOST_BYTES) {
            throw new BadRequest(431, "a variable is too long");
        }
        lengthBytes = 0;
        have = 0;
        inPair = true;
    }

    private int length(int at, int count) {
        if (count == 1) {
            return lengths[at];
        }
        return (lengths[at] & ~LONG & 0xff) << 24
                | (lengths[at + 1] & 0xff) << 16
                | (lengths[at + 2] & 0xff) << 8
                | (lengths[at + 3] & 0xff);
    }

    private void reserve(int more) {
        if (pair.length - have < more) {
            pair = Arrays.copyOf(pair, Math.max(pair.length * 2, have + more));
        }
    }
}
