package ucspi.tcpserver;

import ucspi.cli.Command;
import ucspi.kernel.Bytes;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.server.Access;
import ucspi.server.Handover;
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
    public int run(TcpserverOptions options, Sys sys) {
        StandardDescriptors.open(sys);
        ListenAddress address = ListenAddress.of(sys, options.host, options.port, options.family);
        ServerSettings settings = options.server.settings();
        Handover handover = Handover.receive(sys);
        TcpTransport transport = new TcpTransport(sys, address, options, handover);
        options.server.dropPrivileges(sys);
        ServerProgram program = new ServerProgram(sys, options.program);
        ServerLog log = new ServerLog(sys.kernel(), name(), options.server.verbosity, settings.limit);
        if (options.lookUpHost || options.lookUpInfo || options.localName == null) {
            program.runThrough(sys, AccessOptions.arguments(options));
        } else if (options.rules != null) {
            settings.access = new Access(sys.kernel(), options.rules, options.rulesMayBeAbsent);
        }
        Server server = new Server(sys, transport, log, program, settings, handover);
        server.openSignals(sys, Linux.SIGTERM);
        if (options.printPort) {
            byte[] line = Bytes.ascii(transport.port() + "\n");
            sys.writeFully(1, line, 0, line.length);
        }
        StandardDescriptors.release(sys);
        server.run();
        return 0;
    }
}
