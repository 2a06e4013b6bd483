package ucspi.server;

import ucspi.kernel.IpAddress;
import ucspi.kernel.Layout;

/** One end of a TCP connection: its address, and that as text. One object serves one connection after another. */
public final class TcpEnd {
    /** How many numbers {@link #remember} writes. */
    public static final int FACTS = IpAddress.SOCKADDR_SIZE / 4;

    /** struct sockaddr_in or sockaddr_in6. */
    public final byte[] address = new byte[IpAddress.SOCKADDR_SIZE];

    /** The IP address as {@link IpAddress#putText} has it. */
    public final byte[] text = new byte[IpAddress.MAX_TEXT];

    /** How many bytes of {@link #text} there are. */
    public int textLength;

    /**
     * Copies an address.
     *
     * @param socketAddress at least as long as {@link #address}
     */
    public TcpEnd set(byte[] socketAddress) {
        System.arraycopy(socketAddress, 0, address, 0, address.length);
        addressIsSet();
        return this;
    }

    /** To be called after {@link #address} has changed. */
    public void addressIsSet() {
        textLength = IpAddress.putText(text, 0, address);
    }

    /** Writes the address down. */
    public void remember(int[] facts, int offset) {
        for (int i = 0; i < FACTS; i++) {
            facts[offset + i] = Layout.getInt(address, 4 * i);
        }
    }

    /** Takes the address that was written down. */
    public void recall(int[] facts, int offset) {
        for (int i = 0; i < FACTS; i++) {
            Layout.putInt(address, 4 * i, facts[offset + i]);
        }
        addressIsSet();
    }

    /** The port, 0 to 65535. */
    public int port() {
        return IpAddress.port(address);
    }
}
