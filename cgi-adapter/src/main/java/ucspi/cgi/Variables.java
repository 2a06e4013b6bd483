package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;

/**
 * The variables that a front end sends with a request instead of a request head: names and values, bounded and checked.
 *
 * <p>A field that occurs twice comes as one variable twice from some front ends (nginx before 1.23): such values are
 * joined as RFC 9110 section 5.3 joins fields. Of any other variable the last one counts, as configurations that
 * include a list and then correct it expect.
 */
final class Variables {
    /** The most bytes of all names and values: several times what a kernel passes on in one variable, execve(2). */
    static final int MOST_BYTES = 256 * 1024;

    /** The most variables: the most fields of a head, and as many that are no fields. */
    static final int MOST = 2 * RequestParser.MOST_FIELDS;

    private static final int INTS_EACH = 3;
    private static final byte[] COOKIE = Bytes.ascii("HTTP_COOKIE");
    private static final byte[] FIELD = Bytes.ascii("HTTP_");
    private static final byte[] COOKIES = Bytes.ascii("; ");
    private static final byte[] LIST = Bytes.ascii(", ");

    private byte[] bytes = new byte[2048];
    private int length;
    private int[] ranges = new int[INTS_EACH * 32];
    private int count;

    /** How many there are. */
    int count() {
        return count;
    }

    /** A copy of the name of one of them. */
    byte[] name(int index) {
        return Arrays.copyOfRange(bytes, nameStart(index), valueStart(index));
    }

    /** A copy of its value. */
    byte[] value(int index) {
        return Arrays.copyOfRange(bytes, valueStart(index), ranges[index * INTS_EACH + 2]);
    }

    /** The value of this variable; null if it was not sent, or is empty, which says the same (RFC 3875 section 4.1). */
    byte[] value(String name) {
        int index = find(name);
        return index < 0 || valueStart(index) == ranges[index * INTS_EACH + 2] ? null : value(index);
    }

    /** The value of the variable that a field has become (RFC 3875 section 4.1.18), or null. */
    byte[] field(String lowerCaseName) {
        StringBuilder name = new StringBuilder("HTTP_");
        for (int i = 0; i < lowerCaseName.length(); i++) {
            char c = lowerCaseName.charAt(i);
            name.append(c == '-' ? '_' : (char) Ascii.upper(c));
        }
        return value(name.toString());
    }

    /** The index of this variable, or -1. */
    int find(String name) {
        for (int i = 0; i < count; i++) {
            if (nameIs(i, name)) {
                return i;
            }
        }
        return -1;
    }

    boolean nameIs(int index, String name) {
        int start = nameStart(index);
        if (valueStart(index) - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds a variable. One whose name no program could ask for, such as the settings that Apache passes along, is left
     * out.
     *
     * @throws BadRequest if name or value cannot be in an environment, or there are too many
     */
    void add(byte[] source, int from, int nameLength, int valueLength) {
        int valueFrom = from + nameLength;
        if (nameLength == 0 || has(source, from, valueFrom, '=')) {
            throw new BadRequest(400, "a variable has no proper name");
        }
        if (has(source, from, valueFrom + valueLength, 0)) {
            throw new BadRequest(400, "a variable has a NUL");
        }
        if (!isName(source, from, valueFrom)) {
            return;
        }
        int before = find(source, from, valueFrom);
        if (before < 0) {
            put(source, from, nameLength, source, valueFrom, valueLength);
        } else if (nameIs(before, "CONTENT_LENGTH")) {
            throw new BadRequest(400, "the request has more than one CONTENT_LENGTH");
        } else {
            replace(before, source, valueFrom, valueLength);
        }
    }

    private void replace(int index, byte[] source, int valueFrom, int valueLength) {
        byte[] name = name(index);
        byte[] separator = Arrays.equals(name, COOKIE) ? COOKIES : LIST;
        byte[] old = Bytes.startsWith(name, FIELD) ? value(index) : new byte[0];
        int kept = old.length == 0 ? 0 : old.length + separator.length;
        byte[] value = Arrays.copyOf(old, kept + valueLength);
        System.arraycopy(separator, 0, value, old.length, kept - old.length);
        System.arraycopy(source, valueFrom, value, kept, valueLength);
        put(name, 0, name.length, value, 0, value.length);
        count--;
        System.arraycopy(ranges, count * INTS_EACH, ranges, index * INTS_EACH, INTS_EACH);
    }

    private void put(byte[] source, int from, int nameLength, byte[] valueSource, int valueFrom, int valueLength) {
        int size = nameLength + valueLength;
        if (length + size > MOST_BYTES || count == MOST) {
            throw new BadRequest(431, "the request has too many variables");
        }
        if (bytes.length - length < size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size));
        }
        int at = count * INTS_EACH;
        if (at + INTS_EACH > ranges.length) {
            ranges = Arrays.copyOf(ranges, ranges.length * 2);
        }
        System.arraycopy(source, from, bytes, length, nameLength);
        System.arraycopy(valueSource, valueFrom, bytes, length + nameLength, valueLength);
        ranges[at] = length;
        ranges[at + 1] = length + nameLength;
        ranges[at + 2] = length + size;
        length += size;
        count++;
    }

    private int nameStart(int index) {
        return ranges[index * INTS_EACH];
    }

    private int valueStart(int index) {
        return ranges[index * INTS_EACH + 1];
    }

    private int find(byte[] source, int from, int to) {
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(bytes, nameStart(i), valueStart(i), source, from, to)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean has(byte[] source, int from, int to, int value) {
        for (int i = from; i < to; i++) {
            if (source[i] == value) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name has letters, digits and underscores only, and does not begin with a digit: environ(7). */
    private static boolean isName(byte[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            if (source[i] != '_' && !Ascii.isLetterOrDigit(source[i])) {
                return false;
            }
        }
        return !Ascii.isDigit(source[from]);
    }
}
