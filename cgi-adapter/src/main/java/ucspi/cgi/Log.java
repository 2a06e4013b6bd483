package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/** The adapter's lines on standard error: each one write(2), in the adapter's own words, without the client's. */
final class Log {
    private final Kernel kernel;

    Log(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Writes one line; that it cannot be written can be told to nobody. */
    void line(String text) {
        byte[] line = Bytes.latin1("cgi-adapter: " + text + "\n");
        kernel.write(2, line, 0, line.length);
    }
}
