package ucspi.kernel;

import java.util.Arrays;

/**
 * An environment that is built anew for each child at the cost of its own variables only: a fixed part, set once, and a
 * part that {@link #reset} drops.
 *
 * <p>A variable that is added takes the place of none: the caller keeps names unique.
 */
public final class EnvironmentBlock {
    private byte[] bytes = new byte[4096];
    private int fixedLength;
    private int length;
    private int fixedCount;
    private int count;

    /** Sets the fixed part to these {@code NAME=VALUE} entries and drops all else. */
    public void setFixed(byte[][] entries) {
        length = 0;
        count = 0;
        for (byte[] entry : entries) {
            add(entry, 0, entry.length);
            end();
        }
        fixedLength = length;
        fixedCount = count;
    }

    /** Drops all that was added after {@link #setFixed}. */
    public void reset() {
        length = fixedLength;
        count = fixedCount;
    }

    /** Adds {@code name=value}. */
    public void add(byte[] name, byte[] value) {
        begin(name);
        add(value, 0, value.length);
        end();
    }

    /** Begins a variable; its value is what is added until {@link #end}. */
    public void begin(byte[] name) {
        add(name, 0, name.length);
        addByte('=');
    }

    /** Adds a part of a value; a NUL byte is the caller's error. */
    public void add(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Adds one byte of a value. */
    public void addByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Adds a number >= 0 in decimal to a value. */
    public void addDecimal(long value) {
        reserve(20);
        length = Bytes.putDecimal(bytes, length, value);
    }

    /** Ends the variable that {@link #begin} began. */
    public void end() {
        addByte(0);
        count++;
    }

    /** The NUL-terminated entries, one after another. Valid until the next change. */
    public byte[] block() {
        return bytes;
    }

    /** How many bytes of {@link #block} are in use. */
    public int length() {
        return length;
    }

    /** How many entries there are. */
    public int count() {
        return count;
    }

    private void reserve(int more) {
        if (bytes.length - length <= more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more + 1));
        }
    }
}
