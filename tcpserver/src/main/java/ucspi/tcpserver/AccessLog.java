package ucspi.tcpserver;

import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.server.EventLine;
import ucspi.server.LogFormat;
import ucspi.server.LogLine;
import ucspi.server.Refusal;
import ucspi.server.ServerLog;

/** What tcpserver-access says of its connection on descriptor 2, in the form and as much as tcpserver would. */
final class AccessLog {
    private static final String PROGRAM = "tcpserver";
    private static final String NAME = PROGRAM + ": ";

    private final Kernel kernel;
    private final Environment environment;
    private final int verbosity;
    private final LogFormat format;

    /**
     * @param environment has the variables that describe the connection, as far as they are known
     */
    AccessLog(Kernel kernel, Environment environment, AccessOptions options) {
        this.kernel = kernel;
        this.environment = environment;
        verbosity = options.verbosity;
        format = options.logFormat;
    }

    /** The connection has this process; nothing is looked up yet. The listener says so in the other formats. */
    void begins() {
        if (verbosity >= ServerLog.STATUS && format == LogFormat.CLASSIC) {
            LogLine line = new LogLine().add(NAME).add("pid ").add(kernel.getpid());
            flush(line.add(" from ").add(value("TCPREMOTEIP")).end());
        }
    }

    /** The connection gets the program. */
    void admits() {
        if (verbosity >= ServerLog.STATUS) {
            if (format == LogFormat.CLASSIC) {
                verdict("ok ");
            } else {
                event(EventLine.INFO, "admitted").write(kernel);
            }
        }
    }

    /** The rules deny the client. */
    void denies() {
        if (verbosity >= ServerLog.STATUS) {
            if (format == LogFormat.CLASSIC) {
                verdict("deny ");
            } else {
                event(EventLine.INFO, "refused")
                        .word("reason", Refusal.RULES.word())
                        .write(kernel);
            }
        }
    }

    /**
     * The connection does not get the program, which somebody may want to look into.
     *
     * @param reason null if the system does not run it
     * @param name what could not be dealt with so, or null
     */
    void drops(Refusal reason, String what, String name, int errno) {
        if (verbosity < ServerLog.ERRORS) {
            return;
        }
        if (format == LogFormat.CLASSIC) {
            LogLine line = new LogLine().add(NAME).add("warning: dropping connection, unable to ");
            line.add(what).add(name == null ? "" : " " + name).add(": ").add(Errno.text(errno));
            flush(line.end());
        } else {
            EventLine line = event(EventLine.WARN, "refused");
            line.word("reason", reason == null ? "system" : reason.word());
            line.phrase("msg", "unable to ", what);
            if (name != null) {
                line.text("name", Bytes.latin1(name));
            }
            line.phrase("error", Errno.text(errno)).write(kernel);
        }
    }

    private EventLine event(String level, String event) {
        EventLine line = new EventLine(format).begin(kernel.realtimeMillis(), level, PROGRAM, event);
        line.number("pid", kernel.getpid());
        add(line, "remote_ip", "TCPREMOTEIP");
        add(line, "remote_port", "TCPREMOTEPORT");
        add(line, "remote_host", "TCPREMOTEHOST");
        add(line, "remote_info", "TCPREMOTEINFO");
        add(line, "local_ip", "TCPLOCALIP");
        add(line, "local_port", "TCPLOCALPORT");
        add(line, "local_host", "TCPLOCALHOST");
        return line;
    }

    private void add(EventLine line, String key, String variable) {
        String value = environment.get(variable);
        if (value != null && key.endsWith("_port") && isNumber(value)) {
            line.number(key, Integer.parseInt(value));
        } else if (value != null) {
            line.text(key, Bytes.latin1(value));
        }
    }

    private static boolean isNumber(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits;
    }

    /** The line of {@link TcpTransport#logVerdict}, with the names. */
    private void verdict(String verdict) {
        LogLine line = new LogLine().add(NAME).add(verdict).add(kernel.getpid()).add(' ');
        addForeign(line, "TCPLOCALHOST");
        line.add(':').add(value("TCPLOCALIP"));
        line.add(':').add(value("TCPLOCALPORT")).add(' ');
        addForeign(line, "TCPREMOTEHOST");
        line.add(':').add(value("TCPREMOTEIP")).add(':');
        addForeign(line, "TCPREMOTEINFO");
        flush(line.add(':').add(value("TCPREMOTEPORT")).end());
    }

    private void addForeign(LogLine line, String name) {
        line.addForeign(Bytes.latin1(value(name)));
    }

    private String value(String name) {
        String value = environment.get(name);
        return value == null ? "" : value;
    }

    private void flush(LogLine line) {
        kernel.write(2, line.bytes(), 0, line.length());
    }
}
