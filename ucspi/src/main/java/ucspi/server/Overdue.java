package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Ends processes that have had their connections for too long, or on whose connections nothing has moved for too long.
 *
 * <pre>
 *   RUNNING --- too old, or idle: SIGTERM ---> TOLD --- the time of grace is over: SIGKILL ---> KILLED
 * </pre>
 *
 * <p>A process that leads a group of its own is ended with the group. Each has one deadline at a time.
 */
final class Overdue {
    private final Kernel kernel;
    private final EventLoop loop;
    private final ServerLog log;
    private final Counters counters;
    private final long maxAge;
    private final long idle;
    private final long grace;
    private final Traffic traffic;

    /**
     * @param traffic what says whether connections are idle; null if nobody asks for that
     */
    Overdue(Kernel kernel, EventLoop loop, ServerLog log, Counters counters, ServerSettings settings, Traffic traffic) {
        this.kernel = kernel;
        this.loop = loop;
        this.log = log;
        this.counters = counters;
        this.maxAge = settings.maxAgeMillis;
        this.idle = settings.idleMillis;
        this.grace = settings.graceMillis;
        this.traffic = traffic;
    }

    /** A process has begun to serve a connection. */
    void begin(Child child, int connection) {
        if (idle > 0) {
            child.traffic = child.traffic == null ? new int[Traffic.FACTS] : child.traffic;
            traffic.note(connection, child.traffic);
        }
        watch(child);
    }

    /** Takes over one that the program before us started; {@link Child#traffic} is set, if it was noted. */
    void adopt(Child child) {
        watch(child);
    }

    private void watch(Child child) {
        if (maxAge > 0 || idle > 0) {
            child.told = null;
            child.moved = child.start;
            child.bytes = 0;
            if (child.deadline == null) {
                child.deadline = new Timer(() -> check(child));
            }
            loop.timers().set(child.deadline, next(child));
        }
    }

    /** It has ended. */
    void end(Child child) {
        if (child.deadline != null) {
            loop.timers().cancel(child.deadline);
        }
    }

    private long next(Child child) {
        long old = maxAge > 0 ? child.start + maxAge : Long.MAX_VALUE;
        return idle > 0 && child.traffic != null ? Math.min(old, child.moved + idle) : old;
    }

    private void check(Child child) {
        long now = loop.now();
        if (child.told != null) {
            signal(child, Linux.SIGKILL);
            counters.killed++;
            log.killed(child.pid, child.told);
        } else if (maxAge > 0 && now - child.start >= maxAge) {
            tell(child, "max-age", now);
            counters.tooOld++;
        } else if (isIdle(child, now)) {
            tell(child, "idle", now);
            counters.idle++;
        } else {
            loop.timers().set(child.deadline, next(child));
        }
    }

    /** Finds out when a byte has moved last. A kernel that does not answer counts as a byte: it ends nobody. */
    private boolean isIdle(Child child, long now) {
        if (idle == 0 || child.traffic == null) {
            return false;
        }
        long bytes = traffic.bytes(child.traffic);
        if (bytes == Traffic.UNKNOWN) {
            child.moved = now;
        } else if (bytes != 0 && bytes != child.bytes) {
            child.bytes = bytes;
            child.moved = Math.max(child.moved, now - traffic.millisSince());
        }
        return now - child.moved >= idle;
    }

    private void tell(Child child, String why, long now) {
        signal(child, Linux.SIGTERM);
        child.told = why;
        log.overdue(child.pid, why);
        loop.timers().set(child.deadline, now + grace);
    }

    private void signal(Child child, int signal) {
        int answer = kernel.kill(-child.pid, signal);
        if (answer == -Errno.ESRCH) {
            answer = kernel.kill(child.pid, signal);
        }
        if (answer < 0) {
            log.warn("unable to end a program that is overdue", -answer);
        }
    }
}
