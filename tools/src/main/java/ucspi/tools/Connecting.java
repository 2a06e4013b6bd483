package ucspi.tools;

import java.util.ArrayList;
import java.util.List;
import ucspi.cli.Message;
import ucspi.kernel.Deadline;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * Finds the address of a host that answers: each is tried for a short while, and those that were merely slow once more
 * for a long while. An only address gets both times at once.
 */
final class Connecting {
    private final Kernel kernel;
    private final TcpclientOptions options;
    private final String program;

    Connecting(Sys sys, TcpclientOptions options, String program) {
        this.kernel = sys.kernel();
        this.options = options;
        this.program = program;
    }

    /** A connection, blocking and close-on-exec; or -1 when no address answers, after a line about each. */
    int connect(List<byte[]> addresses, int port) {
        boolean only = addresses.size() == 1;
        long first = options.firstSeconds + (only ? options.secondSeconds : 0);
        List<byte[]> slow = new ArrayList<>();
        for (byte[] address : addresses) {
            int fd = tryFor(first, address, port);
            if (fd >= 0) {
                return fd;
            }
            if (fd == -Errno.ETIMEDOUT && !only && options.secondSeconds > 0) {
                slow.add(address);
            } else {
                complain(address, port, -fd);
            }
        }
        for (byte[] address : slow) {
            int fd = tryFor(options.secondSeconds, address, port);
            if (fd >= 0) {
                return fd;
            }
            complain(address, port, -fd);
        }
        return -1;
    }

    /** A connection, or why not as a negated errno. */
    private int tryFor(long seconds, byte[] address, int port) {
        int family = address.length == 4 ? Linux.AF_INET : Linux.AF_INET6;
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
        int fd = Sys.check(kernel.socket(family, type, 0), "create socket");
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        byte[] local = options.localAddress == null ? new byte[address.length] : options.localAddress;
        int length = IpAddress.putSocketAddress(socketAddress, local, options.localPort, 0);
        Sys.check(kernel.bind(fd, socketAddress, length), "bind socket");
        length = IpAddress.putSocketAddress(socketAddress, address, port, 0);
        int answer = new Deadline(kernel, seconds * 1000).connect(fd, socketAddress, length);
        if (answer >= 0) {
            int flags = kernel.fcntl(fd, Linux.F_GETFL, 0);
            answer = kernel.fcntl(fd, Linux.F_SETFL, flags & ~Linux.O_NONBLOCK);
        }
        if (answer < 0) {
            kernel.close(fd);
        }
        return answer < 0 ? answer : fd;
    }

    private void complain(byte[] address, int port, int errno) {
        if (options.verbosity > 0) {
            byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
            IpAddress.putSocketAddress(socketAddress, address, port, 0);
            String where = IpAddress.text(socketAddress) + " port " + port;
            Message.write(kernel, program, "unable to connect to " + where + ": " + Errno.text(errno));
        }
    }
}
