package ucspi.server;

import ucspi.kernel.Bytes;

/** Builds log lines in a buffer of its own, without allocating; what does not fit is cut. */
public final class LogLine {
    private static final int SIZE = 4096;

    private final byte[] bytes = new byte[SIZE];
    private int length;

    /** Empties it. */
    public LogLine clear() {
        length = 0;
        return this;
    }

    /** Adds bytes as they are. */
    public LogLine add(byte[] text) {
        return add(text, text.length);
    }

    /** Adds the first bytes as they are. */
    public LogLine add(byte[] text, int count) {
        int fits = Math.max(0, Math.min(count, SIZE - 1 - length));
        System.arraycopy(text, 0, bytes, length, fits);
        length += fits;
        return this;
    }

    /** Adds a Latin-1 string as it is. */
    public LogLine add(String text) {
        for (int i = 0; i < text.length() && length < SIZE - 1; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Adds one byte. */
    public LogLine add(char c) {
        if (length < SIZE - 1) {
            bytes[length++] = (byte) c;
        }
        return this;
    }

    /** Adds a number; negative ones too. */
    public LogLine add(long number) {
        if (length + 21 < SIZE) {
            long rest = number;
            if (rest < 0) {
                bytes[length++] = '-';
                rest = -rest;
            }
            length = Bytes.putDecimal(bytes, length, rest);
        }
        return this;
    }

    /** Adds text that somebody else chose: what is unsafe in a log becomes {@code '?'}, and it is cut at 100 bytes. */
    public LogLine addForeign(byte[] text) {
        int count = Math.min(text.length, 100);
        for (int i = 0; i < count; i++) {
            int c = text[i];
            add((char) (c <= 32 || c >= 127 || c == '%' || c == ':' ? '?' : c));
        }
        return count < text.length ? add("...") : this;
    }

    /** Ends the line. */
    public LogLine end() {
        length = Math.min(length, SIZE - 1);
        bytes[length++] = '\n';
        return this;
    }

    /** The bytes so far are the first {@link #length} of these. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }
}
