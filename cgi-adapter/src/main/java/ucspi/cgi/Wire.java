package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;

/** Bytes that are being put together for the wire: a head, a chunk's frame. */
final class Wire {
    private static final byte[] NOTHING = {};
    private static final int LEAST = 256;

    private byte[] bytes;
    private int length;

    Wire(int room) {
        bytes = new byte[room];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Clears it and gives its room up, until something is added. */
    void release() {
        length = 0;
        bytes = NOTHING;
    }

    Wire add(byte[] source) {
        return add(source, 0, source.length);
    }

    Wire add(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Adds an ASCII constant. */
    Wire add(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += text.length();
        return this;
    }

    Wire addByte(int b) {
        reserve(1);
        bytes[length++] = (byte) b;
        return this;
    }

    /** Adds a number >= 0. */
    Wire addDecimal(long value) {
        reserve(20);
        length = Bytes.putDecimal(bytes, length, value);
        return this;
    }

    /** Adds a number from 0 to 99 in two digits. */
    Wire addTwoDigits(int value) {
        return addByte('0' + value / 10).addByte('0' + value % 10);
    }

    /** Adds a number >= 0 in hexadecimal, without leading zeros. */
    Wire addHex(long value) {
        int shift = 60;
        while (shift > 0 && value >> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            addByte("0123456789abcdef".charAt((int) (value >> shift) & 15));
        }
        return this;
    }

    /** Makes room for so many bytes more. */
    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(bytes.length * 2, LEAST), length + more));
        }
    }
}
