package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;

/** The processes of a listener: starts one for a connection that has a place, and gives the place back at its end. */
final class Programs {
    /** What {@link #start} returns: there is a process now. */
    static final int STARTED = 0;

    /** There is none, since the program cannot be run. */
    static final int FAILED = 1;

    /** There is none, since the system has no room for it now. */
    static final int EXHAUSTED = 2;

    private final Kernel kernel;
    private final EventLoop loop;
    private final ServerLog log;
    private final Counters counters;
    private final Admission admission;
    private final ServiceManager manager;
    private final Overdue overdue;
    private final DeployGate gate;
    private final Spawn spawn;
    private final byte[] name;
    private final boolean announcesItself;
    private final Children children = new Children();
    private final ClientKey key = new ClientKey();
    private final int[] waitStatus = new int[1];

    Programs(
            Kernel kernel,
            EventLoop loop,
            ServerLog log,
            Counters counters,
            Admission admission,
            ServiceManager manager,
            Overdue overdue,
            DeployGate gate,
            ServerProgram program) {
        this.kernel = kernel;
        this.gate = gate;
        this.loop = loop;
        this.log = log;
        this.counters = counters;
        this.admission = admission;
        this.manager = manager;
        this.overdue = overdue;
        this.spawn = program.spawn();
        this.name = program.name();
        this.announcesItself = program.announcesItself();
    }

    /** How many there are. */
    int count() {
        return children.count();
    }

    /** All of them. */
    Children children() {
        return children;
    }

    /** Takes over those that the program before us started. */
    void adopt(Handover handover) {
        handover.adopt(children);
        children.each(child -> {
            key.set(child.high, child.low);
            admission.count(key);
            overdue.adopt(child);
        });
        counters.peak = Math.max(counters.peak, children.count());
    }

    /**
     * Starts one.
     *
     * @param connection its standard input and output; its environment is set
     * @param place whose place it has
     */
    int start(int connection, Transport transport, ClientKey place) {
        spawn.stdin = connection;
        spawn.stdout = connection;
        if (gate != null) {
            gate.pass(spawn, spawn.environment);
        }
        if (announcesItself) {
            log.status(children.count() + 1);
        }
        int pid = kernel.spawn(spawn);
        if (pid >= 0) {
            Child child = children.add(pid, loop.now());
            child.high = place.high();
            child.low = place.low();
            overdue.begin(child, connection);
            counters.started++;
            counters.peak = Math.max(counters.peak, children.count());
            manager.changed();
            log.started(children.count(), pid, transport, announcesItself);
            return STARTED;
        }
        counters.spawnFailures++;
        if (!announcesItself) {
            log.status(children.count() + 1);
        }
        boolean exhausted = pid == -Errno.EAGAIN || pid == -Errno.ENOMEM;
        if (exhausted) {
            log.dropped(null, transport, "fork", null, -pid);
        } else {
            log.dropped(null, transport, spawn.failure(), name, -pid);
        }
        log.status(children.count());
        return exhausted ? EXHAUSTED : FAILED;
    }

    /** Gives back the places of those that have ended. */
    void reap() {
        int pid = reap(-1);
        // Without a child there is nobody to ask for.
        while (pid > 0 && children.count() > 0) {
            pid = reap(-1);
        }
    }

    /**
     * Gives back the place of one that has ended, if it has.
     *
     * @param which -1 for any
     * @return its process id, or what waitpid(2) says if there is none
     */
    int reap(int which) {
        int pid = kernel.waitpid(which, waitStatus, Linux.WNOHANG);
        Child child = pid > 0 ? children.remove(pid) : null;
        if (child != null) {
            key.set(child.high, child.low);
            admission.leave(key);
            overdue.end(child);
            manager.changed();
            long millis = loop.now() - child.start;
            counters.end(millis);
            log.ended(children.count(), pid, waitStatus[0], millis);
        }
        return pid;
    }
}
