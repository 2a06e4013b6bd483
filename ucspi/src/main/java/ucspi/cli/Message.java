package ucspi.cli;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/** Lines on standard error: each is one write(2), so that lines of several processes do not mix. */
public final class Message {
    /** The longest line; up to here a write to a pipe is atomic, pipe(7). */
    private static final int MOST = 4096;

    private Message() {}

    /** Writes {@code program: text} and a newline; a failure to do so can be told to nobody. */
    public static void write(Kernel kernel, String program, String text) {
        String start = program + ": ";
        int length = Math.min(start.length() + text.length(), MOST - 1);
        byte[] line = java.util.Arrays.copyOf(Bytes.latin1(start + text), length + 1);
        for (int i = 0; i < length; i++) {
            line[i] = printable(line[i]);
        }
        line[length] = '\n';
        kernel.write(2, line, 0, line.length);
    }

    /** Control characters become {@code '?'}; bytes above 127 are the user's own text in the user's own encoding. */
    private static byte printable(byte b) {
        return b >= 0 && b < ' ' || b == 127 ? (byte) '?' : b;
    }
}
