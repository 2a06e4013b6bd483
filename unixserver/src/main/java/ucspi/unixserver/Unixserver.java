package ucspi.unixserver;

import java.util.List;
import ucspi.cli.Command;
import ucspi.cli.Ids;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListenSettings;
import ucspi.listen.ListeningSocket;
import ucspi.listen.ListeningSockets;
import ucspi.server.Handover;
import ucspi.server.LogFormat;
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
    public LogFormat logFormat(UnixserverOptions options) {
        return options.server.logFormat;
    }

    @Override
    public int run(UnixserverOptions options, Sys sys) {
        options.check();
        options.environment.check();
        StandardDescriptors.open(sys);
        ServerSettings settings = options.server.settings();
        options.proxy.apply(settings);
        settings.beforeRestart = () -> options.environment.tryDirectories(sys);
        options.limits.apply(settings);
        Handover handover = Handover.receive(sys);
        List<ListeningSocket> sockets = handover == null ? listen(options, sys) : handover.listeners();
        UnixTransport transport = new UnixTransport(sys, sockets);
        settings.stats = options.server.openStats(sys, handover);
        options.server.dropPrivileges(sys);
        StandardDescriptors.release(sys);
        ServerProgram program = options.environment.program(sys, options.program, options.spawn);
        settings.gate = options.deploy.gate(sys.kernel());
        program.setPidVariable("UNIXLOCALPID");
        ServerLog log = options.server.log(sys.kernel(), name());
        Server server = new Server(sys, transport, log, program, settings, handover);
        server.openSignals(sys, Linux.SIGTERM, Linux.SIGINT, Linux.SIGQUIT);
        server.run();
        return 0;
    }

    private static List<ListeningSocket> listen(UnixserverOptions options, Sys sys) {
        ListenSettings settings = new ListenSettings();
        settings.tcp = false;
        settings.backlog = options.server.backlog;
        settings.umask = options.socketUmask;
        settings.uid = Ids.choose(sys, "SOCKET_UID", options.socketUidFromEnvironment, options.socketUid);
        settings.gid = Ids.choose(sys, "SOCKET_GID", options.socketGidFromEnvironment, options.socketGid);
        settings.mode = options.socketMode;
        settings.keepFiles = !options.deleteSocket;
        ListeningSockets sockets = new ListeningSockets(sys, settings);
        return options.listen.addresses.isEmpty()
                ? List.of(sockets.unix(options.path))
                : sockets.open(options.listen.addresses);
    }
}
