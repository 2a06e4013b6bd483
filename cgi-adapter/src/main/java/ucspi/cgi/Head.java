package ucspi.cgi;

import java.util.Arrays;

/** The lines of a request's or response's head, gathered as they arrive, and the fields in them as ranges of bytes. */
final class Head {
    private static final int INTS_PER_FIELD = 4;

    private final int mostBytes;
    private byte[] bytes = new byte[1024];
    private int length;
    private int lineStart;
    private int[] fields = new int[INTS_PER_FIELD * 16];
    private int count;

    /**
     * @param mostBytes the room for all lines together
     */
    Head(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Takes bytes up to the end of a line, or all that there is room for; returns how many. */
    int append(byte[] source, int from, int to) {
        int end = from + Math.min(to - from, mostBytes - length);
        int i = from;
        while (i < end && source[i] != '\n') {
            i++;
        }
        int taken = Math.min(i + 1, end) - from;
        if (bytes.length - length < taken) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + taken));
        }
        System.arraycopy(source, from, bytes, length, taken);
        length += taken;
        return taken;
    }

    /** Whether the current line has its end. */
    boolean lineIsComplete() {
        return length > lineStart && bytes[length - 1] == '\n';
    }

    /** Whether no byte of the current line has come. */
    boolean lineIsEmpty() {
        return length == lineStart;
    }

    /** Whether the complete line ends in CR LF rather than LF. */
    boolean lineHasCr() {
        return length - lineStart >= 2 && bytes[length - 2] == '\r';
    }

    int lineStart() {
        return lineStart;
    }

    /** The end of the complete line's text, without CR and LF. */
    int lineEnd() {
        return length - (lineHasCr() ? 2 : 1);
    }

    int lineLength() {
        return length - lineStart;
    }

    /** Goes on to the next line. */
    void nextLine() {
        lineStart = length;
    }

    /** Forgets the current line. */
    void dropLine() {
        length = lineStart;
    }

    boolean isFull() {
        return length >= mostBytes;
    }

    /**
     * Takes the current line as a field. The name must be a token that ends at the colon, the value may hold no control
     * character but the tab (RFC 9112 section 5, RFC 9110 section 5.5).
     *
     * @return whether it is one
     */
    boolean addField() {
        int end = lineEnd();
        int colon = lineStart;
        while (colon < end && Ascii.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == lineStart || colon == end || bytes[colon] != ':') {
            return false;
        }
        int from = behindBlanks(colon + 1, end);
        end = beforeBlanks(from, end);
        for (int i = from; i < end; i++) {
            if (!Ascii.isFieldContent(bytes[i])) {
                return false;
            }
        }
        addRanges(lineStart, colon, from, end);
        return true;
    }

    private void addRanges(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = count * INTS_PER_FIELD;
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, at * 2);
        }
        fields[at] = nameStart;
        fields[at + 1] = nameEnd;
        fields[at + 2] = valueStart;
        fields[at + 3] = valueEnd;
        count++;
    }

    /** How many bytes of lines there are. */
    int length() {
        return length;
    }

    /** All the bytes; the ranges of fields are indexes into them. */
    byte[] bytes() {
        return bytes;
    }

    /** The number of fields. */
    int count() {
        return count;
    }

    int nameStart(int field) {
        return fields[field * INTS_PER_FIELD];
    }

    int nameEnd(int field) {
        return fields[field * INTS_PER_FIELD + 1];
    }

    int valueStart(int field) {
        return fields[field * INTS_PER_FIELD + 2];
    }

    int valueEnd(int field) {
        return fields[field * INTS_PER_FIELD + 3];
    }

    /** A copy of a field's value. */
    byte[] value(int field) {
        return Arrays.copyOfRange(bytes, valueStart(field), valueEnd(field));
    }

    boolean nameIs(int field, String lowerCaseName) {
        return Ascii.equalsIgnoreCase(bytes, nameStart(field), nameEnd(field), lowerCaseName);
    }

    boolean valueIs(int field, String lowerCaseValue) {
        return Ascii.equalsIgnoreCase(bytes, valueStart(field), valueEnd(field), lowerCaseValue);
    }

    boolean sameName(int field, int other) {
        return isName(nameStart(other), nameEnd(other), field);
    }

    /** The first field of this name at or behind {@code from}, or -1. */
    int find(String lowerCaseName, int from) {
        for (int i = from; i < count; i++) {
            if (nameIs(i, lowerCaseName)) {
                return i;
            }
        }
        return -1;
    }

    /** The values of all fields of this name, joined by a comma (RFC 9110 section 5.3); null if there is none. */
    byte[] joined(String lowerCaseName) {
        int first = find(lowerCaseName, 0);
        if (first < 0) {
            return null;
        }
        byte[] all = value(first);
        for (int i = find(lowerCaseName, first + 1); i >= 0; i = find(lowerCaseName, i + 1)) {
            int length = all.length;
            int more = valueEnd(i) - valueStart(i);
            all = Arrays.copyOf(all, length + 1 + more);
            all[length] = ',';
            System.arraycopy(bytes, valueStart(i), all, length + 1, more);
        }
        return all;
    }

    /** Whether any field of this name, read as a comma-separated list, has this member (RFC 9110 section 5.6.1). */
    boolean listHas(String lowerCaseName, String lowerCaseMember) {
        for (int i = find(lowerCaseName, 0); i >= 0; i = find(lowerCaseName, i + 1)) {
            if (valueHas(i, lowerCaseMember, -1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any field of this name, read as a comma-separated list, names this field. */
    boolean listNames(String lowerCaseName, int field) {
        int list = find(lowerCaseName, 0);
        while (list >= 0 && !valueHas(list, null, field)) {
            list = find(lowerCaseName, list + 1);
        }
        return list >= 0;
    }

    /** Whether a list has a member that is this text, or else the name of this field. */
    private boolean valueHas(int list, String text, int field) {
        int end = valueEnd(list);
        int from = valueStart(list);
        while (from < end) {
            int to = from;
            while (to < end && bytes[to] != ',') {
                to++;
            }
            int start = behindBlanks(from, to);
            int stop = beforeBlanks(start, to);
            boolean same = text == null ? isName(start, stop, field) : Ascii.equalsIgnoreCase(bytes, start, stop, text);
            if (same) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    /** The first index from {@code from} on that is not white space. */
    int behindBlanks(int from, int to) {
        int i = from;
        while (i < to && Ascii.isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    /** The end of these bytes without the white space at their end. */
    int beforeBlanks(int from, int to) {
        int i = to;
        while (i > from && Ascii.isBlank(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    private boolean isName(int from, int to, int field) {
        if (to - from != nameEnd(field) - nameStart(field)) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (Ascii.lower(bytes[from + i]) != Ascii.lower(bytes[nameStart(field) + i])) {
                return false;
            }
        }
        return true;
    }
}
