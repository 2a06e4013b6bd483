package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Tells refused clients why, and closes their connections so that they can read it: a socket that is closed while input
 * waits in it is reset, and with it goes what its peer has not read yet. So it is kept until the client has closed it,
 * for a moment at most, and only a few of them: if more come the oldest goes.
 */
final class Farewell {
    private static final int MOST = 64;
    private static final int MOST_MILLIS = 2000;

    /** How often input of one client is thrown away. */
    private static final int MOST_READS = 16;

    private final Kernel kernel;
    private final EventLoop loop;
    private final byte[] rubbish = new byte[4096];
    private Leaving[] leaving = {};
    private int oldest;

    Farewell(Kernel kernel, EventLoop loop) {
        this.kernel = kernel;
        this.loop = loop;
    }

    /** Sends what fits of it and closes the connection: at once, if there is nothing to be said. */
    void say(int connection, byte[] message, int length) {
        int flags = Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL;
        boolean heard = length > 0
                && kernel.send(connection, message, 0, length, flags) > 0
                && kernel.shutdown(connection, Linux.SHUT_WR) >= 0;
        if (heard) {
            keep(connection);
        } else {
            kernel.close(connection);
        }
    }

    private void keep(int connection) {
        if (leaving.length == 0) {
            leaving = new Leaving[MOST];
            for (int i = 0; i < MOST; i++) {
                leaving[i] = new Leaving();
            }
        }
        Leaving next = leaving[oldest];
        oldest = (oldest + 1) % MOST;
        next.close();
        next.open(connection);
    }

    /** One that has been told, and not yet left. */
    private final class Leaving implements EventLoop.Handler {
        private final Timer deadline = new Timer(this::close);
        private int fd = -1;
        private int reads;

        void open(int connection) {
            fd = connection;
            reads = 0;
            ready(0);
            if (fd >= 0 && loop.add(fd, Linux.EPOLLIN, this) < 0) {
                close();
            }
            if (fd >= 0) {
                loop.timers().set(deadline, loop.now() + MOST_MILLIS);
            }
        }

        @Override
        public void ready(int events) {
            int n = 1;
            while (n > 0 && reads < MOST_READS) {
                n = kernel.recv(fd, rubbish, 0, rubbish.length, Linux.MSG_DONTWAIT);
                reads++;
            }
            if (n != -ucspi.kernel.Errno.EAGAIN) {
                close();
            }
        }

        void close() {
            if (fd >= 0) {
                loop.timers().cancel(deadline);
                loop.remove(fd);
                kernel.close(fd);
                fd = -1;
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            close();
        }
    }
}
