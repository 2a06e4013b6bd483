package ucspi.server;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.listen.ListeningSocket;

/** Says what happens in one line an event, with named fields: logfmt or JSON. */
final class EventLog implements ServerLog {
    private final Kernel kernel;
    private final String name;
    private final int verbosity;
    private final int limit;
    private final EventLine line;

    EventLog(LogFormat format, Kernel kernel, String name, int verbosity, int limit) {
        this.kernel = kernel;
        this.name = name;
        this.verbosity = verbosity;
        this.limit = limit;
        line = new EventLine(format);
    }

    private EventLine begin(String level, String event) {
        return line.begin(kernel.realtimeMillis(), level, name, event);
    }

    @Override
    public void listening(boolean restarted, List<ListeningSocket> listeners, int connections) {
        if (verbosity < STATUS) {
            return;
        }
        if (restarted) {
            begin(EventLine.INFO, "restarted").number("active", connections).write(kernel);
        }
        for (ListeningSocket listener : listeners) {
            begin(EventLine.INFO, "listening");
            if (listener.isUnix()) {
                line.text("path", Bytes.latin1(listener.path()));
            } else {
                line.text("local_ip", Bytes.latin1(IpAddress.text(listener.socketAddress())));
                line.number("local_port", listener.port());
            }
            line.number("active", connections).number("limit", limit).write(kernel);
        }
    }

    /** Every event that changes the number tells it. */
    @Override
    public void status(int connections) {}

    @Override
    public void started(int connections, int pid, Transport transport, boolean announcesItself) {
        if (verbosity >= STATUS) {
            begin(EventLine.INFO, "started").number("pid", pid);
            transport.addFields(line);
            line.number("active", connections).write(kernel);
        }
    }

    @Override
    public void refused(Refusal reason, Transport transport) {
        if (verbosity >= STATUS) {
            begin(EventLine.INFO, "refused").word("reason", reason.word());
            transport.addFields(line);
            line.write(kernel);
        }
    }

    @Override
    public void dropped(Refusal reason, Transport transport, String what, byte[] with, int errno) {
        if (verbosity >= ERRORS) {
            begin(EventLine.WARN, "refused").word("reason", reason == null ? "system" : reason.word());
            line.phrase("msg", "unable to ", what);
            if (with != null) {
                line.text("name", with);
            }
            line.phrase("error", Errno.text(errno));
            transport.addFields(line);
            line.write(kernel);
        }
    }

    @Override
    public void ended(int connections, int pid, int waitStatus, long millis) {
        if (verbosity >= STATUS) {
            begin(EventLine.INFO, "ended").number("pid", pid);
            if ((waitStatus & 0x7f) == 0) {
                line.number("exit", waitStatus >> 8 & 0xff);
            } else {
                line.number("signal", waitStatus & 0x7f);
            }
            line.number("duration_ms", millis).number("active", connections).write(kernel);
        }
    }

    @Override
    public void overdue(int pid, String why) {
        overdue("overdue", pid, why);
    }

    @Override
    public void killed(int pid, String why) {
        overdue("killed", pid, why);
    }

    private void overdue(String event, int pid, String why) {
        if (verbosity >= STATUS) {
            begin(EventLine.INFO, event).number("pid", pid).word("reason", why).write(kernel);
        }
    }

    @Override
    public void warn(String what, int errno) {
        if (verbosity >= ERRORS) {
            begin(EventLine.WARN, "warning")
                    .phrase("msg", what)
                    .phrase("error", Errno.text(errno))
                    .write(kernel);
        }
    }

    @Override
    public void draining(int connections, boolean givesUp) {
        if (verbosity >= ERRORS) {
            begin(EventLine.INFO, givesUp ? "drain-deadline" : "draining")
                    .number("active", connections)
                    .write(kernel);
        }
    }

    @Override
    public void stopped(int connections) {
        if (verbosity >= STATUS) {
            begin(EventLine.INFO, "stopped").number("active", connections).write(kernel);
        }
    }

    @Override
    public void report(Counters counters, long now) {
        begin(EventLine.INFO, "counts");
        counters.each(now, (what, grows, help, count) -> line.number(key(what), count));
        line.number("milliseconds_in_programs", counters.millisInProcesses());
        for (Refusal reason : Refusal.ALL) {
            line.number("refused_" + key(reason.word()), counters.refused(reason));
        }
        line.write(kernel);
    }

    private static String key(String word) {
        return word.replace('-', '_');
    }
}
