package ucspi.cgi.site;

import java.util.Arrays;
import ucspi.kernel.Bytes;

/**
 * Reads a Range field, RFC 9110 section 14.1.2, into what is to be sent.
 *
 * <p>Ranges that overlap or touch become one, so that nothing is sent twice (section 14.2). More than {@link #MOST} are
 * not what any player or download manager asks for: such a field is ignored, as it may be.
 */
public final class Ranges {
    /** The most ranges of one request. */
    static final int MOST = 100;

    private static final byte[] UNIT = Bytes.ascii("bytes");
    private static final long ABSENT = -1;

    private final byte[] text;
    private final long size;
    private int at;
    private final long[] pairs = new long[2 * MOST];
    private int count;

    private Ranges(byte[] text, long size) {
        this.text = text;
        this.size = size;
    }

    /**
     * The ranges as pairs of first and last byte, in the order asked for.
     *
     * @return null to ignore the field; empty if none of them is in the file: 416
     */
    public static long[] parse(byte[] field, long size) {
        Ranges ranges = new Ranges(field, size);
        if (!ranges.unit() || !ranges.specs()) {
            return null;
        }
        ranges.merge();
        return Arrays.copyOf(ranges.pairs, 2 * ranges.count);
    }

    private boolean unit() {
        if (text.length <= UNIT.length || text[UNIT.length] != '=') {
            return false;
        }
        for (int i = 0; i < UNIT.length; i++) {
            if (Names.lower(text[i]) != UNIT[i]) {
                return false;
            }
        }
        at = UNIT.length + 1;
        return true;
    }

    private boolean specs() {
        int specs = 0;
        while (at < text.length) {
            skipBlanks();
            if (at < text.length && text[at] != ',') {
                specs++;
                if (specs > MOST || !spec()) {
                    return false;
                }
                skipBlanks();
            }
            if (at < text.length && text[at] != ',') {
                return false;
            }
            at++;
        }
        return specs > 0;
    }

    private boolean spec() {
        long first = number();
        if (at >= text.length || text[at] != '-') {
            return false;
        }
        at++;
        long last = number();
        if (first == ABSENT) {
            // there is no way to say which range of nothing is sent
            return last != ABSENT && size > 0 && suffix(last);
        }
        if (last != ABSENT && last < first) {
            return false;
        }
        if (first < size) {
            add(first, last == ABSENT ? size - 1 : Math.min(last, size - 1));
        }
        return true;
    }

    private boolean suffix(long length) {
        if (length > 0) {
            add(Math.max(0, size - length), size - 1);
        }
        return true;
    }

    /** Digits; more than a long holds mean "as large as can be". */
    private long number() {
        int start = at;
        long value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            int digit = text[at] - '0';
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
            at++;
        }
        return at == start ? ABSENT : value;
    }

    private void skipBlanks() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
    }

    private void add(long first, long last) {
        pairs[2 * count] = first;
        pairs[2 * count + 1] = last;
        count++;
    }

    private void merge() {
        int i = 1;
        while (i < count) {
            int j = 0;
            while (j < i && !touch(i, j)) {
                j++;
            }
            if (j == i) {
                i++;
            } else {
                pairs[2 * j] = Math.min(pairs[2 * j], pairs[2 * i]);
                pairs[2 * j + 1] = Math.max(pairs[2 * j + 1], pairs[2 * i + 1]);
                count--;
                System.arraycopy(pairs, 2 * i + 2, pairs, 2 * i, 2 * (count - i));
                // the larger one may touch others that came before
                i = 1;
            }
        }
    }

    private boolean touch(int i, int j) {
        return pairs[2 * i] - 1 <= pairs[2 * j + 1] && pairs[2 * j] - 1 <= pairs[2 * i + 1];
    }
}
