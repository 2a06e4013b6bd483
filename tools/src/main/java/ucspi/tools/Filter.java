package ucspi.tools;

import ucspi.kernel.Sys;

/** Copies standard input to standard output through a translation. */
final class Filter {
    private static final int SIZE = 8192;

    private Filter() {}

    /** Returns the exit code. */
    static int run(Sys sys, Translation translation) {
        byte[] in = new byte[SIZE];
        byte[] out = new byte[SIZE * Translation.GROWTH];
        int n = sys.readReady(0, in, 0, SIZE);
        while (n > 0) {
            sys.writeFully(1, out, 0, translation.translate(in, n, out));
            n = sys.readReady(0, in, 0, SIZE);
        }
        sys.writeFully(1, out, 0, translation.end(out));
        return 0;
    }
}
