package ucspi.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import ucspi.server.ConnectionLimit;
import ucspi.server.Networks;
import ucspi.server.RateLimit;
import ucspi.server.ServerSettings;

/** The options of the servers that limit what one client may take from the others; a picocli mixin. */
public final class LimitOptions {
    private static final int MOST_CONNECTIONS = 1_000_000;

    /** What a fresh socket takes at once under any sensible setting of the kernel. */
    private static final int LONGEST_MESSAGE = 4096;

    private static final int LONGEST_SECONDS = 1_000_000_000;
    private static final int LONGEST_PERIOD = 86_400;
    private static final int MOST_RATES = 16;

    private final boolean networks;
    private final List<ConnectionLimit> connectionLimits = new ArrayList<>();
    private final List<RateLimit> rateLimits = new ArrayList<>();
    private int longestWait = 10;
    private int maxAge;
    private int idle;
    private int grace = 10;

    /**
     * @param networks whether clients have addresses, and so networks
     */
    public LimitOptions(boolean networks) {
        this.networks = networks;
    }

    @Option(
            names = "-C",
            paramLabel = "n[/prefix][:message]",
            description = "The most connections of a client at a time, or of a network whose prefix has so many bits:"
                    + " n/24 in IPv4, n/64 in IPv6, n/24,64 in both. One more is sent the message and closed. May be"
                    + " given again. unixserver: the most connections of a user.")
    public void connections(String text) {
        int colon = text.indexOf(':');
        String limit = colon < 0 ? text : text.substring(0, colon);
        String message = colon < 0 ? "" : unescape(text.substring(colon + 1));
        int slash = limit.indexOf('/');
        String number = slash < 0 ? limit : limit.substring(0, slash);
        int most = (int) Numbers.decimal("-C", number, 1, MOST_CONNECTIONS);
        connectionLimits.add(new ConnectionLimit(most, networks("-C", limit, slash), message));
    }

    @Option(
            names = "--rate",
            paramLabel = "n/period[/prefix]",
            description =
                    "Let a client or a network, as with -C, begin so many connections in a period, such as 10/s or"
                            + " 100/5m; one that comes too early waits. May be given again.")
    public void rate(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new UsageError("option --rate takes a number, a slash and a period, not '" + text + "'");
        }
        if (rateLimits.size() == MOST_RATES) {
            throw new UsageError("option --rate can be given " + MOST_RATES + " times");
        }
        int number = (int) Numbers.decimal("--rate", text.substring(0, slash), 1, MOST_CONNECTIONS);
        int end = text.indexOf('/', slash + 1);
        int seconds = period(text.substring(slash + 1, end < 0 ? text.length() : end));
        rateLimits.add(RateLimit.of(number, seconds, networks("--rate", text, end)));
    }

    /** A number of seconds, or with a letter behind it, minutes or hours; without a number it is one of them. */
    private static int period(String text) {
        int unit = text.isEmpty() ? -1 : "smh".indexOf(text.charAt(text.length() - 1));
        String number = unit < 0 ? text : text.substring(0, text.length() - 1);
        int factor = unit <= 0 ? 1 : unit == 1 ? 60 : 3600;
        boolean one = number.isEmpty() && unit >= 0;
        return one ? factor : factor * (int) Numbers.decimal("--rate", number, 1, LONGEST_PERIOD / factor);
    }

    @Option(
            names = "--rate-wait",
            paramLabel = "seconds",
            description = "The longest that a connection waits for its turn; one that had to wait longer is closed."
                    + " Default: 10.")
    public void rateWait(String text) {
        longestWait = (int) Numbers.decimal("--rate-wait", text, 0, LONGEST_PERIOD);
    }

    @Option(
            names = "--max-age",
            paramLabel = "seconds",
            description = "End a program (SIGTERM) that has had its connection for so long.")
    public void maxAge(String text) {
        maxAge = (int) Numbers.decimal("--max-age", text, 1, LONGEST_SECONDS);
    }

    @Option(
            names = "--idle",
            paramLabel = "seconds",
            description = "End a program (SIGTERM) on whose connection no byte has moved for so long; tcpserver only.")
    public void idle(String text) {
        if (!networks) {
            throw new UsageError(
                    "option --idle is tcpserver's: the kernel does not count the bytes that a Unix socket moves");
        }
        idle = (int) Numbers.decimal("--idle", text, 1, LONGEST_SECONDS);
    }

    @Option(
            names = "--grace",
            paramLabel = "seconds",
            description =
                    "How long a program that was told to end may take before it is killed (SIGKILL). Default: 10.")
    public void grace(String text) {
        grace = (int) Numbers.decimal("--grace", text, 0, LONGEST_SECONDS);
    }

    /** What stands behind the slash at this index; one number is one kind of address, IPv4's up to 32. */
    private Networks networks(String option, String text, int slash) {
        if (slash < 0) {
            return Networks.SINGLE;
        }
        if (!networks) {
            throw new UsageError("option " + option + " takes no prefix here: users have no networks");
        }
        int comma = text.indexOf(',', slash);
        if (comma < 0) {
            int bits = bits(option, text.substring(slash + 1), 128);
            return bits <= 32 ? new Networks(bits, -1) : new Networks(-1, bits);
        }
        String four = text.substring(slash + 1, comma);
        return new Networks(four.isEmpty() ? -1 : bits(option, four, 32), bits(option, text.substring(comma + 1), 128));
    }

    private static int bits(String option, String text, int most) {
        return (int) Numbers.decimal(option, text, 0, most);
    }

    /** {@code \n}, {@code \r} and {@code \\}, as tcpsvd has them. */
    private static String unescape(String text) {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = i < text.length() ? text.charAt(i) : 0;
                switch (c) {
                    case 'n' -> c = '\n';
                    case 'r' -> c = '\r';
                    case '\\' -> {}
                    default -> throw new UsageError("option -C: a message has \\n, \\r and \\\\ only");
                }
            }
            message.append(c);
        }
        if (message.length() > LONGEST_MESSAGE) {
            throw new UsageError("option -C takes a message of at most " + LONGEST_MESSAGE + " bytes");
        }
        return message.toString();
    }

    /** Tells a server. */
    public void apply(ServerSettings settings) {
        settings.connectionLimits = connectionLimits;
        settings.rateLimits = rateLimits;
        settings.longestWait = longestWait * 1_000_000_000L;
        settings.maxAgeMillis = maxAge * 1000L;
        settings.idleMillis = idle * 1000L;
        settings.graceMillis = grace * 1000L;
    }
}
