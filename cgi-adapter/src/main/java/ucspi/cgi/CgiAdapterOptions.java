package ucspi.cgi;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.ListenOptions;
import ucspi.cli.Numbers;
import ucspi.cli.SpawnOptions;
import ucspi.cli.UsageError;

/** The command line of cgi-adapter. */
@Command(
        name = "cgi-adapter",
        description =
                "Answers requests on standard input and output by running a CGI program for each of them, or from a"
                        + " directory of files and programs; to be run by tcpserver or any other such listener.",
        customSynopsis = "cgi-adapter [ options ] { program [ argument ... ] | --site directory | --vhosts directory }")
public final class CgiAdapterOptions {
    private static final int MOST_SECONDS = 1_000_000;

    /** Where to listen; nowhere, if one connection is to be served that a listener has accepted. */
    @Mixin
    public final ListenOptions listen = new ListenOptions(true, true);

    /** How this process listens itself, if it does. */
    @Mixin
    public final ResidentOptions resident = new ResidentOptions();

    /** What is served, if it is a site. */
    @Mixin
    public final SiteOptions site = new SiteOptions();

    /** How programs are started. */
    @Mixin
    public final SpawnOptions spawn = new SpawnOptions();

    /** Short forms of what limits programs. */
    @Mixin
    public final LimitOptions limits = new LimitOptions(spawn.limits);

    /** What the connection speaks. */
    Protocol protocol = Protocol.HTTP;

    /** The form of the access log. */
    AccessFormat access = AccessFormat.NONE;

    /** Whether each request is traced. */
    public boolean trace;

    /** The method of the one request to try; null to serve. */
    public String tryMethod;

    /** Fields of that request. */
    public final List<String> tryHeaders = new ArrayList<>();

    /** Its body, or an at sign and the name of a file; null for none. */
    public String tryData;

    /** Seconds that a request head may take. */
    public int headTimeout = 30;

    /** Seconds that the client may stall within a body. */
    public int bodyTimeout = 60;

    /** Seconds that the program may be silent; 0 for ever. */
    public int programTimeout = 300;

    /** Seconds from SIGTERM to SIGKILL. */
    public int grace = 5;

    /** Seconds that a deploy may hold a request back. */
    public int deployWait = 10;

    /** The directory that deploys change, or null. */
    public String deploy;

    /** The lock of what deploys change, or null. */
    public String deployLock;

    /** Seconds that a connection may wait for its next request; 0 closes it behind the first. */
    public int keepAlive = 15;

    /** Seconds that an event stream may be silent before a comment is sent; 0 for ever. */
    public int heartbeat;

    /** The largest request body, in bytes. */
    public long maxBody = 4L << 30;

    /** Whether the program writes the whole response itself. */
    public boolean nph;

    /** The part of the path that names the program; a Latin-1 string. */
    public String scriptName = "";

    /** The value of DOCUMENT_ROOT, or null. */
    public String documentRoot;

    /** Names of variables to pass on to the program. */
    public final List<String> passed = new ArrayList<>();

    /** Whether the program sees the client's credentials. */
    public boolean passAuthorization;

    /** Whether a chunked body goes to the program as it comes. */
    public boolean streamBody;

    /** Whether a web server in front passes requests on by HTTP. */
    public boolean behindProxy;

    /** Whether the connection came by TLS. */
    public boolean https;

    /** The directory of pages for errors, or null. */
    public String errorPages;

    /** The program and its arguments; empty with a site. */
    public List<String> program = List.of();

    @Option(
            names = "--protocol",
            paramLabel = "name",
            description = "What the connection speaks: http; or, behind a web server, scgi or fastcgi. Default: http.")
    void protocol(String text) {
        protocol = switch (text) {
            case "http" -> Protocol.HTTP;
            case "scgi" -> Protocol.SCGI;
            case "fastcgi" -> Protocol.FASTCGI;
            default -> throw new UsageError("option --protocol takes http, scgi or fastcgi, not '" + text + "'");
        };
    }

