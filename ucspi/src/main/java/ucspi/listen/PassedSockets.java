package ucspi.listen;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * Takes over listening sockets that somebody else has bound: a service manager in the way of sd_listen_fds(3), or
 * whoever started us with one. Nothing is taken for a listening socket that is none.
 */
final class PassedSockets {
    private static final int FIRST = 3;
    private static final int MOST = 1 << 16;
    private static final byte[] NULL_DEVICE = Bytes.path("/dev/null");

    private final Sys sys;
    private final Kernel kernel;
    private final ListenSettings settings;
    private final List<Integer> taken = new ArrayList<>();

    PassedSockets(Sys sys, ListenSettings settings) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.settings = settings;
    }

    /** Adds the sockets that an address names to {@code into}. */
    void take(ListenAddress address, List<ListeningSocket> into) {
        if (address.kind() == ListenAddress.Kind.DESCRIPTOR) {
            into.add(adopt(address, address.fd()));
            return;
        }
        int count = count(address);
        List<String> names = names();
        int before = into.size();
        for (int i = 0; i < count; i++) {
            boolean wanted =
                    address.name() == null || i < names.size() && address.name().equals(names.get(i));
            if (wanted) {
                into.add(adopt(address, FIRST + i));
            }
        }
        if (into.size() == before) {
            throw refused(address, "no socket of that name in LISTEN_FDNAMES");
        }
    }

    /** How many sockets there are for us; none of them, wanted or not, is left open to children. */
    private int count(ListenAddress address) {
        String pid = variable("LISTEN_PID");
        String number = variable("LISTEN_FDS");
        if (pid == null || number == null) {
            throw refused(address, "no sockets were passed: LISTEN_FDS or LISTEN_PID is not set");
        }
        if (ListenAddress.number(pid, 0, Integer.MAX_VALUE / 10) != kernel.getpid()) {
            throw refused(address, "the sockets are another process's: LISTEN_PID is not " + kernel.getpid());
        }
        int count = ListenAddress.number(number, 0, MOST);
        if (count <= 0) {
            throw refused(address, "LISTEN_FDS is not a number above 0");
        }
        for (int fd = FIRST; fd < FIRST + count; fd++) {
            kernel.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
        }
        return count;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        String all = variable("LISTEN_FDNAMES");
        int start = 0;
        while (all != null && start <= all.length()) {
            int colon = all.indexOf(':', start);
            int end = colon < 0 ? all.length() : colon;
            names.add(all.substring(start, end));
            start = end + 1;
        }
        return names;
    }

    private String variable(String name) {
        byte[] value = sys.environment(name);
        return value == null ? null : Bytes.string(value);
    }

    private ListeningSocket adopt(ListenAddress address, int fd) {
        check(address, fd);
        taken.add(fd);
        int own = fd;
        if (fd < FIRST) {
            own = Sys.check(kernel.fcntl(fd, Linux.F_DUPFD_CLOEXEC, FIRST), "duplicate descriptor " + fd);
        }
        freeStandardDescriptors(own);
        // Others may accept from it, too, so a client may be gone by the time we accept: that must not block us.
        int flags = kernel.fcntl(own, Linux.F_GETFL, 0);
        kernel.fcntl(own, Linux.F_SETFL, flags | Linux.O_NONBLOCK);
        return new ListeningSocket(kernel, own, null);
    }

    private void check(ListenAddress address, int fd) {
        for (int other : taken) {
            if (other == fd) {
                throw refused(address, "descriptor " + fd + " is used already");
            }
        }
        int[] value = new int[1];
        Sys.check(kernel.fcntl(fd, Linux.F_GETFD, 0), "listen at " + address.text());
        Sys.check(kernel.getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_TYPE, value), "listen at " + address.text());
        if (value[0] != Linux.SOCK_STREAM) {
            throw refused(address, "descriptor " + fd + " is not a stream socket");
        }
        int family = family(fd);
        boolean unix = family == Linux.AF_UNIX;
        if (!unix && family != Linux.AF_INET && family != Linux.AF_INET6) {
            throw refused(address, "descriptor " + fd + " is neither a TCP nor a Unix socket");
        }
        if (unix ? !settings.unix : !settings.tcp) {
            String kind = unix ? "a Unix socket, not a TCP" : "a TCP socket, not a Unix";
            throw refused(address, "descriptor " + fd + " is " + kind + " socket");
        }
        Sys.check(kernel.getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_ACCEPTCONN, value), "listen at " + address.text());
        if (value[0] == 0) {
            throw refused(address, "descriptor " + fd + " is a socket that does not listen");
        }
    }

    private int family(int fd) {
        byte[] name = new byte[128];
        int[] length = {name.length};
        return kernel.getsockname(fd, name, length) < 0 ? -1 : name[0] & 0xff | (name[1] & 0xff) << 8;
    }

    /** inetd(8) starts a service with the listening socket as 0, 1 and 2: children must not inherit it as their 2. */
    private void freeStandardDescriptors(int listening) {
        long[] socket = new long[FileStatus.SIZE];
        long[] standard = new long[FileStatus.SIZE];
        Sys.check(kernel.fstat(listening, socket), "examine the listening socket");
        for (int fd = 0; fd < FIRST; fd++) {
            boolean same = kernel.fstat(fd, standard) >= 0
                    && socket[FileStatus.INODE] == standard[FileStatus.INODE]
                    && socket[FileStatus.DEVICE] == standard[FileStatus.DEVICE];
            if (same) {
                int none = kernel.open(NULL_DEVICE, Linux.O_RDWR | Linux.O_CLOEXEC, 0);
                Sys.check(none, "open /dev/null");
                kernel.dup2(none, fd);
                kernel.close(none);
            }
        }
    }

    private static SysException refused(ListenAddress address, String why) {
        return new SysException("unable to listen at " + address.text() + ": " + why);
    }
}
