package ucspi.rules;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;

/** Who asks to be let in, as the rules see it. One object serves all connections. */
public final class Client {
    /** The address as a struct sockaddr, if {@link #bits} is not 0. */
    final byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];

    /** The address as text. */
    byte[] text = new byte[IpAddress.MAX_TEXT];

    int textLength;

    /** 32 for IPv4, 128 for IPv6, 0 for a text that is no address. */
    int bits;

    /** TCPREMOTEHOST, or null. */
    byte[] host;

    /** TCPREMOTEINFO, or null. */
    byte[] info;

    /** A client at this address, a struct sockaddr_in or sockaddr_in6; nothing else is known of it. */
    public void address(byte[] from) {
        System.arraycopy(from, 0, socketAddress, 0, socketAddress.length);
        IpAddress.dropScope(socketAddress);
        bits = IpAddress.isIpv4(socketAddress) ? 32 : 128;
        textLength = IpAddress.putText(text, 0, socketAddress);
        names(null, null);
    }

    /**
     * A client at this address, the value of TCPREMOTEIP; nothing else is known of it. A text that is no address is
     * looked up all the same, as djb's tools do. An IPv6 address may be written in any way.
     */
    public void address(String value) {
        int scope = value.indexOf('%');
        String bare = scope < 0 || value.indexOf(':') < 0 ? value : value.substring(0, scope);
        byte[] parsed = IpAddress.parse(bare);
        if (parsed != null) {
            IpAddress.putSocketAddress(socketAddress, parsed, 0, 0);
            address(socketAddress);
        }
        if (parsed == null || parsed.length == 4) {
            bits = parsed == null ? 0 : 32;
            textLength = bare.length();
            text = Arrays.copyOf(Bytes.latin1(bare), Math.max(textLength, IpAddress.MAX_TEXT));
        }
        names(null, null);
    }

    /** What lookups said of it, each null for nothing; an empty name is a name. */
    public void names(byte[] remoteHost, byte[] remoteInfo) {
        host = remoteHost;
        info = remoteInfo;
    }
}
