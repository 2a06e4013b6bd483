package ucspi.kernel;

/**
 * Small operations on byte strings. A {@code String} in this code base is Latin-1: one char for each byte, so that
 * command lines and environments pass through unchanged whatever their encoding.
 */
public final class Bytes {
    private Bytes() {}

    /** The bytes of a Latin-1 string; a char above 255 becomes {@code '?'}. */
    public static byte[] latin1(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            bytes[i] = (byte) (c < 256 ? c : '?');
        }
        return bytes;
    }

    /** The same as {@link #latin1}, for constants: says that only ASCII is meant. */
    public static byte[] ascii(String text) {
        return latin1(text);
    }

    /** The Latin-1 string of these bytes. */
    public static String string(byte[] bytes) {
        return string(bytes, 0, bytes.length);
    }

    /** The Latin-1 string of a part of these bytes. */
    public static String string(byte[] bytes, int offset, int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (bytes[offset + i] & 0xff);
        }
        return new String(chars);
    }

    /** A path for {@link Kernel}: the bytes of a Latin-1 string and a NUL byte. */
    public static byte[] path(String text) {
        return path(latin1(text));
    }

    /** A path for {@link Kernel}: these bytes and a NUL byte. */
    public static byte[] path(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** NUL-terminated strings one after another, with an empty one at the end. */
    public static byte[] block(byte[][] strings) {
        int length = 1;
        for (byte[] s : strings) {
            length += s.length + 1;
        }
        byte[] block = new byte[length];
        int at = 0;
        for (byte[] s : strings) {
            System.arraycopy(s, 0, block, at, s.length);
            at += s.length + 1;
        }
        return block;
    }

    /** The strings of a block up to the first empty one. */
    public static byte[][] strings(byte[] block) {
        int count = 0;
        for (int at = 0; block[at] != 0; at = indexOf(block, 0, at) + 1) {
            count++;
        }
        byte[][] strings = new byte[count][];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int end = indexOf(block, 0, at);
            strings[i] = java.util.Arrays.copyOfRange(block, at, end);
            at = end + 1;
        }
        return strings;
    }

    /** The index of the first such byte, or -1. */
    public static int indexOf(byte[] bytes, int value) {
        return indexOf(bytes, value, 0);
    }

    /** The index of the first such byte at or behind {@code from}, or -1. */
    public static int indexOf(byte[] bytes, int value, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == value) {
                return i;
            }
        }
        return -1;
    }

    /** Whether {@code bytes} begins with {@code prefix}. */
    public static boolean startsWith(byte[] bytes, byte[] prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** The value of a hexadecimal digit, or -1. ({@code Character.digit} would bring Unicode's tables along.) */
    public static int hexDigit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Writes a number >= 0 in decimal at {@code at}, up to 19 digits; returns the index behind it. */
    public static int putDecimal(byte[] into, int at, long value) {
        int digits = 1;
        for (long v = value; v >= 10; v /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
