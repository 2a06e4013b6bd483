package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;

/** Tells on standard error, line by line, what each request was, what its program got, and how it ended. */
final class Trace implements View {
    private static final int MOST_VALUE = 2000;

    /** Variables whose values are nobody's business. */
    private static final byte[][] SECRETS = {
        Bytes.ascii("HTTP_AUTHORIZATION="), Bytes.ascii("HTTP_COOKIE="), Bytes.ascii("HTTP_PROXY_AUTHORIZATION="),
    };

    private final Kernel kernel;
    private final Wire wire = new Wire(1024);
    private int pid;

    Trace(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void started(int startedPid, EnvironmentBlock environment) {
        pid = startedPid;
        begin().add("started");
        end();
        byte[] block = environment.block();
        int from = 0;
        while (from < environment.length()) {
            int to = from;
            while (block[to] != 0) {
                to++;
            }
            variable(java.util.Arrays.copyOfRange(block, from, to));
            from = to + 1;
        }
    }

    private void variable(byte[] entry) {
        begin();
        int shown = entry.length;
        for (byte[] secret : SECRETS) {
            shown = Bytes.startsWith(entry, secret) ? secret.length : shown;
        }
        Escape.add(wire, Escape.Style.BACKSLASH_X, java.util.Arrays.copyOf(entry, shown), MOST_VALUE);
        wire.add(shown < entry.length ? "(hidden)" : "");
        end();
    }

    @Override
    public void printed(CgiResponse response) {
        begin().add("printed a head of ").addDecimal(response.head().length()).add(" bytes");
        end();
    }

    @Override
    public void answered(int status) {
        begin().add("answered ").addDecimal(status);
        end();
    }

    @Override
    public void ended(AccessEntry entry) {
        begin().add("request ");
        byte[] none = {'-'};
        Escape.add(wire, Escape.Style.WORD, entry.method() == null ? none : entry.method(), MOST_VALUE);
        wire.addByte(' ');
        Escape.add(wire, Escape.Style.WORD, entry.uri() == null ? none : entry.uri(), MOST_VALUE);
        wire.add(" status ")
                .addDecimal(entry.status())
                .add(" bytes ")
                .addDecimal(entry.bytes())
                .add(" seconds ");
        AccessFormat.addSeconds(wire, entry.micros());
        if (entry.exit() >= 0) {
            wire.add(" exit ").addDecimal(entry.exit());
        }
        end();
        pid = 0;
    }

    private Wire begin() {
        wire.clear();
        return wire.add("cgi-adapter: trace ").addDecimal(pid).add(": ");
    }

    private void end() {
        wire.addByte('\n');
        kernel.write(2, wire.bytes(), 0, wire.length());
    }
}
