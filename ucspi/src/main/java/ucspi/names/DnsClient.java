package ucspi.names;

import java.util.Arrays;
import ucspi.kernel.Deadline;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;

/**
 * Asks name servers: each over UDP, in rounds of growing patience, and over TCP when an answer does not fit.
 *
 * <p>Who wants to slip in an answer of his own must guess the id and the source port, both of which are random, and
 * send from the server's address, since the socket is connected; what does not answer the question is passed over.
 */
final class DnsClient {
    private static final int[] PATIENCE_MILLIS = {3_000, 11_000, 16_000};
    private static final int TCP_MILLIS = 10_000;

    /** What one question may take in all; a child of a listener holds its slot as long. */
    private static final int MOST_MILLIS = 30_000;

    private static final int LOWEST_PORT = 1025;
    private static final int PORTS = 65536 - LOWEST_PORT;
    private static final int BINDINGS = 10;

    private final Kernel kernel;
    private final ResolverSettings settings;
    private final byte[] random = new byte[4];
    private final byte[] local = new byte[IpAddress.SOCKADDR_SIZE];
    private byte[] answer = new byte[DnsMessage.MOST_UDP + 1];
    private int length;

    DnsClient(Kernel kernel, ResolverSettings settings) {
        this.kernel = kernel;
        this.settings = settings;
    }

    /** The answer to the question asked last. */
    byte[] answer() {
        return answer;
    }

    /** The length of {@link #answer}. */
    int length() {
        return length;
    }

    /**
     * Asks for the records of a type that a name has.
     *
     * @return 0 if there is an answer, or a negated errno that says what was wrong with the last server asked
     */
    int ask(byte[] labels, int type) {
        Deadline deadline = new Deadline(kernel, MOST_MILLIS);
        int result = -Errno.ETIMEDOUT;
        for (int patience : PATIENCE_MILLIS) {
            for (byte[] server : settings.servers()) {
                if (deadline.remaining() > 0) {
                    result = askOverUdp(server, question(labels, type), deadline.within(patience));
                    result = result > 0 ? askOverTcp(labels, type, deadline) : result;
                    if (result == 0) {
                        return 0;
                    }
                }
            }
        }
        return result;
    }

    private byte[] question(byte[] labels, int type) {
        return DnsMessage.question(random() & 0xffff, labels, type);
    }

    private int random() {
        kernel.getrandom(random, random.length);
        return Layout.getInt(random, 0);
    }

    /** Returns 0, or 1 if the answer must be had over TCP, or an error. */
    private int askOverUdp(byte[] server, byte[] question, Deadline deadline) {
        int fd = open(server, Linux.SOCK_DGRAM);
        if (fd < 0) {
            return fd;
        }
        int result = kernel.connect(fd, server, size(server));
        result = result < 0 ? result : deadline.sendAll(fd, question, 0, question.length);
        result = result < 0 ? result : receive(fd, question, deadline);
        kernel.close(fd);
        return result;
    }

    private int receive(int fd, byte[] question, Deadline deadline) {
        while (true) {
            int n = deadline.receive(fd, answer, 0, DnsMessage.MOST_UDP + 1);
            if (n < 0) {
                return n;
            }
            if (n <= DnsMessage.MOST_UDP && DnsMessage.answers(question, answer, n)) {
                length = n;
                if (DnsMessage.truncated(answer)) {
                    return 1;
                }
                return DnsMessage.failed(answer) ? -Errno.EAGAIN : 0;
            }
        }
    }

    /** Any server may do: one that answers over TCP at all. */
    private int askOverTcp(byte[] labels, int type, Deadline deadline) {
        int result = -Errno.ETIMEDOUT;
        for (byte[] server : settings.servers()) {
            if (deadline.remaining() > 0) {
                int fd = open(server, Linux.SOCK_STREAM);
                result = fd < 0 ? fd : converse(fd, server, question(labels, type), deadline.within(TCP_MILLIS));
                kernel.close(fd);
                if (result == 0) {
                    return 0;
                }
            }
        }
        return result;
    }

    /** RFC 1035, section 4.2.2: two bytes of length before each message. */
    private int converse(int fd, byte[] server, byte[] question, Deadline deadline) {
        byte[] query = new byte[question.length + 2];
        query[0] = (byte) (question.length >> 8);
        query[1] = (byte) question.length;
        System.arraycopy(question, 0, query, 2, question.length);
        int result = deadline.connect(fd, server, size(server));
        result = result < 0 ? result : deadline.sendAll(fd, query, 0, query.length);
        byte[] size = new byte[2];
        result = result < 0 ? result : whole(deadline.receiveAll(fd, size, 0, 2), 2);
        if (result < 0) {
            return result;
        }
        int expected = (size[0] & 0xff) << 8 | size[1] & 0xff;
        if (expected > answer.length) {
            answer = Arrays.copyOf(answer, DnsMessage.MOST_TCP);
        }
        result = whole(deadline.receiveAll(fd, answer, 0, expected), expected);
        if (result < 0) {
            return result;
        }
        length = expected;
        boolean good = DnsMessage.answers(question, answer, length) && !DnsMessage.truncated(answer);
        return good && !DnsMessage.failed(answer) ? 0 : -Errno.EAGAIN;
    }

    private static int whole(int received, int expected) {
        return received < 0 ? received : received < expected ? -Errno.EPROTO : 0;
    }

    /** A socket at a random port; should all of those be taken, at one that the kernel chooses. */
    private int open(byte[] server, int type) {
        int family = server[0];
        int fd = kernel.socket(family, type | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK, 0);
        if (fd >= 0 && type == Linux.SOCK_DGRAM) {
            byte[] any = new byte[family == Linux.AF_INET ? 4 : 16];
            int bound = -1;
            for (int i = 0; i < BINDINGS && bound < 0; i++) {
                int port = LOWEST_PORT + (random() & 0x7fffffff) % PORTS;
                bound = kernel.bind(fd, local, IpAddress.putSocketAddress(local, any, port, 0));
            }
        }
        return fd;
    }

    private static int size(byte[] server) {
        return server[0] == Linux.AF_INET ? 16 : IpAddress.SOCKADDR_SIZE;
    }
}
