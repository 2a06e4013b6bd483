package ucspi.cgi;

import ucspi.kernel.Kernel;

/** Passes on what a program prints on standard error, where the front end takes that. */
final class StandardErrors {
    private static final int SIZE = 4096;

    /** What a pipe may still hold when a program has ended: pipe(7). */
    private static final int MOST_AT_END = 64 * 1024;

    private final Kernel kernel;
    private final Client client;
    private final Front front;
    private final Child child;
    private final byte[] buffer = new byte[SIZE];

    StandardErrors(Kernel kernel, Client client, Front front, Child child) {
        this.kernel = kernel;
        this.client = client;
        this.front = front;
        this.child = child;
    }

    /** Passes on what there is at present, unless the front end is slow. */
    void step() {
        if (!client.hasPending()) {
            pass();
            client.flush(false);
        }
    }

    /** Passes on what is left. */
    void end() {
        int done = 0;
        int n = pass();
        while (n > 0 && done < MOST_AT_END) {
            done += n;
            n = pass();
        }
        child.closeStderr();
    }

    private int pass() {
        if (child.stderr() < 0) {
            return 0;
        }
        int n = kernel.read(child.stderr(), buffer, 0, SIZE);
        if (n > 0) {
            front.writeErrors(client.pending(), buffer, 0, n);
        } else if (n == 0) {
            child.closeStderr();
        }
        return n;
    }
}
