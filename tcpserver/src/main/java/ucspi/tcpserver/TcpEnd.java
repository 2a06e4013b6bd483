package ucspi.tcpserver;

import ucspi.kernel.IpAddress;

/** One end of a TCP connection: its address, and that as text. One object serves one connection after another. */
final class TcpEnd {
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

    int port() {
        return IpAddress.port(address);
    }
}
