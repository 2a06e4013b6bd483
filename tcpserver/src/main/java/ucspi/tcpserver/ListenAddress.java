package ucspi.tcpserver;

import java.util.List;
import ucspi.cli.UsageError;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.names.LocalNames;
import ucspi.names.Resolver;

/**
 * Where to listen, from the operands host and port.
 *
 * @param address 4 or 16 bytes
 * @param port 0 to 65535
 * @param ipv6Only whether an IPv6 socket leaves IPv4 alone, IPV6_V6ONLY of ipv6(7)
 */
record ListenAddress(byte[] address, int port, boolean ipv6Only) {
    /**
     * Reads a host and a port.
     *
     * @param family 4, 6, or 0 for whichever the host is
     * @throws UsageError if the host is of the other family
     * @throws SysException if nobody knows the name
     */
    static ListenAddress of(Sys sys, String host, String port, int family) {
        LocalNames names = new LocalNames(sys);
        int number = LocalNames.parsePort(port);
        number = number < 0 ? names.tcpPort(port) : number;
        if (number < 0) {
            throw new SysException("unable to figure out port number for " + port);
        }
        if (host.isEmpty() || host.equals("0")) {
            return new ListenAddress(new byte[family == 6 ? 16 : 4], number, false);
        }
        if (host.equals(":0")) {
            return checked(host, new byte[16], number, family, false);
        }
        byte[] address = lookUp(new Resolver(sys), host, family);
        return checked(host, address, number, family, family == 6);
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

    private static ListenAddress checked(String host, byte[] address, int port, int family, boolean ipv6Only) {
        if (family != 0 && (family == 4) != (address.length == 4)) {
            throw new UsageError("option -" + family + ": " + host + " is not an IPv" + family + " address");
        }
        return new ListenAddress(address, port, ipv6Only);
    }
}
