package ucspi.names;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.Deadline;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** Asks the other end of a connection whose it is: the Identification Protocol, RFC 1413. */
public final class Ident {
    private static final int PORT = 113;
    private static final int MOST_INFO = 256;

    /** An answer with more than this before its end is none: RFC 1413 has 1000 bytes a line. */
    private static final int MOST_BYTES = 4096;

    private Ident() {}

    /**
     * Asks.
     *
     * @param remote the socket address of the other end
     * @param local the socket address of this end
     * @param seconds how long it may take in all
     * @return at most 256 bytes, or null if there is no answer
     */
    public static byte[] ask(Kernel kernel, byte[] remote, byte[] local, int seconds) {
        Deadline deadline = new Deadline(kernel, seconds * 1000L);
        int fd = kernel.socket(remote[0], Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK, 0);
        if (fd < 0) {
            return null;
        }
        byte[] answer = converse(kernel, fd, remote, local, deadline);
        kernel.close(fd);
        return answer;
    }

    private static byte[] converse(Kernel kernel, int fd, byte[] remote, byte[] local, Deadline deadline) {
        int size = remote[0] == Linux.AF_INET ? 16 : IpAddress.SOCKADDR_SIZE;
        byte[] question = Bytes.ascii(IpAddress.port(remote) + " , " + IpAddress.port(local) + "\r\n");
        boolean asked = kernel.bind(fd, withPort(local, 0), size) >= 0
                && deadline.connect(fd, withPort(remote, PORT), size) >= 0
                && deadline.sendAll(fd, question, 0, question.length) >= 0;
        return asked ? answer(fd, deadline) : null;
    }

    private static byte[] withPort(byte[] address, int port) {
        byte[] copy = Arrays.copyOf(address, address.length);
        copy[2] = (byte) (port >> 8);
        copy[3] = (byte) port;
        return copy;
    }

    private static byte[] answer(int fd, Deadline deadline) {
        byte[] received = new byte[MOST_BYTES];
        int length = 0;
        while (length < received.length) {
            int n = deadline.receive(fd, received, length, received.length - length);
            if (n <= 0) {
                return null;
            }
            length += n;
            byte[] info = info(received, length);
            if (info != null) {
                return info;
            }
        }
        return null;
    }

    /**
     * What stands behind the third colon, without blanks: an answer that says ERROR has but two, and gives an empty
     * text, as with djb's tools.
     *
     * @return null as long as the line has no end and the text is not too long anyway
     */
    static byte[] info(byte[] received, int length) {
        byte[] info = new byte[MOST_INFO];
        int filled = 0;
        int colons = 0;
        for (int i = 0; i < length; i++) {
            byte c = received[i];
            if (c == '\n' || filled == MOST_INFO) {
                return Arrays.copyOf(info, filled);
            }
            if (colons < 3) {
                colons += c == ':' ? 1 : 0;
            } else if (c != ' ' && c != '\t' && c != '\r' && c != 0) {
                info[filled++] = c;
            }
        }
        return filled == MOST_INFO ? info : null;
    }
}
