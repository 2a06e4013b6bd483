package ucspi.tools;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Copies in both directions at once, standard input to descriptor 7 and descriptor 6 to standard output, until there is
 * nothing more to come from descriptor 6 or somebody no longer listens.
 *
 * <pre>
 *   each direction:   READING  --bytes-->  WRITING  --all written-->  READING
 *                        |
 *                        +--end of the input-->  ENDED
 * </pre>
 *
 * <p>A piece is small enough that a pipe that is ready takes all of it at once: neither direction waits for the other.
 */
final class Relay {
    /** How much is read at a time. */
    static final int PIECE = 256;

    private final Kernel kernel;
    private final Direction out;
    private final Direction back;
    private boolean closesAtEnd = true;

    Relay(Kernel kernel, Translation out, Translation back) {
        this.kernel = kernel;
        this.out = new Direction(0, 7, out);
        this.back = new Direction(6, 1, back);
    }

    /** Leaves descriptor 7 open at the end of standard input: whoever is at its other end may still answer. */
    Relay keepOpen() {
        closesAtEnd = false;
        return this;
    }

    /** Copies until the end. */
    void run() {
        kernel.signal(Linux.SIGPIPE, Linux.SIG_IGN);
        int[] polled = new int[8];
        while (true) {
            out.wish(polled, 0);
            back.wish(polled, 4);
            int ready = kernel.poll(polled, -1);
            if (ready < 0 && ready != -Errno.EINTR) {
                return;
            }
            if (ready > 0 && !step(polled)) {
                return;
            }
        }
    }

    /** One round; false when it is over. */
    private boolean step(int[] polled) {
        if (isReady(polled, 0) && !out.read()) {
            out.end();
            if (closesAtEnd) {
                kernel.close(out.to);
            }
        }
        if (isReady(polled, 2) && !out.write()) {
            return false;
        }
        if (isReady(polled, 4) && !back.read()) {
            back.end();
            return false;
        }
        return !isReady(polled, 6) || back.write();
    }

    private static boolean isReady(int[] polled, int at) {
        return polled[at] >= 0 && polled[at + 1] >>> 16 != 0;
    }

    /** One of the two. */
    private final class Direction {
        private final int from;
        private final int to;
        private final Translation translation;
        private final byte[] piece = new byte[PIECE];
        private final byte[] waiting = new byte[PIECE * Translation.GROWTH];
        private int start;
        private int end;
        private boolean ended;

        Direction(int from, int to, Translation translation) {
            this.from = from;
            this.to = to;
            this.translation = translation;
        }

        /** Asks for what it waits for. */
        void wish(int[] polled, int at) {
            boolean writing = start < end;
            polled[at] = writing || ended ? -1 : from;
            polled[at + 1] = Linux.EPOLLIN;
            polled[at + 2] = writing ? to : -1;
            polled[at + 3] = Linux.EPOLLOUT;
        }

        /** Reads a piece; false at the end, and when reading fails. */
        boolean read() {
            int n = kernel.read(from, piece, 0, PIECE);
            if (n > 0) {
                start = 0;
                end = translation.translate(piece, n, waiting);
            }
            return n > 0 || notYet(n);
        }

        /** Writes what waits; false if nobody wants it. */
        boolean write() {
            int n = kernel.write(to, waiting, start, end - start);
            start += Math.max(n, 0);
            return n >= 0 || notYet(n);
        }

        void end() {
            ended = true;
            translation.end(waiting);
        }

        private boolean notYet(int n) {
            return n == -Errno.EAGAIN || n == -Errno.EINTR;
        }
    }
}
