package ucspi.server;

import ucspi.kernel.IpAddress;

/**
 * Who a client is to the limits: 128 bits, the first of which name its network. An IPv4 address, a mapped one too, is
 * {@code ::ffff:0:0/96} and its 32 bits; a user is a number. One object serves all connections.
 */
public final class ClientKey {
    /** How many bits stand before those of an IPv4 address. */
    static final int IPV4_OFFSET = 96;

    private static final long IPV4_LOW = 0xffffL << 32;

    private long high;
    private long low;

    /** The client at an address, a struct sockaddr_in or sockaddr_in6; neither port nor scope count. */
    public void address(byte[] socketAddress) {
        int at = IpAddress.offset(socketAddress);
        if (IpAddress.isIpv4(socketAddress)) {
            set(0, IPV4_LOW | bigEndian(socketAddress, at, 4));
        } else {
            set(bigEndian(socketAddress, at, 8), bigEndian(socketAddress, at + 8, 8));
        }
    }

    private static long bigEndian(byte[] bytes, int offset, int count) {
        long value = 0;
        for (int i = offset; i < offset + count; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    /** The client that is a user of this machine. */
    public void user(long uid) {
        set(0, uid & 0xffff_ffffL);
    }

    /** The client with these bits. */
    public void set(long newHigh, long newLow) {
        high = newHigh;
        low = newLow;
    }

    /** Whether it is an IPv4 address. */
    boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The first 64 bits. */
    public long high() {
        return high;
    }

    /** The last 64 bits. */
    public long low() {
        return low;
    }

    /** The first 64 bits of the network with a prefix of {@code length} bits, 0 to 128. */
    long high(int length) {
        return length >= 64 ? high : first(high, length);
    }

    /** The last 64 bits of that network. */
    long low(int length) {
        return length <= 64 ? 0 : first(low, length - 64);
    }

    private static long first(long bits, int length) {
        return length == 0 ? 0 : bits & -1L << 64 - length;
    }
}
