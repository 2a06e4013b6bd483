package ucspi.cgi;

import picocli.CommandLine.Option;
import ucspi.cli.Ids;
import ucspi.cli.Numbers;
import ucspi.cli.UsageError;
import ucspi.kernel.Privileges;
import ucspi.kernel.Sys;

/** The options of a cgi-adapter that listens itself, and serves all connections; a picocli mixin. */
public final class ResidentOptions {
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int MOST_SECONDS = 1_000_000;
    private static final int MOST_WORKERS = 1000;

    /** Whether the ports are printed on standard output once connections are taken. */
    public boolean printPorts;

    /** The most connections at a time; 0 for as many as there are descriptors for. */
    public int connections;

    /** What listen(2) is given. */
    public int backlog = 128;

    /** The file of access rules, or null. */
    public String rules;

    /** Whether it is no error that the file of access rules does not exist. */
    public boolean rulesMayBeAbsent;

    /** Seconds that the end may wait for requests that are served; 0 for ever. */
    public int drainSeconds;

    /** How many processes accept connections. */
    public int workers = 1;

    /** How many programs may run at a time. */
    public int maxProcesses = 256;

    /** How many of each program, and of each user; 0 for no limit. */
    public int maxPerProgram;

    /** How many programs of each user may run at a time; 0 for no limit. */
    public int maxPerUser;

    /** How many requests may wait for their programs to start. */
    public int queue = 1024;

    /** Seconds that each of them may wait. */
    public int queueSeconds = 30;

    private long uid = -1;
    private long gid = -1;
    private boolean idsFromEnvironment;
    private String first;

    /**
     * Checks what no option can check for itself.
     *
     * @param isOn whether this process listens itself
     * @throws UsageError if an option was given that is for listening processes only, and this is none
     */
    void check(boolean isOn) {
        if (!isOn && first != null) {
            throw new UsageError("option " + first + " goes with --listen");
        }
    }

    /** The limits of one of so many processes: together they keep to what the options say. */
    SlotLimits slots() {
        return new SlotLimits(
                share(maxProcesses),
                maxPerProgram == 0 ? SlotLimits.NONE : share(maxPerProgram),
                maxPerUser == 0 ? SlotLimits.NONE : share(maxPerUser),
                queue / workers,
                queueSeconds);
    }

    private int share(int all) {
        return Math.max(1, all / workers);
    }

    /**
     * Becomes the user and the group that the options name.
     *
     * @throws ucspi.kernel.SysException if that is refused
     */
    void dropPrivileges(Sys sys) {
        Privileges.drop(
                sys, Ids.choose(sys, "UID", idsFromEnvironment, uid), Ids.choose(sys, "GID", idsFromEnvironment, gid));
    }

    @Option(names = "-1", description = "With --listen: print the ports on standard output once connections are taken.")
    void printPorts(boolean given) {
        printPorts |= given;
        note(given, "-1");
    }

    @Option(
            names = "-c",
            paramLabel = "limit",
            description = "With --listen: the most connections at a time; more of them wait. Default: as many as there"
                    + " are descriptors for.")
    void connections(String text) {
        connections = number("-c", text, 1, MOST_CONNECTIONS);
    }

    @Option(
            names = "-b",
            paramLabel = "backlog",
            description = "With --listen: the length of the kernel's queue of waiting connections. Default: 128.")
    void backlog(String text) {
        backlog = number("-b", text, 0, Integer.MAX_VALUE);
    }

    @Option(
            names = "-x",
            paramLabel = "rules.cdb",
            description = "With --listen: let in whom these access rules let in, which tcprules made.")
    void rules(String text) {
        rules = text;
        note(true, "-x");
    }

    @Option(names = "-X", description = "Let in everybody if the file of access rules does not exist.")
    void rulesMayBeAbsent(boolean given) {
        rulesMayBeAbsent |= given;
        note(given, "-X");
    }

    @Option(
            names = "-u",
            paramLabel = "uid",
            description = "With --listen: switch to this user id, a number, once the socket listens; 0 keeps the"
                    + " present one.")
    void uid(String text) {
        uid = id("-u", text);
    }

    @Option(
            names = "-g",
            paramLabel = "gid",
            description = "With --listen: switch to this group id, a number, once the socket listens; 0 keeps the"
                    + " present one.")
    void gid(String text) {
        gid = id("-g", text);
    }

    private long id(String option, String text) {
        long id = Numbers.decimal(option, text, 0, Numbers.MAX_ID);
        note(true, option);
        return id == 0 ? -1 : id;
    }

    @Option(names = "-U", description = "The same as -u $UID -g $GID.")
    void idsFromEnvironment(boolean given) {
        idsFromEnvironment |= given;
        note(given, "-U");
    }

    @Option(
            names = "--drain",
            paramLabel = "seconds",
            description = "With --listen: how long the end waits for requests that are served; 0 is for ever, the"
                    + " default.")
    void drain(String text) {
        drainSeconds = number("--drain", text, 0, MOST_SECONDS);
    }

    @Option(
            names = "--workers",
            paramLabel = "number",
            description = "With --listen: how many processes accept connections. Default: 1.")
    void workers(String text) {
        workers = number("--workers", text, 1, MOST_WORKERS);
    }

    @Option(
            names = "--max-processes",
            paramLabel = "number",
            description = "With --listen: how many programs may run at a time. Default: 256.")
    void maxProcesses(String text) {
        maxProcesses = number("--max-processes", text, 1, MOST_CONNECTIONS);
    }

    @Option(
            names = "--max-per-program",
            paramLabel = "number",
            description = "With --listen: how many processes of each program may run at a time; 0 is no limit, the"
                    + " default.")
    void maxPerProgram(String text) {
        maxPerProgram = number("--max-per-program", text, 0, MOST_CONNECTIONS);
    }

    @Option(
            names = "--max-per-user",
            paramLabel = "number",
            description = "With --listen and --userdir: how many programs of each user may run at a time; 0 is no"
                    + " limit, the default.")
    void maxPerUser(String text) {
        maxPerUser = number("--max-per-user", text, 0, MOST_CONNECTIONS);
    }

    @Option(
            names = "--queue",
            paramLabel = "number",
            description = "With --listen: how many requests may wait until their programs may run; more get 503."
                    + " Default: 1024.")
    void queue(String text) {
        queue = number("--queue", text, 0, MOST_CONNECTIONS);
    }

    @Option(
            names = "--queue-wait",
            paramLabel = "seconds",
            description = "With --listen: how long each of them may wait, then 503. Default: 30.")
    void queueWait(String text) {
        queueSeconds = number("--queue-wait", text, 1, MOST_SECONDS);
    }

    private int number(String option, String text, int min, int max) {
        note(true, option);
        return (int) Numbers.decimal(option, text, min, max);
    }

    private void note(boolean given, String option) {
        first = given && first == null ? option : first;
    }
}