    @Option(
            names = "--access-log",
            paramLabel = "format",
            description = "Write a line for each request to standard error: common, combined or json.")
    void access(String text) {
        access = switch (text) {
            case "common" -> AccessFormat.COMMON;
            case "combined" -> AccessFormat.COMBINED;
            case "json" -> AccessFormat.JSON;
            default -> throw new UsageError("option --access-log takes common, combined or json, not '" + text + "'");
        };
    }

    @Option(
            names = "--trace",
            description = "Tell on standard error what each request was, what the program got, and how it ended.")
    void trace(boolean given) {
        trace |= given;
    }

    @Option(
            names = "--try",
            paramLabel = "method",
            description = "Serve nothing, but show what the program makes of one request: --try method url program."
                    + " Options --header and --data may stand behind the URL, too.")
    void tryMethod(String text) {
        tryMethod = text;
    }

    @Option(names = "--header", paramLabel = "field", description = "A field of the request of --try: 'Name: value'.")
    void header(String text) {
        tryHeaders.add(text);
    }

    @Option(
            names = "--data",
            paramLabel = "data",
            description = "The body of the request of --try; @file takes it from a file.")
    void data(String text) {
        tryData = text;
    }

    @Option(
            names = "--timeout-head",
            paramLabel = "seconds",
            description = "How long the head of a request may take, then 408. Default: 30.")
    void headTimeout(String text) {
        headTimeout = seconds("--timeout-head", text, 1);
    }

    @Option(
            names = "--timeout-body",
            paramLabel = "seconds",
            description = "How long the client may stall while it sends a body or takes a response. Default: 60.")
    void bodyTimeout(String text) {
        bodyTimeout = seconds("--timeout-body", text, 1);
    }

    @Option(
            names = "--timeout",
            paramLabel = "seconds",
            description = "How long the program may print nothing, then 504 or, within a response, the end of the"
                    + " connection; 0 is for ever. Default: 300.")
    void programTimeout(String text) {
        programTimeout = seconds("--timeout", text, 0);
    }

    @Option(
            names = "--grace",
            paramLabel = "seconds",
            description = "How long after SIGTERM a program that has to end gets SIGKILL. Default: 5.")
    void grace(String text) {
        grace = seconds("--grace", text, 0);
    }

    @Option(
            names = "--deploy",
            paramLabel = "directory",
            description = "Run each request on one revision of what deploy(1) keeps in this directory, whose name the"
                    + " program finds in DEPLOY_REVISION. A relative path with a slash, of the program or of --site, is"
                    + " one of the revision's files, and a program that has no directory of its own runs in its top.")
    void deploy(String text) {
        deploy = SiteOptions.path("--deploy", text);
    }

    @Option(
            names = "--deploy-lock",
            paramLabel = "file",
            description = "Hold requests back while a deploy changes the files that this lock is for. With --deploy its"
                    + " own lock is the default.")
    void deployLock(String text) {
        deployLock = SiteOptions.path("--deploy-lock", text);
    }

    @Option(
            names = "--deploy-wait",
            paramLabel = "seconds",
            description = "How long a deploy may hold a request back, then 503. Default: 10.")
    void deployWait(String text) {
        deployWait = seconds("--deploy-wait", text, 0);
    }

    @Option(
            names = "--keep-alive",
            paramLabel = "seconds",
            description = "How long a connection may wait for its next request; 0 ends it behind the first."
                    + " Default: 15.")
    void keepAlive(String text) {
        keepAlive = seconds("--keep-alive", text, 0);
    }

    @Option(
            names = "--heartbeat",
            paramLabel = "seconds",
            description = "Send a comment into a text/event-stream in which the program has printed nothing for so"
                    + " long; 0 is never. Default: 0.")
    void heartbeat(String text) {
        heartbeat = seconds("--heartbeat", text, 0);
    }

    @Option(
            names = "--max-body",
            paramLabel = "bytes",
            description = "The largest request body; a larger one gets 413. Default: 4294967296.")
    void maxBody(String text) {
        maxBody = Numbers.decimal("--max-body", text, 0, Long.MAX_VALUE);
    }

    @Option(
            names = "--nph",
            description = "The program writes the whole response itself, status line and all, to the connection. So it"
                    + " does if its name begins with nph-.")
    void nph(boolean given) {
        nph |= given;
    }

