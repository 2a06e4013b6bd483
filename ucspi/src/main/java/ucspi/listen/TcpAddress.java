package ucspi.listen;

import java.util.List;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.names.LocalNames;
import ucspi.names.Resolver;

/**
 * A TCP address to bind, looked up from a host and a port.
 *
 * @param address 4 or 16 bytes
 * @param port 0 to 65535
 * @param ipv6Only whether an IPv6 socket leaves IPv4 alone, IPV6_V6ONLY of ipv6(7)
 */
public record TcpAddress(byte[] address, int port, boolean ipv6Only) {
    private static final byte[] ANY_IPV4 = new byte[4];

    /**
     * Looks up a host and a port.
     *
     * @param host {@code 0} or empty for every IPv4 address, with family 6 for every address; {@code :0} or {@code *}
     *     for every address of both families; an address; or a name
     * @param port a number, or a name in /etc/services
     * @param family 4, 6, or 0 for whichever the host is; not one that {@link #contradicts}
     * @throws SysException if nobody knows the name
     */
    public static TcpAddress of(Sys sys, String host, String port, int family) {
        LocalNames names = new LocalNames(sys);
        int number = LocalNames.parsePort(port);
        number = number < 0 ? names.tcpPort(port) : number;
        if (number < 0) {
            throw new SysException("unable to figure out port number for " + port);
        }
        if (host.isEmpty() || host.equals("0")) {
            return new TcpAddress(new byte[family == 6 ? 16 : 4], number, false);
        }
        if (host.equals(":0") || host.equals("*")) {
            return new TcpAddress(new byte[family == 4 ? 4 : 16], number, false);
        }
        return new TcpAddress(lookUp(new Resolver(sys), host, family), number, family == 6);
    }

    private static byte[] lookUp(Resolver resolver, String host, int family) {
        List<byte[]> addresses = resolver.host(host, IpAddress.isText(host) ? 0 : family);
        if (addresses == null) {
            String text = Errno.text(resolver.errno());
            throw new SysException("temporarily unable to figure out IP address for " + host + ": " + text);
        }
        if (addresses.isEmpty()) {
            throw new SysException("no IP address for " + host);
        }
        return addresses.get(0);
    }

    /** Whether a host is an address, but none of the family 4 or 6 that is wanted; 0 wants none. */
    public static boolean contradicts(String host, int family) {
        if (host.equals(":0")) {
            return family == 4;
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        byte[] address = IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host);
        return family != 0 && address != null && (family == 4) != (address.length == 4);
    }

    boolean isIpv6() {
        return address.length == 16;
    }

    /** Whether it is every IPv6 address and, as things are, every IPv4 address, too. */
    boolean isDual() {
        return isIpv6() && IpAddress.isAny(address) && !ipv6Only;
    }

    /** The same for IPv6 alone. */
    TcpAddress withoutIpv4() {
        return new TcpAddress(address, port, true);
    }

    /** The same port of every IPv4 address. */
    TcpAddress everyIpv4() {
        return new TcpAddress(ANY_IPV4, port, false);
    }
}
