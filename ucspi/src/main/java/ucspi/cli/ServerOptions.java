package ucspi.cli;

import picocli.CommandLine.Option;
import ucspi.kernel.Bytes;
import ucspi.kernel.Privileges;
import ucspi.kernel.Sys;
import ucspi.server.ServerLog;
import ucspi.server.ServerSettings;

/** The options that the servers share, those of the classic tools and ours; a picocli mixin. */
public final class ServerOptions {
    private static final long LONGEST_SECONDS = 1_000_000_000;
    private static final int MOST_CONNECTIONS = 1_000_000;

    /** What a fresh socket takes at once under any sensible setting of the kernel. */
    private static final int LONGEST_BANNER = 4096;

    /** How much is said on standard error; one of the constants of {@link ServerLog}. */
    public int verbosity = ServerLog.ERRORS;

    /** What listen(2) is given. */
    public int backlog;

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
     * Becomes the user and the group that the options name.
     *
     * @throws ucspi.kernel.SysException if that is refused
     */
    public void dropPrivileges(Sys sys) {
        Privileges.drop(
                sys, Ids.choose(sys, "UID", uidFromEnvironment, uid), Ids.choose(sys, "GID", gidFromEnvironment, gid));
    }
}
