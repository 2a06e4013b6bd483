package ucspi.cgi;

import ucspi.cgi.site.InternalFiles;
import ucspi.cgi.site.Site;
import ucspi.cli.Command;
import ucspi.event.EventLoop;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.server.StandardDescriptors;

/** cgi-adapter: answers the requests of one connection by running a CGI program for each. */
public final class CgiAdapter implements Command<CgiAdapterOptions> {
    /** The exit code when the program that was tried did not answer or failed. */
    private static final int TRIAL_FAILED = 1;

    private static final byte[] TMP = Bytes.ascii("/tmp");
    private static final byte[] NPH = Bytes.ascii("nph-");

    @Override
    public String name() {
        return "cgi-adapter";
    }

    @Override
    public CgiAdapterOptions options() {
        return new CgiAdapterOptions();
    }

    @Override
    public int run(CgiAdapterOptions options, Sys sys) {
        Kernel kernel = sys.kernel();
        Trial trial = options.tryMethod == null ? null : new Trial(options);
        options.check();
        options.protocol = trial == null ? options.protocol : Protocol.TRIAL;
        StandardDescriptors.open(sys);
        keepLogOffTheWire(sys);
        ProcessTree.adoptOrphans(kernel);
        EventLoop loop = new EventLoop(sys);
        Reaper reaper = new Reaper(kernel);
        byte[] temporary = sys.environment("TMPDIR");
        byte[] directory = temporary == null || temporary.length == 0 ? TMP : temporary;
        TrialView trialView = trial == null ? null : new TrialView(kernel);
        Trace trace = options.trace ? new Trace(kernel) : null;
        ErrorPages pages = new ErrorPages(sys, options.errorPages);
        Service service = new Service(
                kernel,
                options.protocol,
                resolver(options, sys, loop, pages),
                pages,
                options.access,
                trial == null ? trace : trialView,
                limits(options),
                reaper,
                directory);
        Gateway gateway = GatewayFacts.of(sys, 0, options.https || (trial != null && trial.isHttps()));
        int input = trial == null ? 0 : trial.open(sys, directory);
        Connection connection = new Connection(service, loop, new Client(kernel, input, 1), gateway, loop::stop);
        SignalInput.watch(sys, loop, reaper, connection);
        connection.start();
        if (!connection.isClosed()) {
            loop.run();
        }
        return trial == null || trialView.isGood() ? 0 : TRIAL_FAILED;
    }

    private static Limits limits(CgiAdapterOptions options) {
        return new Limits(
                options.headTimeout,
                options.bodyTimeout,
                options.programTimeout,
                options.grace,
                options.keepAlive,
                options.maxBody,
                options.streamBody);
    }

    private static Resolver resolver(CgiAdapterOptions options, Sys sys, EventLoop loop, ErrorPages pages) {
        StartSupplies supplies = new StartSupplies(sys.kernel(), loop);
        return options.isSite()
                ? site(options, sys, supplies, pages)
                : new SingleProgram(program(options, sys, supplies));
    }

    private static Resolver site(CgiAdapterOptions options, Sys sys, StartSupplies supplies, ErrorPages pages) {
        Kernel kernel = sys.kernel();
        boolean hasHosts = options.hosts != null;
        byte[] directory = SiteResolver.absolute(kernel, hasHosts ? options.hosts : options.site);
        byte[] users = options.userDirectory == null ? null : Bytes.latin1(options.userDirectory);
        InternalFiles internal = options.internal == null
                ? null
                : new InternalFiles(sys, SiteResolver.absolute(kernel, options.internal));
        OwnReplies own = new OwnReplies(kernel, pages);
        return new SiteResolver(
                kernel,
                new Site(sys, directory, hasHosts, users, options.passwd, options.listDirectories),
                new SitePrograms(supplies, kernel.environment(), options.passed, options.passAuthorization),
                internal,
                new FileReplies(sys, own),
                own);
    }

    private static CgiProgram program(CgiAdapterOptions options, Sys sys, StartSupplies supplies) {
        byte[][] argv = new byte[options.program.size()][];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = Bytes.latin1(options.program.get(i));
        }
        ProgramFile file = ProgramFile.of(sys, argv);
        byte[] documentRoot = options.documentRoot == null ? null : Bytes.latin1(options.documentRoot);
        ProgramPaths paths = new ProgramPaths(Bytes.latin1(options.scriptName), documentRoot);
        EnvironmentBlock block = new EnvironmentBlock();
        byte[][] ours = sys.kernel().environment();
        byte[] name = argv[0];
        argv[0] = file.path();
        Spawn spawn = new Spawn(block).command(argv, sys.environment("PATH"));
        argv[0] = name;
        spawn.arguments = Bytes.block(argv);
        spawn.directory = file.directory();
        spawn.flags = Spawn.OWN_GROUP;
        boolean isHttp = !options.protocol.hasVariables();
        return new CgiProgram(
                supplies,
                spawn,
                options.program.get(0),
                paths,
                isHttp
                        ? environment(block, paths, options, ours, file)
                        : frontEnvironment(block, paths, options, ours, file),
                isHttp && (options.nph || isNph(name)),
                options.protocol == Protocol.FASTCGI);
    }

    private static ProgramEnvironment environment(
            EnvironmentBlock block, ProgramPaths paths, CgiAdapterOptions options, byte[][] ours, ProgramFile file) {
        block.setFixed(FixedEnvironment.entries(ours, options.passed, file.path(), paths.documentRoot()));
        return new CgiEnvironment(block, paths, options.passAuthorization);
    }

    private static ProgramEnvironment frontEnvironment(
            EnvironmentBlock block, ProgramPaths paths, CgiAdapterOptions options, byte[][] ours, ProgramFile file) {
        byte[][] fixed = FixedEnvironment.passed(ours, options.passed);
        block.setFixed(fixed);
        byte[][] own = FixedEnvironment.own(file.path(), paths.documentRoot());
        return new FrontEnvironment(block, paths, options.passAuthorization, fixed, own);
    }

    private static boolean isNph(byte[] name) {
        int base = name.length;
        while (base > 0 && name[base - 1] != '/') {
            base--;
        }
        return Bytes.startsWith(java.util.Arrays.copyOfRange(name, base, name.length), NPH);
    }

    /** Under inetd and systemd's Accept=yes, standard error is the connection: nothing that is logged may go there. */
    private static void keepLogOffTheWire(Sys sys) {
        long[] log = new long[FileStatus.SIZE];
        long[] wire = new long[FileStatus.SIZE];
        Kernel kernel = sys.kernel();
        kernel.fstat(2, log);
        boolean isSocket = (log[FileStatus.MODE] & FileStatus.TYPE_MASK) == FileStatus.TYPE_SOCKET;
        kernel.fstat(0, wire);
        if (isSocket && log[FileStatus.INODE] == wire[FileStatus.INODE]) {
            int fd = Sys.check(
                    kernel.open(Bytes.path("/dev/null"), Linux.O_WRONLY | Linux.O_CLOEXEC, 0), "open /dev/null");
            kernel.dup2(fd, 2);
            kernel.close(fd);
        }
    }
}