    @Option(
            names = "--script-name",
            paramLabel = "path",
            description = "The path that the program is at: SCRIPT_NAME. What follows it is PATH_INFO, any other path"
                    + " gets 404. Default: the root.")
    void scriptName(String text) {
        boolean valid = text.isEmpty() || (text.charAt(0) == '/' && text.charAt(text.length() - 1) != '/');
        if (!valid) {
            throw new UsageError("option --script-name takes a path like /cgi-bin/app, not '" + text + "'");
        }
        scriptName = text;
    }

    @Option(
            names = "--document-root",
            paramLabel = "directory",
            description = "Set DOCUMENT_ROOT to this, and PATH_TRANSLATED to PATH_INFO below it.")
    void documentRoot(String text) {
        documentRoot = text;
    }

    @Option(
            names = "--pass",
            paramLabel = "names",
            description = "Pass these variables of the environment, separated by commas, on to the program, which"
                    + " otherwise gets but PATH, LANG, LC_ALL, LC_CTYPE, TMPDIR and TZ of them.")
    void pass(String text) {
        int from = 0;
        while (from <= text.length()) {
            int to = text.indexOf(',', from);
            to = to < 0 ? text.length() : to;
            String name = text.substring(from, to);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new UsageError("option --pass takes names of variables, not '" + text + "'");
            }
            if (FixedEnvironment.isSetByAdapter(name)) {
                throw new UsageError("option --pass: " + name + " is set for each request");
            }
            passed.add(name);
            from = to + 1;
        }
    }

    @Option(
            names = "--pass-authorization",
            description = "Pass the client's Authorization on to the program as HTTP_AUTHORIZATION.")
    void passAuthorization(boolean given) {
        passAuthorization |= given;
    }

    @Option(
            names = "--stream-body",
            description = "Start the program at once for a chunked body, which has then no CONTENT_LENGTH and ends at"
                    + " the end of standard input.")
    void streamBody(boolean given) {
        streamBody |= given;
    }

    @Option(
            names = "--https",
            description = "The connection came by TLS, which something in front has taken off: HTTPS=on.")
    void https(boolean given) {
        https |= given;
    }

    @Option(
            names = "--behind-proxy",
            description = "A web server passes the requests on: fields for it, such as X-Accel-Redirect, go to it, and"
                    + " event streams get X-Accel-Buffering: no. With scgi and fastcgi it is always so.")
    void behindProxy(boolean given) {
        behindProxy |= given;
    }

    @Option(
            names = "--error-pages",
            paramLabel = "directory",
            description = "Answer errors with the pages in this directory: 404.html for the status 404, and so on.")
    void errorPages(String text) {
        errorPages = SiteOptions.path("--error-pages", text);
    }

    /** Whether this process listens itself. */
    boolean listens() {
        return !listen.addresses.isEmpty();
    }

    /** What connections speak. */
    Protocol protocol() {
        return behindProxy && protocol == Protocol.HTTP ? Protocol.PROXIED : protocol;
    }

    /**
     * Checks what no option can check for itself.
     *
     * @throws UsageError if the options make no sense together
     */
    void check() {
        site.check();
        resident.check(listens());
        SiteOptions.refuse(tryMethod != null && listens(), "options --try and --listen exclude each other");
        SiteOptions.refuse(
                resident.maxPerUser > 0 && site.users() == null, "option --max-per-user goes with --userdir");
        if (!site.isSite()) {
            SiteOptions.refuse(program.isEmpty(), "");
            return;
        }
        SiteOptions.refuse(!program.isEmpty(), "a site takes no program");
        SiteOptions.refuse(nph, "option --nph is for a single program");
        SiteOptions.refuse(!scriptName.isEmpty(), "option --script-name is for a single program");
        SiteOptions.refuse(documentRoot != null, "option --document-root is for a single program");
        SiteOptions.refuse(spawn.directory != null, "option --chdir is for a single program");
    }

    @Parameters(index = "0..*", arity = "0..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }

    private static int seconds(String option, String text, int min) {
        return (int) Numbers.decimal(option, text, min, MOST_SECONDS);
    }
}
