package ucspi.tcpserver;

import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.server.Traffic;

/**
 * Asks the kernel what moves on a TCP connection, by its addresses and its cookie: sock_diag(7). That needs neither the
 * socket nor any right over the process that has it.
 */
final class TcpTraffic implements Traffic {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SO_COOKIE = 57;

    /** struct nlmsghdr and struct inet_diag_req_v2. */
    private static final int REQUEST_SIZE = 72;

    private static final int NLMSG_ERROR = 2;
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int NLM_F_REQUEST = 1;
    private static final int INET_DIAG_INFO = 2;

    /** Behind struct nlmsghdr and struct inet_diag_msg. */
    private static final int ATTRIBUTES = 16 + 72;

    /** Fields of struct tcp_info. */
    private static final int LAST_DATA_RECEIVED = 52;

    private static final int LAST_ACK_RECEIVED = 56;
    private static final int BYTES_ACKED = 120;
    private static final int BYTES_RECEIVED = 128;
    private static final int TCP_INFO_SIZE = 136;

    private final Kernel kernel;
    private final int netlink;
    private final byte[] request = new byte[REQUEST_SIZE];
    private final byte[] answer = new byte[4096];
    private final byte[] address = new byte[IpAddress.SOCKADDR_SIZE];
    private final int[] length = new int[1];
    private final int[] cookie = new int[2];
    private int sequence;
    private long millisSince;

    /**
     * @param listener a listening socket, which is asked for first
     * @throws SysException if the kernel does not answer: then nothing could ever be found to be idle
     */
    TcpTraffic(Sys sys, int listener) {
        kernel = sys.kernel();
        netlink = Sys.check(
                kernel.socket(AF_NETLINK, SOCK_RAW | Linux.SOCK_CLOEXEC, NETLINK_SOCK_DIAG),
                "ask what moves on connections");
        int[] facts = new int[FACTS];
        note(listener, facts);
        int found = ask(facts);
        if (found < 0 || info(found) == 0) {
            throw new SysException("ask what moves on connections", found < 0 ? -found : Errno.EOPNOTSUPP);
        }
    }

    /** Seven numbers of each socket address and the cookie. */
    @Override
    public void note(int connection, int[] facts) {
        length[0] = address.length;
        write(kernel.getsockname(connection, address, length), facts, 0);
        length[0] = address.length;
        write(kernel.getpeername(connection, address, length), facts, 7);
        cookie[0] = -1;
        cookie[1] = -1;
        kernel.getsockopt(connection, Linux.SOL_SOCKET, SO_COOKIE, cookie);
        facts[14] = cookie[0];
        facts[15] = cookie[1];
    }

    private void write(int answered, int[] facts, int offset) {
        for (int i = 0; i < 7; i++) {
            facts[offset + i] = answered < 0 ? 0 : Layout.getInt(address, 4 * i);
        }
    }

    @Override
    public long bytes(int[] facts) {
        int found = ask(facts);
        int at = found < 0 ? 0 : info(found);
        if (at == 0) {
            // There is nothing to tell of a connection whose socket is closed and which only waits for its end.
            return found >= 0 || found == -Errno.ENOENT ? 0 : UNKNOWN;
        }
        long data = Layout.getInt(answer, at + LAST_DATA_RECEIVED) & 0xffffffffL;
        long acknowledgement = Layout.getInt(answer, at + LAST_ACK_RECEIVED) & 0xffffffffL;
        millisSince = Math.min(data, acknowledgement);
        return Layout.getLong(answer, at + BYTES_ACKED) + Layout.getLong(answer, at + BYTES_RECEIVED);
    }

    @Override
    public long millisSince() {
        return millisSince;
    }

    /** Asks; the length of the answer, or a negated errno. */
    private int ask(int[] facts) {
        putRequest(facts);
        int sent = kernel.send(netlink, request, 0, request.length, Linux.MSG_DONTWAIT);
        int got = sent < 0 ? sent : receive();
        // An answer to what was asked before, and then not received.
        while (got >= 16 && Layout.getInt(answer, 8) != sequence) {
            got = receive();
        }
        if (got < 20) {
            return got < 0 ? got : -Errno.EPROTO;
        }
        int type = Layout.getInt(answer, 4) & 0xffff;
        if (type == NLMSG_ERROR) {
            return Math.min(Layout.getInt(answer, 16), -1);
        }
        return type == SOCK_DIAG_BY_FAMILY ? got : -Errno.EPROTO;
    }

    private int receive() {
        return kernel.recv(netlink, answer, 0, answer.length, Linux.MSG_DONTWAIT);
    }

    private void putRequest(int[] facts) {
        java.util.Arrays.fill(request, (byte) 0);
        sequence++;
        Layout.putInt(request, 0, REQUEST_SIZE);
        Layout.putInt(request, 4, SOCK_DIAG_BY_FAMILY | NLM_F_REQUEST << 16);
        Layout.putInt(request, 8, sequence);
        int family = facts[0] & 0xffff;
        request[16] = (byte) family;
        request[17] = Linux.IPPROTO_TCP;
        request[18] = 1 << INET_DIAG_INFO - 1;
        Layout.putInt(request, 20, -1);
        putEnd(facts, 0, 24, 28, family);
        putEnd(facts, 7, 26, 44, family);
        // The interface of a link-local address, the last number of struct sockaddr_in6.
        Layout.putInt(request, 60, family == Linux.AF_INET6 ? facts[13] : 0);
        Layout.putInt(request, 64, facts[14]);
        Layout.putInt(request, 68, facts[15]);
    }

    private void putEnd(int[] facts, int offset, int portAt, int addressAt, int family) {
        request[portAt] = (byte) (facts[offset] >> 16);
        request[portAt + 1] = (byte) (facts[offset] >> 24);
        int words = family == Linux.AF_INET6 ? 4 : 1;
        int first = family == Linux.AF_INET6 ? 2 : 1;
        for (int i = 0; i < words; i++) {
            Layout.putInt(request, addressAt + 4 * i, facts[offset + first + i]);
        }
    }

    /** Where struct tcp_info is in an answer of this length; 0 if it is not there. */
    private int info(int size) {
        int at = ATTRIBUTES;
        while (at + 4 <= size) {
            int attribute = Layout.getInt(answer, at);
            int attributeLength = attribute & 0xffff;
            if (attribute >>> 16 == INET_DIAG_INFO && attributeLength - 4 >= TCP_INFO_SIZE) {
                return at + 4;
            }
            at += Math.max(attributeLength + 3 & ~3, 4);
        }
        return 0;
    }
}
