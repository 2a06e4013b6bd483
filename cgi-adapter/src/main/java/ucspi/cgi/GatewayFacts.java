package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * Finds out who is at the two ends of the connection: from what the listener left in the environment, else from the
 * socket itself.
 *
 * <p>A listener says it as TCPREMOTEIP and its kin (UCSPI), as TCP6REMOTEIP (its IPv6 versions), or as REMOTE_ADDR
 * (systemd). A Unix socket, and what is no socket at all, counts as this machine: 127.0.0.1.
 */
final class GatewayFacts {
    private static final byte[] LOOPBACK = Bytes.ascii("127.0.0.1");
    private static final byte[] NO_PORT = new byte[0];
    private static final byte[] HTTP_PORT = Bytes.ascii("80");
    private static final byte[] HTTPS_PORT = Bytes.ascii("443");
    private static final byte[] UNIX = Bytes.ascii("UNIX");

    /** What {@code tcpserver -l0}, the usual way to do without a lookup, makes of TCPLOCALHOST. */
    private static final byte[] NO_NAME = Bytes.ascii("0");

    private final Sys sys;
    private final Kernel kernel;
    private final byte[] socketAddress = new byte[128];
    private final int[] length = new int[1];

    private GatewayFacts(Sys sys) {
        this.sys = sys;
        this.kernel = sys.kernel();
    }

    /**
     * The facts of a connection.
     *
     * @param fd its descriptor
     * @param https whether it is known to have come by TLS
     */
    static Gateway of(Sys sys, int fd, boolean https) {
        return new GatewayFacts(sys).find(fd, https);
    }

    private Gateway find(int fd, boolean https) {
        // ucspi-ssl and s6-tlsd set it when the other side of theirs is TLS
        boolean secure = https || sys.environment("SSL_PROTOCOL") != null;
        byte[] defaultPort = secure ? HTTPS_PORT : HTTP_PORT;
        if (Arrays.equals(UNIX, sys.environment("PROTO"))) {
            return new Gateway(LOOPBACK, NO_PORT, null, null, LOOPBACK, defaultPort, null, secure);
        }
        byte[] remote = first("TCPREMOTEIP", "TCP6REMOTEIP", "REMOTE_ADDR");
        byte[] remotePort = first("TCPREMOTEPORT", "TCP6REMOTEPORT", "REMOTE_PORT");
        if (remote == null) {
            boolean known = kernel.getpeername(fd, socketAddress, room()) >= 0 && isInternet();
            remote = known ? address() : LOOPBACK;
            remotePort = known ? port() : NO_PORT;
        }
        byte[] local = first("TCPLOCALIP", "TCP6LOCALIP");
        byte[] localPort = first("TCPLOCALPORT", "TCP6LOCALPORT");
        if (local == null || localPort == null) {
            boolean known = kernel.getsockname(fd, socketAddress, room()) >= 0 && isInternet();
            local = known ? address() : LOOPBACK;
            localPort = known ? port() : defaultPort;
        }
        byte[] localHost = first("TCPLOCALHOST", "TCP6LOCALHOST");
        return new Gateway(
                remote,
                remotePort,
                first("TCPREMOTEHOST", "TCP6REMOTEHOST"),
                first("TCPREMOTEINFO", "TCP6REMOTEINFO"),
                local,
                localPort,
                Arrays.equals(NO_NAME, localHost) ? null : localHost,
                secure);
    }

    /** The first of these variables that says anything, or null. */
    private byte[] first(String... names) {
        for (String name : names) {
            byte[] value = sys.environment(name);
            if (value != null && value.length > 0) {
                return value;
            }
        }
        return null;
    }

    private int[] room() {
        length[0] = socketAddress.length;
        return length;
    }

    private boolean isInternet() {
        return socketAddress[0] == Linux.AF_INET || socketAddress[0] == Linux.AF_INET6;
    }

    private byte[] address() {
        byte[] text = new byte[IpAddress.MAX_TEXT];
        return Arrays.copyOf(text, IpAddress.putText(text, 0, socketAddress));
    }

    private byte[] port() {
        byte[] text = new byte[5];
        return Arrays.copyOf(text, Bytes.putDecimal(text, 0, IpAddress.port(socketAddress)));
    }
}
