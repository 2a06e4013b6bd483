package ucspi.cgi;

import ucspi.cli.Command;
import ucspi.event.EventLoop;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.server.StandardDescriptors;

/** cgi-adapter: answers requests by running a CGI program for each: of one connection, or of all. */
public final class CgiAdapter implements Command<CgiAdapterOptions> {
    /** The exit code when the program that was tried did not answer or failed. */
    private static final int TRIAL_FAILED = 1;

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
        Trial trial = options.tryMethod == null ? null : new Trial(options);
        options.check();
        StandardDescriptors.open(sys);
        ProcessTree.adoptOrphans(sys.kernel());
        EventLoop loop = new EventLoop(sys);
        if (options.listens()) {
            Resident resident = new Resident(sys, loop, options);
            resident.run(new Assembly(options, sys, loop).resident(resident));
            return 0;
        }
        keepLogOffTheWire(sys);
        return trial == null ? serveOne(options, sys, loop) : tryOne(options, sys, loop, trial);
    }

    private static int serveOne(CgiAdapterOptions options, Sys sys, EventLoop loop) {
        Reaper reaper = new Reaper(sys.kernel());
        Service service = new Assembly(options, sys, loop).single(reaper);
        serve(sys, loop, service, reaper, 0, GatewayFacts.of(sys, 0, options.https));
        return 0;
    }

    private static int tryOne(CgiAdapterOptions options, Sys sys, EventLoop loop, Trial trial) {
        options.protocol = Protocol.TRIAL;
        Reaper reaper = new Reaper(sys.kernel());
        TrialView view = new TrialView(sys.kernel());
        Assembly assembly = new Assembly(options, sys, loop);
        int request = trial.open(sys, assembly.spoolDirectory());
        Gateway gateway = GatewayFacts.of(sys, 0, options.https || trial.isHttps());
        serve(sys, loop, assembly.trial(reaper, view), reaper, request, gateway);
        return view.isGood() ? 0 : TRIAL_FAILED;
    }

    private static void serve(Sys sys, EventLoop loop, Service service, Reaper reaper, int input, Gateway gateway) {
        Client client = new Client(sys.kernel(), input, 1);
        Connection connection = new Connection(service, loop, client, gateway, loop::stop);
        SignalInput.watch(sys, loop, reaper, connection);
        connection.start();
        if (!connection.isClosed()) {
            loop.run();
        }
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
