package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;

/**
 * What a listener says on descriptor 2, in the words of djb's tcpserver. The lines of one event go out in one write(2),
 * so that they never mix with another process's.
 */
public final class ServerLog {
    /** Says nothing at all. */
    public static final int QUIET = 0;

    /** Says what went wrong. */
    public static final int ERRORS = 1;

    /** Says what happens to each connection, too. */
    public static final int STATUS = 2;

    private static final int STDERR = 2;

    private final Kernel kernel;
    private final byte[] name;
    private final int verbosity;
    private final int limit;
    private final LogLine line = new LogLine();

    /**
     * @param name what each line begins with
     * @param limit the number behind the slash of a status line
     */
    public ServerLog(Kernel kernel, String name, int verbosity, int limit) {
        this.kernel = kernel;
        this.name = Bytes.latin1(name + ": ");
        this.verbosity = verbosity;
        this.limit = limit;
    }

    /** How many connections there are now: {@code status: 1/40}. */
    void status(int connections) {
        if (verbosity >= STATUS) {
            line.clear();
            addStatus(connections);
            flush();
        }
    }

    /** The listener began anew, with what the program before it left. */
    void restarted() {
        if (verbosity >= STATUS) {
            line.clear().add(name).add("restarted").end();
            flush();
        }
    }

    /** A connection has its process. */
    void started(int connections, int pid, Transport transport) {
        if (verbosity >= STATUS) {
            line.clear();
            addStatus(connections);
            line.add(name).add("pid ").add(pid);
            transport.logFrom(line);
            line.end();
            transport.logVerdict(line, name, "ok", pid, null);
            flush();
        }
    }

    /** A connection is refused, and that is as it should be. It has no process: the number in the line is 0. */
    void refused(Refusal reason, Transport transport) {
        if (verbosity >= STATUS) {
            line.clear();
            transport.logVerdict(line, name, "deny", 0, reason == Refusal.RULES ? null : reason.word());
            flush();
        }
    }

    /** A connection's process is gone. */
    void ended(int connections, int pid, int waitStatus) {
        if (verbosity >= STATUS) {
            line.clear()
                    .add(name)
                    .add("end ")
                    .add(pid)
                    .add(" status ")
                    .add(waitStatus)
                    .end();
            addStatus(connections);
            flush();
        }
    }

    /**
     * A connection gets no process, which somebody may want to look into.
     *
     * @param reason null if the system started none
     * @param what could not be done, with a blank at the end if {@code program} follows
     * @param program the name that {@code what} ends with, or null
     */
    void dropped(Refusal reason, String what, byte[] program, int errno) {
        if (verbosity >= ERRORS) {
            line.clear()
                    .add(name)
                    .add("warning: dropping connection, unable to ")
                    .add(what);
            if (program != null) {
                line.add(program);
            }
            line.add(": ").add(Errno.text(errno)).end();
            flush();
        }
    }

    /** A connection's process is told to end. */
    void overdue(int pid, String why) {
        overdue("overdue ", pid, why);
    }

    /** A connection's process was told to end, has not done so, and is killed. */
    void killed(int pid, String why) {
        overdue("kill ", pid, why);
    }

    private void overdue(String what, int pid, String why) {
        if (verbosity >= STATUS) {
            line.clear().add(name).add(what).add(pid).add(' ').add(why).end();
            flush();
        }
    }

    /** Something is wrong, and the listener goes on. */
    void warn(String what, int errno) {
        if (verbosity >= ERRORS) {
            line.clear()
                    .add(name)
                    .add("warning: ")
                    .add(what)
                    .add(": ")
                    .add(Errno.text(errno))
                    .end();
            flush();
        }
    }

    /** A listener that ends waits for its processes, or gives up waiting. */
    void draining(int connections, boolean givesUp) {
        if (verbosity >= ERRORS) {
            line.clear().add(name).add("draining: ").add(connections).add(givesUp ? " left, deadline" : " left");
            line.end();
            flush();
        }
    }

    /** What has been counted, on request and so whatever the verbosity. */
    void report(Counters counters, int connections) {
        line.clear();
        addCount("active", connections);
        addCount("limit", limit);
        addCount("peak", counters.peak);
        addCount("accepted", counters.accepted);
        addCount("started", counters.started);
        addCount("ended", counters.ended);
        addCount("spawn-failures", counters.spawnFailures);
        addCount("ended-max-age", counters.tooOld);
        addCount("ended-idle", counters.idle);
        addCount("ended-killed", counters.killed);
        addCount("accept-errors", counters.acceptErrors);
        addCount("milliseconds-in-programs", counters.millisInProcesses);
        for (Refusal reason : Refusal.ALL) {
            line.add(name).add("count: refused-").add(reason.word());
            line.add(' ').add(counters.refused(reason)).end();
        }
        flush();
    }

    private void addCount(String what, long count) {
        line.add(name).add("count: ").add(what).add(' ').add(count).end();
    }

    private void addStatus(int connections) {
        line.add(name).add("status: ").add(connections).add('/').add(limit).end();
    }

    /** A log that cannot be written must not stop the service: the answer is not looked at. */
    private void flush() {
        kernel.write(STDERR, line.bytes(), 0, line.length());
    }
}
