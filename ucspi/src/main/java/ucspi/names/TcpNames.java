package ucspi.names;

import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Sys;

/**
 * The variables that say who is at the ends of a TCP connection (tcp-environ(5) of ucspi-tcp), and the lookups that
 * some of them take. What cannot be found out is not set: a lookup that fails is no reason to refuse anybody.
 *
 * <p>For a connection over IPv6 each is set twice, as TCP6... and as TCP....
 */
public final class TcpNames {
    private final Sys sys;
    private final Resolver resolver;
    private final Environment environment;
    private boolean six;

    public TcpNames(Sys sys, Resolver resolver, Environment environment) {
        this.sys = sys;
        this.resolver = resolver;
        this.environment = environment;
        this.six = "TCP6".equals(environment.get("PROTO"));
    }

    /** The environment, with all that was set. */
    public Environment environment() {
        return environment;
    }

    /** Sets PROTO and the addresses and ports of both ends, from their socket addresses. */
    public void setAddresses(byte[] local, byte[] remote) {
        environment.remove("TCP6");
        six = !IpAddress.isIpv4(remote);
        environment.set("PROTO", six ? "TCP6" : "TCP");
        set("LOCALIP", IpAddress.text(local));
        set("LOCALPORT", Integer.toString(IpAddress.port(local)));
        set("REMOTEIP", IpAddress.text(remote));
        set("REMOTEPORT", Integer.toString(IpAddress.port(remote)));
    }

    /** Sets TCPLOCALHOST to a name, or looks TCPLOCALIP up if there is none. */
    public String setLocalHost(String name) {
        return set("LOCALHOST", name == null ? lookUp(environment.get("TCPLOCALIP")) : name);
    }

    /**
     * Sets TCPREMOTEHOST.
     *
     * @param wanted whether it is looked up at all
     * @param paranoid whether a name counts only if the address is among those of the name
     */
    public String setRemoteHost(boolean wanted, boolean paranoid) {
        String address = environment.get("TCPREMOTEIP");
        String name = wanted ? lookUp(address) : null;
        return set("REMOTEHOST", name != null && paranoid && !leadsBack(name, address) ? null : name);
    }

    /** Sets TCPREMOTEINFO; fewer seconds than 0 mean that nobody is asked. */
    public String setRemoteInfo(int seconds, byte[] local, byte[] remote) {
        byte[] info = seconds < 0 ? null : Ident.ask(sys.kernel(), remote, local, seconds);
        return set("REMOTEINFO", info == null ? null : Bytes.string(info));
    }

    private String set(String name, String value) {
        environment.set("TCP" + name, value);
        if (six) {
            environment.set("TCP6" + name, value);
        }
        return value;
    }

    private String lookUp(String address) {
        byte[] bytes = bytes(address);
        if (bytes == null) {
            return null;
        }
        String name = resolver.name(bytes);
        return name == null || name.isEmpty() ? null : name;
    }

    private boolean leadsBack(String name, String address) {
        byte[] bytes = bytes(address);
        List<byte[]> addresses = resolver.addresses(name, bytes.length == 4 ? 4 : 6);
        for (int i = 0; addresses != null && i < addresses.size(); i++) {
            if (Arrays.equals(addresses.get(i), bytes)) {
                return true;
            }
        }
        return false;
    }

    /** The bytes of an address without its scope. */
    private static byte[] bytes(String address) {
        int percent = address == null ? -1 : address.indexOf('%');
        return address == null ? null : IpAddress.parse(percent < 0 ? address : address.substring(0, percent));
    }
}
