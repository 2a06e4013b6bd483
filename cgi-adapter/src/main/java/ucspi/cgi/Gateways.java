package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.listen.ListeningSocket;

/** Says who is at the two ends of the connections that we accept: what their addresses are, and nothing else. */
final class Gateways {
    private static final byte[] LOOPBACK = Bytes.ascii("127.0.0.1");
    private static final byte[] NO_PORT = new byte[0];

    private final Kernel kernel;
    private final boolean secure;
    private final byte[] asked = new byte[IpAddress.SOCKADDR_SIZE];
    private final int[] length = new int[1];
    private final Gateway unix;
    private byte[] localSocket = new byte[0];
    private byte[] localAddress;
    private byte[] localPort;

    /**
     * @param secure whether something in front has taken TLS off
     */
    Gateways(Kernel kernel, boolean secure) {
        this.kernel = kernel;
        this.secure = secure;
        byte[] port = Bytes.ascii(secure ? "443" : "80");
        this.unix = new Gateway(LOOPBACK, NO_PORT, null, null, LOOPBACK, port, null, secure);
    }

    /**
     * The ends of a connection.
     *
     * @param remote the client's address, a struct sockaddr
     */
    Gateway of(int fd, ListeningSocket at, byte[] remote) {
        if (at.isUnix()) {
            return unix;
        }
        byte[] local = at.socketAddress();
        if (IpAddress.isAnySocketAddress(local)) {
            length[0] = asked.length;
            local = kernel.getsockname(fd, asked, length) >= 0 ? asked : local;
        }
        setLocal(local);
        return new Gateway(address(remote), port(remote), null, null, localAddress, localPort, null, secure);
    }

    /** Nearly all connections share their local end. */
    private void setLocal(byte[] socket) {
        int size = socket[0] == Linux.AF_INET ? 8 : IpAddress.SOCKADDR_SIZE;
        boolean same = localSocket.length == size;
        for (int i = 0; same && i < size; i++) {
            same = localSocket[i] == socket[i];
        }
        if (!same) {
            localSocket = Arrays.copyOf(socket, size);
            localAddress = address(socket);
            localPort = port(socket);
        }
    }

    private static byte[] address(byte[] socket) {
        byte[] text = new byte[IpAddress.MAX_TEXT];
        return Arrays.copyOf(text, IpAddress.putText(text, 0, socket));
    }

    private static byte[] port(byte[] socket) {
        byte[] text = new byte[5];
        return Arrays.copyOf(text, Bytes.putDecimal(text, 0, IpAddress.port(socket)));
    }
}
