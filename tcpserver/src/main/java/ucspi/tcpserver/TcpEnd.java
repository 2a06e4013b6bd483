package ucspi.tcpserver;

import ucspi.kernel.IpAddress;
import ucspi.kernel.Layout;

/** One end of a TCP connection: its address, and that as text. One object serves one connection after another. */
final class TcpEnd {
    /** How many numbers {@link #remember} writes. */
    static final int FACTS = IpAddress.SOCKADDR_SIZE / 4;

    /** struct sockaddr_in or sockaddr_in6. */
    final byte[] address = new byte[IpAddress.SOCKADDR_SIZE];

    /** The IP address as {@link IpAddress#putText} has it. */
    final byte[] text = new byte[IpAddress.MAX_TEXT];

    /** How many bytes of {@link #text} there are. */
    int textLength;

    TcpEnd() {}

    /**
     * @param socketAddress at least as long as {@link #address}
     */
    TcpEnd(byte[] socketAddress) {
        System.arraycopy(socketAddress, 0, address, 0, address.length);
        addressIsSet();
    }

    /** To be called after {@link #address} has changed. */
    void addressIsSet() {
        textLength = IpAddress.putText(text, 0, address);
    }

    /** Writes the address down. */
    void remember(int[] facts, int offset) {
        for (int i = 0; i < FACTS; i++) {
            facts[offset + i] = Layout.getInt(address, 4 * i);
        }
    }

    /** Takes the address that was written down. */
    void recall(int[] facts, int offset) {
        for (int i = 0; i < FACTS; i++) {
            Layout.putInt(address, 4 * i, facts[offset + i]);
        }
        addressIsSet();
    }

    int port() {
        return IpAddress.port(address);
    }
}
