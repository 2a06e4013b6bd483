package ucspi.cgi;

import ucspi.cgi.site.InternalFiles;
import ucspi.cgi.site.Site;
import ucspi.cli.Command;
import ucspi.event.EventLoop;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.server.StandardDescriptors;

/** cgi-adapter: answers the requests of one connection by running a CGI program for each. */
public final class CgiAdapter implements Command<CgiAdapterOptions> {
    /** The exit code when the program that was tried did not answer or failed. */
    private static final int TRIAL_FAILED = 1;

    private static final byte[] TMP = Bytes.ascii("/tmp");

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
        options.protocol = trial == null ? options.protocol() : Protocol.TRIAL;
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
        StartSupplies supplies = new StartSupplies(kernel, loop);
        DeployedTree.Maker maker = (root, revision) -> resolver(options, sys, supplies, pages, root, revision);
        DeployedTree tree = tree(options, sys, maker);
        Service service = new Service(
                kernel,
                options.protocol,
                tree == null ? maker.make(null, null) : null,
                tree,
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
                options.deployWait,
                options.keepAlive,
                options.heartbeat,
                options.maxBody,
                options.streamBody);
    }

    private static DeployedTree tree(CgiAdapterOptions options, Sys sys, DeployedTree.Maker maker) {
        if (options.deploy == null && options.deployLock == null) {
            return null;
        }
        Kernel kernel = sys.kernel();
        return new DeployedTree(
                sys,
                options.deploy == null ? null : SiteResolver.absolute(kernel, options.deploy),
                options.deployLock == null ? null : SiteResolver.absolute(kernel, options.deployLock),
                maker);
    }

    private static Resolver resolver(
            CgiAdapterOptions options,
            Sys sys,
            StartSupplies supplies,
            ErrorPages pages,
            byte[] root,
            byte[] revision) {
        Programs programs = new Programs(options, sys, supplies, root, revision);
        return options.site.isSite() ? site(options, sys, programs, pages) : new SingleProgram(programs.single());
    }

    private static Resolver site(CgiAdapterOptions options, Sys sys, Programs programs, ErrorPages pages) {
        Kernel kernel = sys.kernel();
        SiteOptions site = options.site;
        boolean hasHosts = site.hosts != null;
        byte[] directory = programs.inTree(hasHosts ? site.hosts : site.directory);
        InternalFiles internal = site.internal == null ? null : new InternalFiles(sys, programs.inTree(site.internal));
        OwnReplies own = new OwnReplies(kernel, pages);
        return new SiteResolver(
                kernel,
                new Site(sys, directory, hasHosts, site.users(), site.listDirectories),
                programs.ofSite(),
                internal,
                new FileReplies(sys, own),
                own);
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
