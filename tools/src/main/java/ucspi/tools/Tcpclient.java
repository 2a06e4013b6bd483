package ucspi.tools;

import java.util.List;
import ucspi.cli.Command;
import ucspi.cli.InPlace;
import ucspi.cli.Message;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Environment;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.names.LocalNames;
import ucspi.names.Resolver;
import ucspi.names.TcpNames;

/** tcpclient: connects to a TCP server and runs a program with the connection as its descriptors 6 and 7. */
public final class Tcpclient implements Command<TcpclientOptions> {
    private static final int[] ON = {1};

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Tcpclient(), arguments);
    }

    @Override
    public String name() {
        return "tcpclient";
    }

    @Override
    public TcpclientOptions options() {
        return new TcpclientOptions();
    }

    @Override
    public boolean quiet(TcpclientOptions options) {
        return options.verbosity == 0;
    }

    @Override
    public int run(TcpclientOptions options, Sys sys) {
        Kernel kernel = sys.kernel();
        kernel.close(6);
        kernel.close(7);
        int port = LocalNames.parsePort(options.port);
        port = port < 0 ? new LocalNames(sys).tcpPort(options.port) : port;
        if (port < 0) {
            throw new SysException("unable to figure out port number for " + options.port);
        }
        Resolver resolver = new Resolver(sys);
        int fd = new Connecting(sys, options, name()).connect(addresses(resolver, options), port);
        if (fd < 0) {
            return 111;
        }
        if (options.noDelay) {
            kernel.setsockopt(fd, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, ON);
        }
        Spawn program = InPlace.command(sys, options.program, environment(sys, options, resolver, fd));
        program.extra = new int[] {fd, 6, fd, 7};
        kernel.signal(Linux.SIGPIPE, Linux.SIG_DFL);
        return InPlace.run(sys, program, options.program.get(0));
    }

    private static List<byte[]> addresses(Resolver resolver, TcpclientOptions options) {
        boolean here = options.host.isEmpty() || options.host.equals("0");
        String host = here ? options.family == 6 ? "::1" : "127.0.0.1" : options.host;
        int family = options.family;
        if (family == 0 && options.localAddress != null) {
            family = options.localAddress.length == 4 ? 4 : 6;
        }
        List<byte[]> addresses = resolver.host(host, family);
        if (addresses == null) {
            String text = Errno.text(resolver.errno());
            throw new SysException("temporarily unable to figure out IP address for " + host + ": " + text);
        }
        if (addresses.isEmpty()) {
            throw new SysException("no IP address for " + host);
        }
        return addresses;
    }

    private Environment environment(Sys sys, TcpclientOptions options, Resolver resolver, int fd) {
        byte[] local = new byte[IpAddress.SOCKADDR_SIZE];
        byte[] remote = new byte[IpAddress.SOCKADDR_SIZE];
        Sys.check(sys.kernel().getsockname(fd, local, new int[] {local.length}), "get local address");
        Sys.check(sys.kernel().getpeername(fd, remote, new int[] {remote.length}), "get remote address");
        TcpNames names = new TcpNames(sys, resolver, new Environment(sys.kernel()));
        names.setAddresses(local, remote);
        if (options.verbosity >= 2) {
            String where = IpAddress.text(remote) + " port " + IpAddress.port(remote);
            Message.write(sys.kernel(), name(), "connected to " + where);
        }
        names.setLocalHost(options.localName);
        names.setRemoteHost(options.lookUpHost, false);
        names.setRemoteInfo(options.lookUpInfo ? options.infoSeconds : -1, local, remote);
        return names.environment();
    }
}
