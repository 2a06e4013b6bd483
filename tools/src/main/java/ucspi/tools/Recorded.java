package ucspi.tools;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/**
 * Leaves everything as it is, and writes it to standard error, a line at a time: each begins with the process and the
 * direction, and ends in a space if the line ended, in a plus sign if more of it is to come.
 */
final class Recorded implements Translation {
    private final Kernel kernel;
    private final byte[] head;
    private final byte[] record;

    Recorded(Kernel kernel, String head) {
        this.kernel = kernel;
        this.head = Bytes.latin1(head);
        record = java.util.Arrays.copyOf(this.head, this.head.length + Relay.PIECE + 2);
    }

    @Override
    public int translate(byte[] from, int length, byte[] into) {
        System.arraycopy(from, 0, into, 0, length);
        int start = 0;
        while (start < length) {
            int end = start;
            while (end < length && from[end] != '\n') {
                end++;
            }
            write(from, start, end - start, end < length ? ' ' : '+');
            start = end + 1;
        }
        return length;
    }

    @Override
    public int end(byte[] into) {
        byte[] text = Bytes.ascii("[EOF]");
        System.arraycopy(text, 0, record, head.length, text.length);
        flush(head.length + text.length);
        return 0;
    }

    private void write(byte[] from, int start, int length, char last) {
        System.arraycopy(from, start, record, head.length, length);
        record[head.length + length] = (byte) last;
        flush(head.length + length + 1);
    }

    /** A record that cannot be written must not stop the program. */
    private void flush(int length) {
        record[length] = '\n';
        kernel.write(2, record, 0, length + 1);
    }
}
