package ucspi.listen;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/** Makes listening sockets: binds them, or takes over those that were bound already. */
public final class ListeningSockets {
    private static final int TYPE = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
    private static final int[] ON = {1};

    private final Sys sys;
    private final Kernel kernel;
    private final ListenSettings settings;

    public ListeningSockets(Sys sys, ListenSettings settings) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.settings = settings;
    }

    /**
     * All the sockets of these addresses, in their order; {@code systemd} may stand for several.
     *
     * <p>{@code [::]:port} takes IPv4, too, unless an IPv4 address of the same port is among them.
     *
     * @param addresses of wanted kinds only
     * @throws SysException if one of them cannot be had; then none is left
     */
    public List<ListeningSocket> open(List<ListenAddress> addresses) {
        List<TcpAddress> resolved = resolve(addresses);
        List<ListeningSocket> sockets = new ArrayList<>();
        try {
            open(addresses, resolved, sockets);
        } catch (SysException e) {
            for (ListeningSocket socket : sockets) {
                socket.close();
            }
            throw e;
        }
        return sockets;
    }

    private void open(List<ListenAddress> addresses, List<TcpAddress> resolved, List<ListeningSocket> into) {
        PassedSockets passed = new PassedSockets(sys, settings);
        for (int i = 0; i < addresses.size(); i++) {
            ListenAddress address = addresses.get(i);
            switch (address.kind()) {
                case TCP -> into.add(tcp(withoutOverlap(resolved.get(i), resolved), address));
                case UNIX -> into.add(unix(address.name()));
                default -> passed.take(address, into);
            }
        }
    }

    /** Names are looked up before anything is bound; the list has null for what is no TCP address. */
    private List<TcpAddress> resolve(List<ListenAddress> addresses) {
        List<TcpAddress> resolved = new ArrayList<>();
        for (ListenAddress address : addresses) {
            boolean isTcp = address.kind() == ListenAddress.Kind.TCP;
            resolved.add(isTcp ? TcpAddress.of(sys, address.name(), address.port(), settings.family) : null);
        }
        return resolved;
    }

    private static TcpAddress withoutOverlap(TcpAddress address, List<TcpAddress> all) {
        for (TcpAddress other : all) {
            boolean overlaps = other != null && other.address().length == 4 && other.port() == address.port();
            if (address.isDual() && overlaps && address.port() != 0) {
                return address.withoutIpv4();
            }
        }
        return address;
    }

    private ListeningSocket tcp(TcpAddress at, ListenAddress address) {
        int fd = kernel.socket(at.isIpv6() ? Linux.AF_INET6 : Linux.AF_INET, TYPE, 0);
        boolean noIpv6 = fd == -Errno.EAFNOSUPPORT && address.isAnyHost();
        return noIpv6 ? tcp(at.everyIpv4()) : tcp(fd, at, " " + address.text());
    }

    /** A socket at one TCP address. */
    public ListeningSocket tcp(TcpAddress at) {
        return tcp(kernel.socket(at.isIpv6() ? Linux.AF_INET6 : Linux.AF_INET, TYPE, 0), at, "");
    }

    private ListeningSocket tcp(int fd, TcpAddress at, String where) {
        Sys.check(fd, "create socket");
        kernel.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, ON);
        if (at.isIpv6()) {
            int[] only = {at.ipv6Only() ? 1 : 0};
            Sys.check(kernel.setsockopt(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, only), "set IPV6_V6ONLY");
        }
        byte[] address = new byte[IpAddress.SOCKADDR_SIZE];
        int length = IpAddress.putSocketAddress(address, at.address(), at.port(), 0);
        Sys.check(kernel.bind(fd, address, length), "bind" + where);
        Sys.check(kernel.listen(fd, settings.backlog), "listen" + where);
        return new ListeningSocket(kernel, fd, null);
    }

    /** A socket at a path, in place of one that nobody listens at, or behind {@code @} at an abstract name. */
    public ListeningSocket unix(String path) {
        SocketFile file = new SocketFile(sys, UnixAddress.of(path));
        int fd = Sys.check(kernel.socket(Linux.AF_UNIX, TYPE, 0), "create socket");
        file.bind(fd, settings.umask);
        file.protect(settings.uid, settings.gid, settings.mode);
        Sys.check(kernel.listen(fd, settings.backlog), "listen");
        return new ListeningSocket(kernel, fd, settings.keepFiles ? null : file);
    }
}
