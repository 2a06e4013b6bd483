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
public final class Server implements Waiting.Owner {
    /** How long to leave the clients in the backlog when the system has no descriptor or memory, in milliseconds. */
    private static final int PAUSE_MILLIS = 50;

    private static final int WARNING_EVERY_MILLIS = 1000;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Transport transport;
    private final ServerLog log;
    private final Spawn spawn;
    private final ServerSettings settings;
    private final Admission admission;
    private final Greeting greeting;
    private final Farewell farewell;
    private final ClientKey key = new ClientKey();
    private final RuleLimits ruleLimits = new RuleLimits();
    private final Counters counters;
    private final StatsSocket stats;
    private final Programs programs;
    private final Waiting waiting;
    private final Listener[] listeners;
    private final ServiceManager manager;
    private final ProxyGate proxies;
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
        this.settings = settings;
        this.counters = handover == null ? new Counters() : handover.counters();
        counters.began = handover == null ? loop.now() : counters.began;
        this.admission = Admission.of(kernel, settings);
        this.manager = new ServiceManager(sys, loop, this::describe);
        Traffic traffic = settings.idleMillis > 0 ? transport.traffic(sys) : null;
        Overdue overdue = new Overdue(kernel, loop, log, counters, settings, traffic);
        this.programs = new Programs(kernel, loop, log, counters, admission, manager, overdue, settings.gate, program);
        this.waiting = new Waiting(kernel, loop, settings.limit, this);
        this.greeting = new Greeting(kernel, log, settings.banner);
        this.farewell = new Farewell(kernel, loop);
        this.proxies = new ProxyGate(kernel, loop, transport, new Gated(), settings.proxies, settings.proxyMillis);
        List<ListeningSocket> sockets = transport.listeners();
        this.listeners = new Listener[sockets.size()];
        for (int i = 0; i < listeners.length; i++) {
            listeners[i] = new Listener(i, sockets.get(i).fd());
        }
        restarted = handover != null;
        if (restarted) {
            programs.adopt(handover);
            handover.adopt(kernel, waiting, admission);
            proxies.adopt(handover);
        }
        stats = settings.stats == null ? null : new StatsSocket(kernel, loop, settings.stats, this::writeStats);
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
        log.listening(restarted, transport.listeners(), programs.count());
        // Children that were handed over may have ended before their signal could be received.
        reap();
        log.status(programs.count());
        if (manager.error() != 0) {
            log.warn("unable to notify the service manager", manager.error());
        }
        manager.ready();
        loop.run();
        log.stopped(programs.count());
        if (stats != null) {
            stats.close();
        }
        if (!ending) {
            closeListeners();
        }
    }

    /** How many connections there are, those that wait for their turn or for a proxy's word included. */
    int connections() {
        return slots() + waiting.count();
    }

    /** How many slots are taken. */
    private int slots() {
        return programs.count() + proxies.count();
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
            int answer = Handover.exec(
                    kernel, transport.listeners(), settings.stats, programs.children(), waiting, proxies, counters);
            log.warn("unable to restart", -answer);
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
        line.add(programs.count()).add(" of ").add(settings.limit).add(" connections");
    }

    /** Says what has been counted. */
    void report() {
        countPresent();
        log.report(counters, loop.now());
    }

    private void writeStats(StatsText into) {
        countPresent();
        into.add(counters, loop.now());
    }

    private void countPresent() {
        counters.active = programs.count();
        counters.waiting = waiting.count() + proxies.count();
        counters.limit = settings.limit;
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

    /** Whether a process may start; while a deploy is at work the clients stay where they are. */
    private boolean gateIsOpen() {
        boolean open = settings.gate == null || settings.gate.ask(loop.now());
        if (!open) {
            pause(DeployGate.RETRY_MILLIS);
        }
        return open;
    }

    private void closeGate() {
        if (settings.gate != null) {
            settings.gate.letGo();
        }
    }

    private void acceptOne(int listener) {
        int connection = transport.accept(listener);
        if (connection < 0) {
            acceptFailed(-connection);
            return;
        }
        counters.accepted++;
        if (proxies.passes(connection, listener)) {
            enter(connection);
        }
        if (slots() >= settings.limit) {
            watch(false);
        }
    }

    private void enter(int connection) {
        if (Greeting.isGone(kernel, connection)) {
            drop(Refusal.GONE, "serve", Errno.ECONNRESET);
            kernel.close(connection);
        } else {
            arrive(connection);
        }
    }

    private void drop(Refusal refusal, String what, int errno) {
        counters.refuse(refusal);
        log.dropped(refusal, transport, what, null, errno);
    }

    /** Lets the client in, now or when its turn comes, or says why not. */
    private void arrive(int connection) {
        Refusal refusal = look();
        if (refusal != null) {
            // The classic tools look at the rules when they have sent the banner.
            greeting.send(connection, transport);
            refuse(refusal, connection);
            return;
        }
        transport.identify(key);
        long now = kernel.monotonicNanos();
        refusal = admission.enter(key, ruleLimits, now, waiting.hasRoom());
        if (refusal != null) {
            log.refused(refusal, transport);
            counters.refuse(refusal);
            farewell.say(connection, admission.message(), admission.messageLength());
        } else if (admission.start() > now || pausing) {
            transport.remember(waiting.hold(connection, key, admission.start()).facts);
        } else {
            begin(connection);
        }
    }

    /** Why the rules do not let the client in, which is logged then, or null; makes its environment. */
    private Refusal look() {
        spawn.environment.reset();
        transport.addVariables(spawn.environment);
        return settings.access == null ? null : settings.access.refuses(transport, spawn.environment, ruleLimits, log);
    }

    private void refuse(Refusal refusal, int connection) {
        counters.refuse(refusal);
        kernel.close(connection);
    }

    /** Starts the process of a connection that has a place. */
    private void begin(int connection) {
        if (settings.gate != null && settings.gate.error() != 0) {
            drop(Refusal.DEPLOY, "use the deploy lock", settings.gate.error());
            admission.leave(key);
        } else if (!greeting.send(connection, transport)) {
            counters.refuse(Refusal.BANNER);
            admission.leave(key);
        } else {
            int outcome = programs.start(connection, transport, key);
            if (outcome != Programs.STARTED) {
                admission.leave(key);
            }
            if (outcome == Programs.EXHAUSTED) {
                pause(PAUSE_MILLIS);
            }
        }
        closeGate();
        kernel.close(connection);
    }

    /** Begins with those whose turn has come, as long as there is a slot. */
    private void serveWaiting() {
        Held held = nextWaiting();
        while (held != null) {
            transport.recall(held.facts);
            key.set(held.high, held.low);
            Refusal refusal = look();
            if (refusal == null) {
                begin(held.connection);
            } else {
                admission.leave(key);
                refuse(refusal, held.connection);
            }
            held = nextWaiting();
        }
    }

    private Held nextWaiting() {
        boolean mayBegin = waiting.isDue() && mayBegin() && gateIsOpen();
        return mayBegin ? waiting.next() : null;
    }

    private boolean mayBegin() {
        return !pausing && slots() < settings.limit;
    }

    @Override
    public void due() {
        serveWaiting();
        if (!mayBegin()) {
            watch(false);
        }
    }

    @Override
    public void gone(Held held) {
        transport.recall(held.facts);
        key.set(held.high, held.low);
        admission.leave(key);
        drop(Refusal.GONE, "serve", Errno.ECONNRESET);
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
                pause(PAUSE_MILLIS);
            }
        }
    }

    private void pause(int millis) {
        pausing = true;
        watch(false);
        loop.timers().set(endOfPause, loop.now() + millis);
    }

    private void pauseIsOver() {
        pausing = false;
        watchIfAllowed();
    }

    /** Gives back the slots of the processes that have ended. */
    void reap() {
        programs.reap();
        watchIfAllowed();
    }

    private void watchIfAllowed() {
        serveWaiting();
        if (mayBegin() && !ending) {
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
            if (watching && gateIsOpen()) {
                acceptOne(index);
                closeGate();
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }
    }

    /** What becomes of connections that waited for a proxy's word. */
    private final class Gated implements ProxyGate.Outcome {
        /** At a time when no process may start it waits with those that wait for their turn. */
        @Override
        public void admit(int connection) {
            boolean open = !pausing && gateIsOpen();
            if (open || waiting.hasRoom()) {
                enter(connection);
            } else {
                drop(Refusal.PROXY_TIMEOUT, "wait for a process", Errno.EAGAIN);
                kernel.close(connection);
            }
            closeGate();
        }

        @Override
        public void refuse(Refusal reason, String what, int errno) {
            drop(reason, what, errno);
        }

        @Override
        public void slotIsFree() {
            watchIfAllowed();
        }
    }
}
