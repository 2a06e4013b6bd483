package ucspi.cli;

import picocli.CommandLine.Option;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Privileges;
import ucspi.kernel.Sys;
import ucspi.listen.ListenSettings;
import ucspi.listen.ListeningSocket;
import ucspi.listen.ListeningSockets;
import ucspi.server.Handover;
import ucspi.server.LogFormat;
import ucspi.server.ServerLog;
import ucspi.server.ServerSettings;

/** The options that the servers share, those of the classic tools and ours; a picocli mixin. */
public final class ServerOptions {
    private static final long LONGEST_SECONDS = 1_000_000_000;
    private static final String UNIX = "unix:";
    private static final int MOST_CONNECTIONS = 1_000_000;

    /** What a fresh socket takes at once under any sensible setting of the kernel. */
    private static final int LONGEST_BANNER = 4096;

    /** How much is said on standard error; one of the constants of {@link ServerLog}. */
    public int verbosity = ServerLog.ERRORS;

    /** How it is said. */
    public LogFormat logFormat = LogFormat.CLASSIC;

    /** What listen(2) is given. */
    public int backlog;

    private String stats;
    private int statsMode = 0600;
    private int limit;
    private String banner = "";
    private long uid = -1;
    private long gid = -1;
    private boolean uidFromEnvironment;
    private boolean gidFromEnvironment;
    private boolean drain;
    private long drainSeconds;

    /**
     * @param limit the most connections at a time, as long as no option sets it
     * @param backlog what listen(2) is given, as long as no option sets it
     */
    public ServerOptions(int limit, int backlog) {
        this.limit = limit;
        this.backlog = backlog;
    }

    @Option(names = "-q", description = "Quiet: print no messages at all, not even errors.")
    public void quiet(boolean given) {
        verbosity = given ? ServerLog.QUIET : verbosity;
    }

    @Option(names = "-Q", description = "Print errors only (the default).")
    public void errorsOnly(boolean given) {
        verbosity = given ? ServerLog.ERRORS : verbosity;
    }

    @Option(names = "-v", description = "Verbose: print errors and the status of connections.")
    public void verbose(boolean given) {
        verbosity = given ? ServerLog.STATUS : verbosity;
    }

    @Option(
            names = "--log",
            paramLabel = "format",
            description = "The form of the log: classic (the default), logfmt or json; the latter two have one line an"
                    + " event, with the time in UTC. How much is logged is up to -q, -Q and -v.")
    public void logFormat(String word) {
        logFormat = logFormat("--log", word);
    }

    /**
     * The format of that name.
     *
     * @throws UsageError if there is none
     */
    public static LogFormat logFormat(String option, String word) {
        LogFormat format = LogFormat.named(word);
        if (format == null) {
            throw new UsageError("option " + option + " takes classic, logfmt or json, not '" + word + "'");
        }
        return format;
    }

    @Option(
            names = "--stats",
            paramLabel = "unix:path",
            description = "Tell whoever connects to this Unix socket what has been counted, in the text format of"
                    + " Prometheus, over HTTP to who asks so.")
    public void stats(String address) {
        boolean isUnix = address.startsWith(UNIX) && address.length() > UNIX.length();
        if (!isUnix || address.length() > UNIX.length() + Linux.UNIX_PATH_MAX) {
            throw new UsageError("option --stats takes unix: and a path of up to " + Linux.UNIX_PATH_MAX
                    + " bytes, not '" + address + "'");
        }
        stats = address.substring(UNIX.length());
    }

    @Option(
            names = "--stats-mode",
            paramLabel = "mode",
            description = "The permissions of the socket of --stats, an octal number. Default: 600.")
    public void statsMode(String text) {
        statsMode = (int) Numbers.octal("--stats-mode", text, 0, 0777);
    }

    @Option(
            names = "-c",
            paramLabel = "limit",
            description = "The most connections at a time; more of them wait. Default: tcpserver 40, unixserver 10.")
    public void limit(String text) {
        limit = (int) Numbers.decimal("-c", text, 1, MOST_CONNECTIONS);
    }

    @Option(
            names = "-b",
            paramLabel = "backlog",
            description = "The length of the kernel's queue of waiting connections. Default: tcpserver 20,"
                    + " unixserver 128.")
    public void backlog(String text) {
        backlog = (int) Numbers.decimal("-b", text, 0, Integer.MAX_VALUE);
    }

    @Option(names = "-B", paramLabel = "banner", description = "Write this to each connection at once, literally.")
    public void banner(String text) {
        if (text.length() > LONGEST_BANNER) {
            throw new UsageError("option -B takes at most " + LONGEST_BANNER + " bytes");
        }
        banner = text;
    }

    @Option(
            names = "-u",
            paramLabel = "uid",
            description = "Switch to this user id, a number, once the socket listens; 0 keeps the present one.")
    public void uid(String text) {
        uid = id("-u", text);
        uidFromEnvironment = false;
    }

    @Option(
            names = "-g",
            paramLabel = "gid",
            description = "Switch to this group id, a number, once the socket listens; 0 keeps the present one.")
    public void gid(String text) {
        gid = id("-g", text);
        gidFromEnvironment = false;
    }

    // As in the classic tools, 0 is no id to switch to: "-u 0 -g 0" works for whoever cannot switch at all.
    private static long id(String option, String text) {
        long id = Numbers.decimal(option, text, 0, Numbers.MAX_ID);
        return id == 0 ? -1 : id;
    }

    @Option(names = "-U", description = "The same as -u $UID -g $GID.")
    public void idsFromEnvironment(boolean given) {
        uidFromEnvironment |= given;
        gidFromEnvironment |= given;
    }

    @Option(
            names = "--drain",
            arity = "0..1",
            paramLabel = "seconds",
            description = "When told to end, take no more connections, but wait for the programs that run, with this"
                    + " deadline if there is one.")
    public void drain(String seconds) {
        drain = true;
        drainSeconds = seconds.isEmpty() ? 0 : Numbers.decimal("--drain", seconds, 1, LONGEST_SECONDS);
    }

    /** The log of a server of that name. */
    public ServerLog log(Kernel kernel, String name) {
        return ServerLog.of(logFormat, kernel, name, verbosity, limit);
    }

    /** These options as a server takes them. */
    public ServerSettings settings() {
        ServerSettings settings = new ServerSettings();
        settings.limit = limit;
        settings.banner = Bytes.latin1(banner);
        settings.drain = drain;
        settings.drainSeconds = drainSeconds;
        return settings;
    }

    /**
     * The socket where counts are told, null if these options ask for none. To be made while there are the privileges
     * for its place.
     *
     * @param handover what the program before us left, or null
     * @throws ucspi.kernel.SysException if it cannot be made
     */
    public ListeningSocket openStats(Sys sys, Handover handover) {
        if (stats == null || handover != null) {
            return handover == null ? null : handover.stats();
        }
        ListenSettings wanted = new ListenSettings();
        wanted.umask = 0777 & ~statsMode;
        return new ListeningSockets(sys, wanted).unix(stats);
    }

    /**
     * Becomes the user and the group that the options name.
     *
     * @throws ucspi.kernel.SysException if that is refused
     */
    public void dropPrivileges(Sys sys) {
        Privileges.drop(
                sys, Ids.choose(sys, "UID", uidFromEnvironment, uid), Ids.choose(sys, "GID", gidFromEnvironment, gid));
    }
}
