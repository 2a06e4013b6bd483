package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.IpAddress;

/**
 * The variables that describe a TCP connection.
 *
 * <p>A connection over IPv4 has the variables of djb's tcpserver, also when it came in at an IPv6 socket. One over IPv6
 * has PROTO=TCP6 and each variable twice, as TCP6... and as TCP..., for programs that know only those.
 */
public final class TcpVariables {
    private static final byte[] PROTO = Bytes.ascii("PROTO");
    private static final byte[] TCP = Bytes.ascii("TCP");
    private static final byte[] TCP6 = Bytes.ascii("TCP6");
    private static final byte[][] TCP_NAMES = names("TCP");
    private static final byte[][] TCP6_NAMES = names("TCP6");

    private TcpVariables() {}

    private static byte[][] names(String prefix) {
        return new byte[][] {
            Bytes.ascii(prefix + "LOCALIP"),
            Bytes.ascii(prefix + "LOCALPORT"),
            Bytes.ascii(prefix + "REMOTEIP"),
            Bytes.ascii(prefix + "REMOTEPORT"),
            Bytes.ascii(prefix + "LOCALHOST"),
        };
    }

    /**
     * Adds them.
     *
     * @param localName the value of TCPLOCALHOST, or null
     */
    public static void add(EnvironmentBlock environment, TcpEnd local, TcpEnd remote, byte[] localName) {
        boolean four = IpAddress.isIpv4(remote.address);
        environment.add(PROTO, four ? TCP : TCP6);
        add(environment, TCP_NAMES, local, remote, localName);
        if (!four) {
            add(environment, TCP6_NAMES, local, remote, localName);
        }
    }

    private static void add(
            EnvironmentBlock environment, byte[][] names, TcpEnd local, TcpEnd remote, byte[] localName) {
        addEnd(environment, names[0], names[1], local);
        addEnd(environment, names[2], names[3], remote);
        if (localName != null) {
            environment.add(names[4], localName);
        }
    }

    private static void addEnd(EnvironmentBlock environment, byte[] ip, byte[] port, TcpEnd end) {
        environment.begin(ip);
        environment.add(end.text, 0, end.textLength);
        environment.end();
        environment.begin(port);
        environment.addDecimal(end.port());
        environment.end();
    }
}
