package ucspi.server;

import java.util.List;
import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListeningSocket;

/**
 * Lets clients come in, or leaves them in the kernel's queue: watches the listening sockets, or does not.
 *
 * <pre>
 *            open()                         pause(), for a moment
 *   CLOSED ----------> OPEN    any ----------------------------> PAUSING ---> CLOSED, and the owner is told
 *          <----------
 *            close()           any --- shut() ---> SHUT, for ever
 * </pre>
 */
final class Door {
    /** How long to leave the clients where they are when the system has no descriptor or memory, in milliseconds. */
    static final int PAUSE_MILLIS = 50;

    private static final int WARNING_EVERY_MILLIS = 1000;

    private final EventLoop loop;
    private final ServerLog log;
    private final Counters counters;
    private final Owner owner;
    private final List<ListeningSocket> sockets;
    private final Listener[] listeners;
    private final Timer endOfPause = new Timer(this::pauseIsOver);
    private boolean open;
    private boolean pausing;
    private boolean shut;
    private long nextWarning;

    /** Who lets clients in. */
    interface Owner {
        /** A client waits at a listening socket, an index into {@link Transport#listeners}. */
        void accept(int listener);

        /** What was missing may be there again. */
        void pauseIsOver();
    }

    Door(EventLoop loop, ServerLog log, Counters counters, List<ListeningSocket> sockets, Owner owner) {
        this.loop = loop;
        this.log = log;
        this.counters = counters;
        this.sockets = sockets;
        this.owner = owner;
        listeners = new Listener[sockets.size()];
        for (int i = 0; i < listeners.length; i++) {
            listeners[i] = new Listener(i, sockets.get(i).fd());
        }
    }

    /** Tells the owner of clients from now on, unless it pauses or is shut. */
    void open() {
        watch(!pausing && !shut);
    }

    /** Leaves clients in the queue. */
    void close() {
        watch(false);
    }

    /** Leaves them there for so many milliseconds. */
    void pause(int millis) {
        pausing = true;
        watch(false);
        loop.timers().set(endOfPause, loop.now() + millis);
    }

    boolean isPausing() {
        return pausing;
    }

    private void pauseIsOver() {
        pausing = false;
        owner.pauseIsOver();
    }

    /** Listens no more, ever. */
    void shut() {
        if (!shut) {
            shut = true;
            watch(false);
            for (ListeningSocket socket : sockets) {
                socket.close();
            }
        }
    }

    boolean isShut() {
        return shut;
    }

    /** accept(2) reports errors of the network and of the client, too; only a wrong descriptor is ours for good. */
    void acceptFailed(int errno) {
        switch (errno) {
            case Errno.EAGAIN, Errno.EINTR, Errno.ECONNABORTED -> {}
            case Errno.EBADF, Errno.EINVAL, Errno.ENOTSOCK -> Sys.check(-errno, "accept");
            default -> {
                counters.acceptErrors++;
                long now = loop.now();
                if (now >= nextWarning) {
                    nextWarning = now + WARNING_EVERY_MILLIS;
                    log.warn("unable to accept", errno);
                }
                pause(PAUSE_MILLIS);
            }
        }
    }

    private void watch(boolean on) {
        if (open != on) {
            open = on;
            for (Listener listener : listeners) {
                if (on) {
                    Sys.check(loop.add(listener.fd, Linux.EPOLLIN, listener), "watch the listening socket");
                } else {
                    loop.remove(listener.fd);
                }
            }
        }
    }

    /** A listening socket with clients in its backlog. */
    private final class Listener implements EventLoop.Handler {
        private final int index;
        private final int fd;

        Listener(int index, int fd) {
            this.index = index;
            this.fd = fd;
        }

        @Override
        public void ready(int events) {
            if (open) {
                owner.accept(index);
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }
    }
}
