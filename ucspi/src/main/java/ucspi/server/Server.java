package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * The listener: accepts connections and starts a process for each, as the rules and the limits allow.
 *
 * <pre>
 *   accept --- rules --- limits ------------------------- banner --- process
 *                |          |    \                    /
 *             denied     refused   waits for its turn
 * </pre>
 *
 * <p>A slot is taken before accept and given back when the child is reaped, or when there is no child after all.
 * Without one clients stay in the kernel's queue ({@link Door}).
 */
public final class Server implements Waiting.Owner, Door.Owner {
    /** So many processes the kernel goes through in a microsecond. */
    private static final int FEW_PROCESSES = 64;

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
    private final Door door;
    private final ServiceManager manager;
    private final ProxyGate proxies;
    private final boolean restarted;

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
        this.door = new Door(loop, log, counters, transport.listeners(), this);
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
        door.shut();
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
        door.shut();
    }

    /** Begins anew with the program as it is on disk now; returns only if that cannot be. */
    void restart() {
        if (!door.isShut() && mayRestart()) {
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

    /** Whether a process may start; while a deploy is at work the clients stay where they are. */
    private boolean gateIsOpen() {
        boolean open = settings.gate == null || settings.gate.ask(loop.now());
        if (!open) {
            door.pause(DeployGate.RETRY_MILLIS);
        }
        return open;
    }

    private void closeGate() {
        if (settings.gate != null) {
            settings.gate.letGo();
        }
    }

    @Override
    public void accept(int listener) {
        if (gateIsOpen()) {
            acceptOne(listener);
            closeGate();
        }
    }

    private void acceptOne(int listener) {
        int connection = transport.accept(listener);
        if (connection < 0) {
            door.acceptFailed(-connection);
            return;
        }
        counters.accepted++;
        if (proxies.passes(connection, listener)) {
            enter(connection);
        }
        if (slots() >= settings.limit) {
            door.close();
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
        } else if (admission.start() > now || door.isPausing()) {
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
                door.pause(Door.PAUSE_MILLIS);
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
        return !door.isPausing() && slots() < settings.limit;
    }

    @Override
    public void due() {
        serveWaiting();
        if (!mayBegin()) {
            door.close();
        }
    }

    @Override
    public void gone(Held held) {
        transport.recall(held.facts);
        key.set(held.high, held.low);
        admission.leave(key);
        drop(Refusal.GONE, "serve", Errno.ECONNRESET);
    }

    /** Gives back the slots of the processes that have ended. */
    void reap() {
        programs.reap();
        goOn();
    }

    /** The same for one process. */
    void reap(int pid) {
        programs.reap(pid);
        goOn();
    }

    /** Whether there are so few processes that the kernel finds those that have ended at once. */
    boolean isCheapToReap() {
        return programs.count() <= FEW_PROCESSES;
    }

    @Override
    public void pauseIsOver() {
        goOn();
    }

    /** Serves those that wait, and then whoever comes. */
    private void goOn() {
        serveWaiting();
        if (mayBegin()) {
            door.open();
        }
    }

    /** What becomes of connections that waited for a proxy's word. */
    private final class Gated implements ProxyGate.Outcome {
        /** At a time when no process may start it waits with those that wait for their turn. */
        @Override
        public void admit(int connection) {
            boolean open = !door.isPausing() && gateIsOpen();
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
            goOn();
        }
    }
}
