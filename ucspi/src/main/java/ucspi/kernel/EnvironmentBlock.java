package ucspi.kernel;

import java.util.Arrays;

/**
 * An environment that is built anew for each child at the cost of its own variables only: a fixed part, set once, and a
 * part that {@link #reset} drops.
 *
 * <p>A variable that is added takes the place of none: the caller keeps names unique, or uses {@link #set}.
 */
public final class EnvironmentBlock {
    private byte[] bytes = new byte[4096];
    private int fixedLength;
    private int length;
    private int fixedCount;
    private int count;

    /** Where the fixed part ends now; {@link #fixedLength} unless {@link #set} has taken something out of it. */
    private int fixedEnd;

    /** The fixed part as it was, once {@link #set} had to take something out of it. */
    private byte[] pristine;

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
        fixedEnd = length;
        pristine = null;
    }

    /** Drops all that was added after {@link #setFixed}. */
    public void reset() {
        if (fixedEnd != fixedLength) {
            System.arraycopy(pristine, 0, bytes, 0, fixedLength);
            fixedEnd = fixedLength;
        }
        length = fixedLength;
        count = fixedCount;
    }

    /** Adds {@code name=value}. */
    public void add(byte[] name, byte[] value) {
        begin(name);
        add(value, 0, value.length);
        end();
    }

    /**
     * Sets a variable: what there is of that name, in the fixed part, too, is gone until the next {@link #reset}.
     *
     * @param source holds {@code NAME=VALUE} at {@code offset}
     * @param nameLength how many bytes stand before the equals sign
     */
    public void set(byte[] source, int offset, int nameLength, int entryLength) {
        int at = 0;
        while (at < length) {
            int end = at;
            while (bytes[end] != 0) {
                end++;
            }
            end++;
            if (isName(at, end, source, offset, nameLength)) {
                remove(at, end);
            } else {
                at = end;
            }
        }
        add(source, offset, entryLength);
        end();
    }

    private boolean isName(int at, int end, byte[] source, int offset, int nameLength) {
        return end - at > nameLength
                && bytes[at + nameLength] == '='
                && Arrays.equals(bytes, at, at + nameLength, source, offset, offset + nameLength);
    }

    private void remove(int start, int end) {
        if (start < fixedEnd) {
            if (pristine == null) {
                pristine = Arrays.copyOf(bytes, fixedLength);
            }
            fixedEnd -= end - start;
        }
        System.arraycopy(bytes, end, bytes, start, length - end);
        length -= end - start;
        count--;
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
