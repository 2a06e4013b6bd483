package ucspi.unixserver;

import ucspi.cli.Command;
import ucspi.cli.Ids;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.server.Handover;
import ucspi.server.Server;
import ucspi.server.ServerLog;
import ucspi.server.ServerProgram;
import ucspi.server.ServerSettings;
import ucspi.server.StandardDescriptors;

/** unixserver: accepts connections to a Unix socket and runs a program for each. */
public final class Unixserver implements Command<UnixserverOptions> {
    @Override
    public String name() {
        return "unixserver";
    }

    @Override
    public UnixserverOptions options() {
        return new UnixserverOptions();
    }

    @Override
    public boolean quiet(UnixserverOptions options) {
        return options.server.verbosity == 0;
    }

    @Override
    public int run(UnixserverOptions options, Sys sys) {
        StandardDescriptors.open(sys);
        ServerSettings settings = options.server.settings();
        Handover handover = Handover.receive(sys);
        UnixTransport transport = new UnixTransport(
                sys,
                options,
                Ids.choose(sys, "SOCKET_UID", options.socketUidFromEnvironment, options.socketUid),
                Ids.choose(sys, "SOCKET_GID", options.socketGidFromEnvironment, options.socketGid),
                handover);
        options.server.dropPrivileges(sys);
        StandardDescriptors.release(sys);
        ServerProgram program = new ServerProgram(sys, options.program);
        program.setPidVariable("UNIXLOCALPID");
        ServerLog log = new ServerLog(sys.kernel(), name(), options.server.verbosity, settings.limit);
        Server server = new Server(sys, transport, log, program, settings, handover);
        server.openSignals(sys, Linux.SIGTERM, Linux.SIGINT, Linux.SIGQUIT);
        server.run();
        return 0;
    }
}
