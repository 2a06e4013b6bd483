package ucspi.tcpserver;

import java.util.List;
import ucspi.cli.Command;
import ucspi.kernel.Bytes;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListenSettings;
import ucspi.listen.ListeningSocket;
import ucspi.listen.ListeningSockets;
import ucspi.listen.TcpAddress;
import ucspi.server.Access;
import ucspi.server.BaseEnvironment;
import ucspi.server.Handover;
import ucspi.server.LogFormat;
import ucspi.server.Server;
import ucspi.server.ServerLog;
import ucspi.server.ServerProgram;
import ucspi.server.ServerSettings;
import ucspi.server.StandardDescriptors;

/** tcpserver: accepts TCP connections and runs a program for each. */
public final class Tcpserver implements Command<TcpserverOptions> {
    @Override
    public String name() {
        return "tcpserver";
    }

    @Override
    public TcpserverOptions options() {
        return new TcpserverOptions();
    }

    @Override
    public boolean quiet(TcpserverOptions options) {
        return options.server.verbosity == 0;
    }

    @Override
    public LogFormat logFormat(TcpserverOptions options) {
        return options.server.logFormat;
    }

    @Override
    public int run(TcpserverOptions options, Sys sys) {
        options.check();
        options.environment.check();
        StandardDescriptors.open(sys);
        ServerSettings settings = options.server.settings();
        options.proxy.apply(settings);
        settings.beforeRestart = () -> options.environment.tryDirectories(sys);
        options.limits.apply(settings);
        Handover handover = Handover.receive(sys);
        List<ListeningSocket> sockets = handover == null ? listen(options, sys) : handover.listeners();
        TcpTransport transport = new TcpTransport(sys, sockets, options);
        settings.stats = options.server.openStats(sys, handover);
        options.server.dropPrivileges(sys);
        ServerProgram program = program(options, sys);
        ServerLog log = options.server.log(sys.kernel(), name());
        settings.gate = options.looksUp() ? null : options.deploy.gate(sys.kernel());
        if (options.rules != null) {
            boolean limitsOnly = options.looksUp();
            settings.access = new Access(sys.kernel(), options.rules, options.rulesMayBeAbsent, limitsOnly);
        }
        Server server = new Server(sys, transport, log, program, settings, handover);
        server.openSignals(sys, Linux.SIGTERM);
        if (options.printPort) {
            printPorts(sys, sockets);
        }
        StandardDescriptors.release(sys);
        server.run();
        return 0;
    }

    private static List<ListeningSocket> listen(TcpserverOptions options, Sys sys) {
        ListenSettings settings = new ListenSettings();
        settings.unix = false;
        settings.backlog = options.server.backlog;
        settings.family = options.family;
        ListeningSockets sockets = new ListeningSockets(sys, settings);
        return options.listen.addresses.isEmpty()
                ? List.of(sockets.tcp(TcpAddress.of(sys, options.host, options.port, options.family)))
                : sockets.open(options.listen.addresses);
    }

    /** A line for each socket, in their order: all that djb's one socket needs is the first. */
    private static void printPorts(Sys sys, List<ListeningSocket> sockets) {
        StringBuilder ports = new StringBuilder();
        for (ListeningSocket socket : sockets) {
            ports.append(socket.port()).append('\n');
        }
        byte[] lines = Bytes.ascii(ports.toString());
        sys.writeFully(1, lines, 0, lines.length);
    }

    /** With lookups, the program that does them prepares the ground for the other one. */
    private static ServerProgram program(TcpserverOptions options, Sys sys) {
        if (!options.looksUp()) {
            return options.environment.program(sys, options.program, options.spawn);
        }
        BaseEnvironment environment = options.environment.environment(sys);
        ServerProgram program = new ServerProgram(options.program, environment.get("PATH"), environment);
        program.runThrough(sys, AccessOptions.arguments(options));
        return program;
    }
}
