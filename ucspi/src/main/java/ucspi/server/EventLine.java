package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/**
 * Builds one event as one line of logfmt or JSON, in a buffer of its own, without allocating.
 *
 * <p>Text is ASCII whatever its bytes: what cannot stand for itself is escaped as in a JSON string (RFC 8259, section
 * 7), each byte a character of Latin-1, so nobody's text can end a line or a value, and every byte can be had back.
 * Text is cut at {@link #MOST_TEXT} bytes; a field for which there is no room is left out. So a line is whole and valid
 * whatever it is told, and short enough for a write(2) that does not mix with another process's.
 */
public final class EventLine {
    /** The level of what goes as it should. */
    public static final String INFO = "info";

    /** The level of what somebody may want to look into. */
    public static final String WARN = "warn";

    /** The level of what ends the program. */
    public static final String ERROR = "error";

    /** The longest line, its newline included; up to here a write to a pipe is atomic, pipe(7). */
    static final int SIZE = 4096;

    /** The most bytes that a text takes in the line, escapes counted, quotation marks not. */
    static final int MOST_TEXT = 512;

    private static final int STDERR = 2;
    private static final String DIGITS = "0123456789abcdef";
    private static final String CUT = "...";

    /** What must fit behind every field: a brace and a newline. */
    private static final int RESERVE = 2;

    /** What surrounds a key and its value at the most: comma, four quotation marks, colon. */
    private static final int AROUND = 6;

    private final boolean json;
    private final byte[] bytes = new byte[SIZE];
    private final UtcTime time = new UtcTime();
    private int length;

    /**
     * @param format one of the two that have one line an event
     */
    public EventLine(LogFormat format) {
        json = format == LogFormat.JSON;
    }

    /**
     * Begins a line, in place of what there is.
     *
     * @param millis when, since 1970-01-01 UTC
     * @param level one of the constants here
     * @param program who says it
     * @param event what happened: lower-case letters and dashes
     */
    public EventLine begin(long millis, String level, String program, String event) {
        length = 0;
        if (json) {
            bytes[length++] = '{';
        }
        key("ts");
        quote(json);
        time.put(bytes, length, millis);
        length += UtcTime.LENGTH;
        quote(json);
        return word("level", level).word("program", program).word("event", event);
    }

    /** Adds one of our own words: it has no blank, and nothing that needs an escape. */
    public EventLine word(String key, String word) {
        if (fits(key, word.length())) {
            key(key);
            quote(json);
            plain(word);
            quote(json);
        }
        return this;
    }

    /** Adds a phrase of ours, in quotation marks; what is not ours in it is escaped, and cut, as in {@link #text}. */
    public EventLine phrase(String key, String words) {
        return phrase(key, "", words);
    }

    /** Adds two phrases as one. */
    public EventLine phrase(String key, String first, String second) {
        if (fits(key, first.length() + CUT.length())) {
            key(key);
            quote(true);
            plain(first);
            escape(second, Math.min(MOST_TEXT, SIZE - RESERVE - 1 - length));
            quote(true);
        }
        return this;
    }

    /** Adds a number, a negative one too. */
    public EventLine number(String key, long number) {
        if (fits(key, 20)) {
            key(key);
            if (number < 0) {
                bytes[length++] = '-';
            }
            length = Bytes.putDecimal(bytes, length, Math.abs(number));
        }
        return this;
    }

    /** Adds text that anybody may have chosen. */
    public EventLine text(String key, byte[] text) {
        return text(key, text, text.length);
    }

    /** Adds the first bytes of a text that anybody may have chosen. */
    public EventLine text(String key, byte[] text, int count) {
        if (fits(key, CUT.length())) {
            key(key);
            boolean quoted = json || !isBare(text, count);
            quote(quoted);
            escape(text, count, Math.min(MOST_TEXT, SIZE - RESERVE - 1 - length));
            quote(quoted);
        }
        return this;
    }

    /** Ends the line, and writes it to descriptor 2. A log that cannot be written must not stop the service. */
    public void write(Kernel kernel) {
        end();
        kernel.write(STDERR, bytes, 0, length);
    }

    /** Ends the line; a copy of it. */
    byte[] finish() {
        end();
        return java.util.Arrays.copyOf(bytes, length);
    }

    private void end() {
        if (json) {
            bytes[length++] = '}';
        }
        bytes[length++] = '\n';
    }

    private boolean fits(String key, int count) {
        return length + key.length() + count + AROUND + RESERVE <= SIZE;
    }

    private void key(String key) {
        if (json) {
            if (length > 1) {
                bytes[length++] = ',';
            }
            quote(true);
            plain(key);
            quote(true);
            bytes[length++] = ':';
        } else {
            if (length > 0) {
                bytes[length++] = ' ';
            }
            plain(key);
            bytes[length++] = '=';
        }
    }

    private void plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void quote(boolean wanted) {
        if (wanted) {
            bytes[length++] = '"';
        }
    }

    /** Whether logfmt takes the text without quotation marks. */
    private static boolean isBare(byte[] text, int count) {
        for (int i = 0; i < count; i++) {
            int c = text[i];
            if (c <= ' ' || c >= 127 || c == '"' || c == '=' || c == '\\') {
                return false;
            }
        }
        return count > 0;
    }

    private void escape(byte[] text, int count, int room) {
        int needed = 0;
        for (int i = 0; i < count && needed <= room; i++) {
            needed += escapedLength(text[i]);
        }
        int end = length + (needed > room ? room - CUT.length() : room);
        for (int i = 0; i < count && length + escapedLength(text[i]) <= end; i++) {
            escape(text[i]);
        }
        if (needed > room) {
            plain(CUT);
        }
    }

    /** The same for a Latin-1 string. */
    private void escape(String text, int room) {
        int needed = 0;
        for (int i = 0; i < text.length() && needed <= room; i++) {
            needed += escapedLength((byte) text.charAt(i));
        }
        int end = length + (needed > room ? room - CUT.length() : room);
        for (int i = 0; i < text.length() && length + escapedLength((byte) text.charAt(i)) <= end; i++) {
            escape((byte) text.charAt(i));
        }
        if (needed > room) {
            plain(CUT);
        }
    }

    private static int escapedLength(byte b) {
        if (b == '"' || b == '\\') {
            return 2;
        }
        return b >= ' ' && b < 127 ? 1 : 6;
    }

    private void escape(byte b) {
        switch (escapedLength(b)) {
            case 1 -> bytes[length++] = b;
            case 2 -> {
                bytes[length++] = '\\';
                bytes[length++] = b;
            }
            default -> {
                plain("\\u00");
                bytes[length++] = (byte) DIGITS.charAt((b & 0xff) >> 4);
                bytes[length++] = (byte) DIGITS.charAt(b & 15);
            }
        }
    }
}
