package ucspi.server;

import java.util.List;
import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.listen.ListeningSocket;

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
    private final String programName;
    private final ServerSettings settings;
    private final boolean announcesItself;
    private final Admission admission;
    private final Farewell farewell;
    private final ClientKey key = new ClientKey();
    private final RuleLimits ruleLimits = new RuleLimits();
    private final Children children = new Children();
    private final Counters counters = new Counters();
    private final int[] waitStatus = new int[1];
    private final Listener[] listeners;
    private final ServiceManager manager;
    private final Timer endOfPause = new Timer(this::pauseIsOver);
    private final boolean restarted;
    private boolean watching;
    private boolean pausing;
    private boolean ending;
    private long nextWarning;

    /**
     * @param handover what the program before us left, or null
     */
    public Server(
            Sys sys,
            Transport transport,
            ServerLog log,
            ServerProgram program,
            ServerSettings settings,
            Handover handover) {
        this.kernel = sys.kernel();
        this.loop = new EventLoop(sys);
        this.transport = transport;
        this.log = log;
        this.spawn = program.spawn();
        this.programName = program.name();
        this.settings = settings;
        this.announcesItself = program.announcesItself();
        this.admission = new Admission(KeyedHash.random(kernel), settings.connectionLimits, settings.access != null);
        this.farewell = new Farewell(kernel, loop);
        List<ListeningSocket> sockets = transport.listeners();
        this.listeners = new Listener[sockets.size()];
        for (int i = 0; i < listeners.length; i++) {
            listeners[i] = new Listener(i, sockets.get(i).fd());
        }
        manager = new ServiceManager(sys, loop, this::describe);
        restarted = handover != null;
        if (restarted) {
            handover.adopt(children);
            children.each(child -> admission.count(keyOf(child)));
            counters.peak = children.count();
        }
    }

    /**
     * Makes signals input, which {@link #run} looks at. To be called before anybody is told that the listener is ready:
     * who then signals it at once means the listener, not a process that such a signal still kills.
     *
     * @param endings the signals that end it
     */
    public void openSignals(Sys sys, int... endings) {
        new Lifecycle(sys, loop, this, manager, log, settings, endings);
    }

    /** Serves until an ending signal arrives. */
    public void run() {
        if (restarted) {
            log.restarted();
        }
        // Children that were handed over may have ended before their signal could be received.
        reap();
        log.status(children.count());
        if (manager.error() != 0) {
            log.warn("unable to notify the service manager", manager.error());
        }
        manager.ready();
        loop.run();
        if (!ending) {
            closeListeners();
        }
    }

    /** How many processes there are. */
    int connections() {
        return children.count();
    }

    /** Takes no more connections, ever. */
    void stopListening() {
        ending = true;
        watch(false);
        closeListeners();
    }

    private void closeListeners() {
        for (ListeningSocket socket : transport.listeners()) {
            socket.close();
        }
    }

    /** Begins anew with the program as it is on disk now; returns only if that cannot be. */
    void restart() {
        if (!ending && mayRestart()) {
            manager.reloading();
            log.warn("unable to restart", -Handover.exec(kernel, transport.listeners(), children));
            manager.ready();
        }
    }

    private boolean mayRestart() {
        try {
            settings.beforeRestart.run();
            return true;
        } catch (SysException e) {
            log.warn("unable to restart: " + e.what(), e.errno());
            return false;
        }
    }

    private void describe(LogLine line) {
        line.add(children.count()).add(" of ").add(settings.limit).add(" connections");
    }

    /** Says what has been counted. */
    void report() {
        log.report(counters, children.count());
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
        counters.accepted++;
        if (isGone(connection)) {
            counters.refuse(Refusal.GONE);
            log.dropped(Refusal.GONE, "serve", null, Errno.ECONNRESET);
            kernel.close(connection);
        } else {
            arrive(connection);
        }
        if (children.count() >= settings.limit) {
            watch(false);
        }
    }

    /**
     * Whether the client reset the connection while it was queued: nobody would read what a program writes. One that
     * has only closed it may have left something to be read.
     */
    private boolean isGone(int connection) {
        int events = kernel.poll(connection, 0, 0);
        return events > 0 && (events & Linux.EPOLLERR) != 0;
    }

    /** Lets the client in, or says why not. */
    private void arrive(int connection) {
        spawn.environment.reset();
        transport.addVariables(spawn.environment);
        Refusal refusal = ask();
        if (refusal == Refusal.ADDRESS_LIMIT || refusal == Refusal.NETWORK_LIMIT) {
            counters.refuse(refusal);
            farewell.say(connection, admission.message(), admission.messageLength());
            return;
        }
        // The classic tools look at the rules when they have sent the banner.
        if (!sendBanner(connection) && refusal == null) {
            refusal = Refusal.BANNER;
            admission.leave(key);
        }
        if (refusal != null) {
            counters.refuse(refusal);
        } else if (!start(connection)) {
            admission.leave(key);
        }
        kernel.close(connection);
    }

    /** Why the last accepted connection gets no process, which is logged then; null if it has a place now. */
    private Refusal ask() {
        Refusal refusal =
                settings.access == null ? null : settings.access.refuses(transport, spawn.environment, ruleLimits, log);
        if (refusal == null) {
            transport.identify(key);
            refusal = admission.enter(key, ruleLimits);
            if (refusal != null) {
                log.refused(refusal, transport);
            }
        }
        return refusal;
    }

    /** Whether all of it went out at once; a client that is gone already needs no program. */
    private boolean sendBanner(int connection) {
        if (settings.banner.length == 0) {
            return true;
        }
        int flags = Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL;
        int sent = kernel.send(connection, settings.banner, 0, settings.banner.length, flags);
        if (sent != settings.banner.length) {
            log.dropped(Refusal.BANNER, "print banner", null, sent < 0 ? -sent : Errno.EAGAIN);
        }
        return sent == settings.banner.length;
    }

    /** Whether it has a process now. */
    private boolean start(int connection) {
        spawn.stdin = connection;
        spawn.stdout = connection;
        if (announcesItself) {
            log.status(children.count() + 1);
        }
        int pid = kernel.spawn(spawn);
        if (pid >= 0) {
            Child child = children.add(pid, loop.now());
            child.high = key.high();
            child.low = key.low();
            counters.started++;
            counters.peak = Math.max(counters.peak, children.count());
            manager.changed();
            if (!announcesItself) {
                log.started(children.count(), pid, transport);
            }
            return true;
        }
        counters.spawnFailures++;
        if (!announcesItself) {
            log.status(children.count() + 1);
        }
        if (pid == -Errno.EAGAIN || pid == -Errno.ENOMEM) {
            log.dropped(null, "fork", null, -pid);
            pause();
        } else {
            log.dropped(null, spawn.failure(programName), null, -pid);
        }
        log.status(children.count());
        return false;
    }

    private ClientKey keyOf(Child child) {
        key.set(child.high, child.low);
        return key;
    }

    /** accept(2) reports errors of the network and of the client, too; only a wrong descriptor is ours for good. */
    private void acceptFailed(int errno) {
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
        watchIfAllowed();
    }

    /** Gives back the slots of the processes that have ended. */
    void reap() {
        int pid = kernel.waitpid(-1, waitStatus, Linux.WNOHANG);
        while (pid > 0) {
            Child child = children.remove(pid);
            if (child != null) {
                admission.leave(keyOf(child));
                counters.ended++;
                manager.changed();
                counters.millisInProcesses += loop.now() - child.start;
                log.ended(children.count(), pid, waitStatus[0]);
            }
            pid = kernel.waitpid(-1, waitStatus, Linux.WNOHANG);
        }
        watchIfAllowed();
    }

    private void watchIfAllowed() {
        if (!pausing && !ending && children.count() < settings.limit) {
            watch(true);
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
            if (watching) {
                acceptOne(index);
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }
    }
}
