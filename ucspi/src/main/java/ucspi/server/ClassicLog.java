package ucspi.server;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.listen.ListeningSocket;

/** Says what happens in the words of djb's tcpserver, some of it in several lines. */
final class ClassicLog implements ServerLog {
    private static final int STDERR = 2;

    private final Kernel kernel;
    private final byte[] name;
    private final int verbosity;
    private final int limit;
    private final LogLine line = new LogLine();

    ClassicLog(Kernel kernel, String name, int verbosity, int limit) {
        this.kernel = kernel;
        this.name = Bytes.latin1(name + ": ");
        this.verbosity = verbosity;
        this.limit = limit;
    }

    @Override
    public void status(int connections) {
        if (verbosity >= STATUS) {
            line.clear();
            addStatus(connections);
            flush();
        }
    }

    @Override
    public void listening(boolean restarted, List<ListeningSocket> listeners, int connections) {
        if (restarted && verbosity >= STATUS) {
            line.clear().add(name).add("restarted").end();
            flush();
        }
    }

    @Override
    public void started(int connections, int pid, Transport transport, boolean announcesItself) {
        if (verbosity >= STATUS && !announcesItself) {
            line.clear();
            addStatus(connections);
            line.add(name).add("pid ").add(pid);
            transport.logFrom(line);
            line.end();
            transport.logVerdict(line, name, "ok", pid, null);
            flush();
        }
    }

    /** The connection has no process: the number in the line is 0. */
    @Override
    public void refused(Refusal reason, Transport transport) {
        if (verbosity >= STATUS) {
            line.clear();
            transport.logVerdict(line, name, "deny", 0, reason == Refusal.RULES ? null : reason.word());
            flush();
        }
    }

    @Override
    public void ended(int connections, int pid, int waitStatus, long millis) {
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

    @Override
    public void dropped(Refusal reason, Transport transport, String what, byte[] with, int errno) {
        if (verbosity >= ERRORS) {
            line.clear()
                    .add(name)
                    .add("warning: dropping connection, unable to ")
                    .add(what);
            if (with != null) {
                line.add(' ').add(with);
            }
            line.add(": ").add(Errno.text(errno)).end();
            flush();
        }
    }

    @Override
    public void overdue(int pid, String why) {
        overdue("overdue ", pid, why);
    }

    @Override
    public void killed(int pid, String why) {
        overdue("kill ", pid, why);
    }

    private void overdue(String what, int pid, String why) {
        if (verbosity >= STATUS) {
            line.clear().add(name).add(what).add(pid).add(' ').add(why).end();
            flush();
        }
    }

    @Override
    public void warn(String what, int errno) {
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

    @Override
    public void draining(int connections, boolean givesUp) {
        if (verbosity >= ERRORS) {
            line.clear().add(name).add("draining: ").add(connections).add(givesUp ? " left, deadline" : " left");
            line.end();
            flush();
        }
    }

    @Override
    public void stopped(int connections) {}

    @Override
    public void report(Counters counters, long now) {
        line.clear();
        counters.each(now, (what, grows, help, count) -> addCount("", what, count));
        addCount("", "milliseconds-in-programs", counters.millisInProcesses());
        for (Refusal reason : Refusal.ALL) {
            addCount("refused-", reason.word(), counters.refused(reason));
        }
        flush();
    }

    private void addCount(String kind, String what, long count) {
        line.add(name).add("count: ").add(kind).add(what).add(' ').add(count).end();
    }

    private void addStatus(int connections) {
        line.add(name).add("status: ").add(connections).add('/').add(limit).end();
    }

    /** A log that cannot be written must not stop the service: the answer is not looked at. */
    private void flush() {
        kernel.write(STDERR, line.bytes(), 0, line.length());
    }
}
