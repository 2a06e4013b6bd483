package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/** The adapter's lines on standard error: each one write(2), in the adapter's own words, without the client's. */
final class Log {
    private final Kernel kernel;

    Log(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Writes one line; that it cannot be written can be told to nobody. A file's name may have any byte in it. */
    void line(String text) {
        byte[] line = Bytes.latin1("cgi-adapter: " + text + "\n");
        for (int i = 0; i < line.length - 1; i++) {
            line[i] = line[i] >= 0 && line[i] < ' ' || line[i] == 127 ? (byte) '?' : line[i];
        }
        kernel.write(2, line, 0, line.length);
    }
}
