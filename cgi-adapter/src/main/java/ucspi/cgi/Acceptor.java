package ucspi.cgi;

import java.util.ArrayList;
import java.util.List;
import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListeningSocket;

/**
 * Accepts connections, as long as there may be one more.
 *
 * <pre>
 *              there is room                          no room, or accept(2) is out of descriptors
 *   ACCEPTING  -------------------------------->  PAUSED: the listening sockets are not watched,
 *              <--------------------------------          clients wait in the backlog in their order
 *              a connection has ended, or the pause is over
 * </pre>
 */
final class Acceptor {
    /** Who gets the connections. */
    interface Host {
        /** Whether there is room for one more. */
        boolean hasRoom();

        /**
         * Takes a connection.
         *
         * @param fd its descriptor, the host's own from now on
         * @param remote the client's address, a struct sockaddr
         */
        void accepted(int fd, ListeningSocket at, byte[] remote);
    }

    /** How long to leave the clients in the backlog when the system has no descriptor or memory, in milliseconds. */
    private static final int PAUSE_MILLIS = 50;

    private static final int WARNING_EVERY_MILLIS = 1000;

    /** Only one of the processes that wait for a connection is woken for it: epoll_ctl(2). */
    private static final int WANTED = Linux.EPOLLIN | Linux.EPOLLEXCLUSIVE;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Host host;
    private final Log log;
    private final List<Listener> listeners = new ArrayList<>();
    private final byte[] remote = new byte[IpAddress.SOCKADDR_SIZE];
    private final int[] length = new int[1];
    private final Timer endOfPause = new Timer(this::pauseIsOver);
    private boolean watching;
    private boolean pausing;
    private boolean stopped = true;
    private long nextWarning;

    Acceptor(Kernel kernel, EventLoop loop, List<ListeningSocket> sockets, Host host, Log log) {
        this.kernel = kernel;
        this.loop = loop;
        this.host = host;
        this.log = log;
        for (ListeningSocket socket : sockets) {
            listeners.add(new Listener(socket));
        }
    }

    /** Accepts from now on. */
    void start() {
        stopped = false;
        watchIfAllowed();
    }

    /** Accepts no more. */
    void stop() {
        stopped = true;
        watch(false);
    }

    /** There may be room again. */
    void watchIfAllowed() {
        if (!pausing && !stopped && host.hasRoom()) {
            watch(true);
        }
    }

    private void watch(boolean on) {
        if (watching == on) {
            return;
        }
        watching = on;
        for (Listener listener : listeners) {
            if (on) {
                Sys.check(loop.add(listener.socket.fd(), WANTED, listener), "watch the listening socket");
            } else {
                loop.remove(listener.socket.fd());
            }
        }
    }

    private void accept(ListeningSocket socket) {
        length[0] = remote.length;
        int fd = kernel.accept4(socket.fd(), remote, length, Linux.SOCK_CLOEXEC);
        if (fd < 0) {
            failed(-fd);
            return;
        }
        host.accepted(fd, socket, remote);
        if (!host.hasRoom()) {
            watch(false);
        }
    }

    /** accept(2) reports errors of the network and of the client, too; only a wrong descriptor is ours for good. */
    private void failed(int errno) {
        switch (errno) {
            case Errno.EAGAIN, Errno.EINTR, Errno.ECONNABORTED -> {}
            case Errno.EBADF, Errno.EINVAL, Errno.ENOTSOCK -> Sys.check(-errno, "accept");
            default -> {
                if (loop.now() >= nextWarning) {
                    nextWarning = loop.now() + WARNING_EVERY_MILLIS;
                    log.line("warning: unable to accept: " + Errno.text(errno));
                }
                pausing = true;
                watch(false);
                loop.timers().set(endOfPause, loop.now() + PAUSE_MILLIS);
            }
        }
    }

    private void pauseIsOver() {
        pausing = false;
        watchIfAllowed();
    }

    /** A listening socket with clients in its backlog. */
    private final class Listener implements EventLoop.Handler {
        private final ListeningSocket socket;

        Listener(ListeningSocket socket) {
            this.socket = socket;
        }

        @Override
        public void ready(int events) {
            if (watching) {
                accept(socket);
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }
    }
}
