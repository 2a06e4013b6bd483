package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListeningSocket;

/**
 * Tells whoever connects to a socket what the listener has counted. However many connect, whatever they send, and
 * whether or not they read, the listener's own work hardly waits: few at a time are served, at most one in
 * {@link #EVERY_MILLIS}, nothing blocks, and each has to be done before long.
 */
final class StatsSocket implements EventLoop.Handler {
    /** The most clients at a time; more of them wait in the kernel's queue. */
    private static final int MOST_CLIENTS = 8;

    /** How long the next client has to wait, in milliseconds. */
    private static final int EVERY_MILLIS = 5;

    /** Who is asked for the present text. */
    interface Source {
        void write(StatsText into);
    }

    private final Kernel kernel;
    private final EventLoop loop;
    private final ListeningSocket socket;
    private final StatsClient[] clients = new StatsClient[MOST_CLIENTS];
    private final Timer pause = new Timer(this::watchIfAllowed);
    private final byte[] address = new byte[128];
    private final int[] addressLength = new int[1];
    private boolean watching;
    private boolean closed;

    StatsSocket(Kernel kernel, EventLoop loop, ListeningSocket socket, Source source) {
        this.kernel = kernel;
        this.loop = loop;
        this.socket = socket;
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new StatsClient(kernel, loop, source, this::watchIfAllowed);
        }
        watchIfAllowed();
    }

    private StatsClient free() {
        for (StatsClient client : clients) {
            if (client.isFree()) {
                return client;
            }
        }
        return null;
    }

    private void watchIfAllowed() {
        boolean wanted = !closed && !pause.isSet() && free() != null;
        if (wanted && !watching) {
            Sys.check(loop.add(socket.fd(), Linux.EPOLLIN, this), "watch the socket of --stats");
        } else if (!wanted && watching) {
            loop.remove(socket.fd());
        }
        watching = wanted;
    }

    @Override
    public void ready(int events) {
        StatsClient client = free();
        if (client == null) {
            return;
        }
        addressLength[0] = address.length;
        int fd = kernel.accept4(socket.fd(), address, addressLength, Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK);
        if (fd >= 0) {
            client.serve(fd);
        }
        if (fd != -Errno.EAGAIN) {
            loop.timers().set(pause, loop.now() + EVERY_MILLIS);
            watchIfAllowed();
        }
    }

    @Override
    public void failed(RuntimeException failure) {
        throw failure;
    }

    /** Lets go of all clients, and listens no more. */
    void close() {
        closed = true;
        loop.timers().cancel(pause);
        watchIfAllowed();
        for (StatsClient client : clients) {
            client.close();
        }
        socket.close();
    }
}
