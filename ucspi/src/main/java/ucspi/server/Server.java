package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;

/**
 * The listener: accepts connections, starts a process for each, and counts them.
 *
 * <pre>
 *              a slot is free                        no slot, or accept(2) is out of descriptors
 *   ACCEPTING  -------------------------------->  PAUSED: the listening sockets are not watched,
 *              <--------------------------------          clients wait in the backlog in their order
 *              a child was reaped, or the pause is over
 * </pre>
 *
 * <p>A slot is taken before accept and given back when the child is reaped, or when there is no child after all.
 */
public final class Server {
    /** How long to leave the clients in the backlog when the system has no descriptor or memory, in milliseconds. */
    private static final int PAUSE_MILLIS = 50;

    private static final int WARNING_EVERY_MILLIS = 1000;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Transport transport;
    private final ServerLog log;
    private final Spawn spawn;
    private final byte[] programName;
    private final Access access;
    private final int limit;
    private final byte[] banner;
    private final Children children = new Children();
    private final int[] waitStatus = new int[1];
    private final int[] arrived = new int[8];
    private final Listener[] listeners;
    private final Timer endOfPause = new Timer(this::pauseIsOver);
    private boolean watching;
    private boolean pausing;
    private long nextWarning;
    private int signals;

    /**
     * @param access who may connect, or null for everybody
     * @param limit the most processes at a time, 1 or more
     * @param banner what each connection is sent first; not more than a fresh socket's buffer takes at once
     */
    public Server(
            Sys sys,
            Transport transport,
            ServerLog log,
            ServerProgram program,
            Access access,
            int limit,
            byte[] banner) {
        this.kernel = sys.kernel();
        this.loop = new EventLoop(sys);
        this.transport = transport;
        this.log = log;
        this.spawn = program.spawn();
        this.programName = program.name();
        this.access = access;
        this.limit = limit;
        this.banner = banner;
        int[] fds = transport.listeners();
        this.listeners = new Listener[fds.length];
        for (int i = 0; i < fds.length; i++) {
            listeners[i] = new Listener(fds[i]);
        }
    }

    /**
     * Serves until one of {@code endings} arrives.
     *
     * @param endings the signals that end it
     */
    public void run(int... endings) {
        int[] wanted = java.util.Arrays.copyOf(endings, endings.length + 1);
        wanted[endings.length] = Linux.SIGCHLD;
        signals = Sys.check(kernel.openSignals(wanted), "receive signals");
        Sys.check(loop.add(signals, Linux.EPOLLIN, new SignalHandler()), "watch signals");
        watch(true);
        log.status(0);
        loop.run();
        transport.close();
    }

    private void watch(boolean on) {
        if (watching != on) {
            watching = on;
            for (Listener listener : listeners) {
                if (on) {
                    Sys.check(loop.add(listener.fd, Linux.EPOLLIN, listener), "watch the listening socket");
                } else {
                    loop.remove(listener.fd);
                }
            }
        }
    }

    private void acceptOne(int listener) {
        int connection = transport.accept(listener);
        if (connection < 0) {
            acceptFailed(-connection);
            return;
        }
        if (banner.length > 0 && !sendBanner(connection)) {
            kernel.close(connection);
            return;
        }
        start(connection);
        kernel.close(connection);
        if (children.count() >= limit) {
            watch(false);
        }
    }

    /** Whether all of it went out at once; a client that is gone already needs no program. */
    private boolean sendBanner(int connection) {
        int flags = Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL;
        int sent = kernel.send(connection, banner, 0, banner.length, flags);
        if (sent != banner.length) {
            log.dropped("print banner", null, sent < 0 ? -sent : Errno.EAGAIN);
        }
        return sent == banner.length;
    }

    private void start(int connection) {
        spawn.environment.reset();
        transport.addVariables(spawn.environment);
        if (access != null && !access.admits(transport, spawn.environment, log)) {
            return;
        }
        spawn.stdin = connection;
        spawn.stdout = connection;
        int pid = kernel.spawn(spawn);
        if (pid >= 0) {
            children.add(pid);
            log.started(children.count(), pid, transport);
            return;
        }
        log.status(children.count() + 1);
        if (pid == -Errno.EAGAIN || pid == -Errno.ENOMEM) {
            log.dropped("fork", null, -pid);
            pause();
        } else {
            log.dropped("run ", programName, -pid);
        }
        log.status(children.count());
    }

    /** accept(2) reports errors of the network and of the client, too; only a wrong descriptor is ours for good. */
    private void acceptFailed(int errno) {
        switch (errno) {
            case Errno.EAGAIN, Errno.EINTR, Errno.ECONNABORTED -> {}
            case Errno.EBADF, Errno.EINVAL, Errno.ENOTSOCK -> Sys.check(-errno, "accept");
            default -> {
                long now = loop.now();
                if (now >= nextWarning) {
                    nextWarning = now + WARNING_EVERY_MILLIS;
                    log.warn("unable to accept", errno);
                }
                pause();
            }
        }
    }

    private void pause() {
        pausing = true;
        watch(false);
        loop.timers().set(endOfPause, loop.now() + PAUSE_MILLIS);
    }

    private void pauseIsOver() {
        pausing = false;
        watch(children.count() < limit);
    }

    private void reap() {
        int pid = kernel.waitpid(-1, waitStatus, Linux.WNOHANG);
        while (pid > 0) {
            if (children.remove(pid)) {
                log.ended(children.count(), pid, waitStatus[0]);
            }
            pid = kernel.waitpid(-1, waitStatus, Linux.WNOHANG);
        }
        if (!pausing && children.count() < limit) {
            watch(true);
        }
    }

    /** A listening socket with clients in its backlog. */
    private final class Listener implements EventLoop.Handler {
        private final int fd;

        Listener(int fd) {
            this.fd = fd;
        }

        @Override
        public void ready(int events) {
            if (watching) {
                acceptOne(fd);
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }
    }

    /** Signals, as input. */
    private final class SignalHandler implements EventLoop.Handler {
        @Override
        public void ready(int events) {
            int count = kernel.readSignals(signals, arrived);
            for (int i = 0; i < count; i++) {
                if (arrived[i] == Linux.SIGCHLD) {
                    reap();
                } else {
                    loop.stop();
                }
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }
    }
}
