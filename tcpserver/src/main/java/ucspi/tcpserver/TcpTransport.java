package ucspi.tcpserver;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.rules.Client;
import ucspi.server.Handover;
import ucspi.server.LogLine;
import ucspi.server.Transport;

/**
 * TCP connections: the listening socket, and the addresses of both ends of the connection accepted last.
 *
 * <p>A connection over IPv4 has the variables of djb's tcpserver, also when it came in at an IPv6 socket. One over IPv6
 * has PROTO=TCP6 and each variable twice, as TCP6... and as TCP..., for programs that know only those.
 */
final class TcpTransport implements Transport {
    private static final byte[] PROTO = Bytes.ascii("PROTO");
    private static final byte[] TCP = Bytes.ascii("TCP");
    private static final byte[] TCP6 = Bytes.ascii("TCP6");
    private static final byte[][] TCP_NAMES = names("TCP");
    private static final byte[][] TCP6_NAMES = names("TCP6");

    private static final int[] ON = {1};
    private static final int[] NONE = {};

    private final Kernel kernel;
    private final int listener;
    private final boolean noDelay;
    private final boolean killIpOptions;
    private final byte[] localName;

    private final byte[] remote = new byte[IpAddress.SOCKADDR_SIZE];
    private final byte[] local = new byte[IpAddress.SOCKADDR_SIZE];
    private final int[] addressLength = new int[1];
    private final boolean localKnown;
    private final byte[] remoteText = new byte[IpAddress.MAX_TEXT];
    private final byte[] localText = new byte[IpAddress.MAX_TEXT];
    private int remoteLength;
    private int localLength;

    /**
     * Binds and listens as the options say, unless there is a socket already.
     *
     * @param handover what the program before us left, or null
     */
    TcpTransport(Sys sys, ListenAddress at, TcpserverOptions options, Handover handover) {
        kernel = sys.kernel();
        noDelay = options.noDelay;
        killIpOptions = options.killIpOptions;
        localName = options.localName == null ? null : Bytes.latin1(options.localName);
        listener = handover == null ? listen(at, options.server.backlog) : handover.listeners()[0];
        kernel.fcntl(listener, Linux.F_SETFD, Linux.FD_CLOEXEC);
        readLocal(listener);
        localKnown = !IpAddress.isAny(at.address());
    }

    private static byte[][] names(String prefix) {
        return new byte[][] {
            Bytes.ascii(prefix + "LOCALIP"),
            Bytes.ascii(prefix + "LOCALPORT"),
            Bytes.ascii(prefix + "REMOTEIP"),
            Bytes.ascii(prefix + "REMOTEPORT"),
            Bytes.ascii(prefix + "LOCALHOST"),
        };
    }

    private int listen(ListenAddress at, int backlog) {
        boolean six = at.address().length == 16;
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
        int fd = Sys.check(kernel.socket(six ? Linux.AF_INET6 : Linux.AF_INET, type, 0), "create socket");
        kernel.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, ON);
        if (six) {
            int[] only = {at.ipv6Only() ? 1 : 0};
            Sys.check(kernel.setsockopt(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, only), "set IPV6_V6ONLY");
        }
        int length = IpAddress.putSocketAddress(local, at.address(), at.port(), 0);
        Sys.check(kernel.bind(fd, local, length), "bind");
        Sys.check(kernel.listen(fd, backlog), "listen");
        return fd;
    }

    /** The port that the listening socket is bound to. */
    int port() {
        return IpAddress.port(local);
    }

    @Override
    public int[] listeners() {
        return new int[] {listener};
    }

    @Override
    public int accept(int from) {
        addressLength[0] = remote.length;
        int connection = kernel.accept4(from, remote, addressLength, Linux.SOCK_CLOEXEC);
        if (connection >= 0) {
            if (!localKnown) {
                readLocal(connection);
            }
            remoteLength = IpAddress.putText(remoteText, 0, remote);
            setOptions(connection);
        }
        return connection;
    }

    private void readLocal(int fd) {
        addressLength[0] = local.length;
        if (kernel.getsockname(fd, local, addressLength) >= 0) {
            localLength = IpAddress.putText(localText, 0, local);
        }
    }

    /** A socket that does not take an option is no reason to refuse the client. */
    private void setOptions(int connection) {
        if (killIpOptions && remote[0] == Linux.AF_INET) {
            kernel.setsockopt(connection, Linux.IPPROTO_IP, Linux.IP_OPTIONS, NONE);
        }
        if (noDelay) {
            kernel.setsockopt(connection, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, ON);
        }
    }

    @Override
    public void addVariables(EnvironmentBlock environment) {
        boolean four = IpAddress.isIpv4(remote);
        environment.add(PROTO, four ? TCP : TCP6);
        addVariables(environment, TCP_NAMES);
        if (!four) {
            addVariables(environment, TCP6_NAMES);
        }
    }

    private void addVariables(EnvironmentBlock environment, byte[][] names) {
        addText(environment, names[0], localText, localLength);
        addPort(environment, names[1], IpAddress.port(local));
        addText(environment, names[2], remoteText, remoteLength);
        addPort(environment, names[3], IpAddress.port(remote));
        if (localName != null) {
            environment.add(names[4], localName);
        }
    }

    private static void addText(EnvironmentBlock environment, byte[] name, byte[] text, int length) {
        environment.begin(name);
        environment.add(text, 0, length);
        environment.end();
    }

    private static void addPort(EnvironmentBlock environment, byte[] name, int port) {
        environment.begin(name);
        environment.addDecimal(port);
        environment.end();
    }

    @Override
    public void logFrom(LogLine line) {
        line.add(" from ").add(remoteText, remoteLength);
    }

    @Override
    public void describe(Client client) {
        client.address(remote);
    }

    /** {@code ok 123 localhost:127.0.0.1:80 remotehost:127.0.0.1:info:4711}, names empty when they are not known. */
    @Override
    public void logVerdict(LogLine line, byte[] name, String verdict, int pid) {
        line.add(name).add(verdict).add(' ').add(pid).add(' ');
        if (localName != null) {
            line.addForeign(localName);
        }
        line.add(':').add(localText, localLength).add(':').add(IpAddress.port(local));
        line.add(" :")
                .add(remoteText, remoteLength)
                .add("::")
                .add(IpAddress.port(remote))
                .end();
    }

    @Override
    public long[] notes() {
        return new long[0];
    }

    @Override
    public void close() {
        kernel.close(listener);
    }
}
