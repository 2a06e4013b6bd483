package ucspi.proxy;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.IpAddress;

/** Which peers are proxies that say whose connections theirs are: networks, and users of this machine. */
public final class TrustedSources {
    private static final int MAPPED_BITS = 96;

    /**
     * One network.
     *
     * @param address 4 or 16 bytes
     * @param bits how many of its bits count
     */
    private record Network(byte[] address, int bits) {}

    private final List<Network> networks = new ArrayList<>();
    private final List<Long> users = new ArrayList<>();
    private boolean everyUser;

    private TrustedSources() {}

    /**
     * Reads a list with commas: {@code 10.0.0.0/8}, {@code ::1}, {@code unix} for every peer at a Unix socket,
     * {@code uid:33} for those of one user.
     *
     * @return null if it is none
     */
    public static TrustedSources parse(String text) {
        TrustedSources sources = new TrustedSources();
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            if (!sources.add(text.substring(start, end))) {
                return null;
            }
            start = end + 1;
        }
        return sources;
    }

    private boolean add(String word) {
        if (word.equals("unix")) {
            everyUser = true;
            return true;
        }
        if (word.startsWith("uid:")) {
            long uid = number(word, 4, 0xffff_fffeL);
            users.add(uid);
            return uid >= 0;
        }
        int slash = word.indexOf('/');
        byte[] address = IpAddress.parse(slash < 0 ? word : word.substring(0, slash));
        if (address == null) {
            return false;
        }
        int size = 8 * address.length;
        int bits = slash < 0 ? size : (int) number(word, slash + 1, size);
        if (bits < 0) {
            return false;
        }
        networks.add(new Network(address, bits));
        return !isMapped(address) || unmap(address, bits);
    }

    /** A network of mapped addresses (::ffff:10.0.0.0/104) is one of IPv4 addresses. */
    private boolean unmap(byte[] address, int bits) {
        byte[] four = java.util.Arrays.copyOfRange(address, 12, 16);
        networks.set(networks.size() - 1, new Network(four, bits - MAPPED_BITS));
        return bits >= MAPPED_BITS;
    }

    private static boolean isMapped(byte[] address) {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, address, 0, 0);
        return address.length == 16 && IpAddress.isIpv4(socketAddress);
    }

    private static long number(String text, int from, long most) {
        long value = from < text.length() ? 0 : -1;
        for (int i = from; i < text.length() && value >= 0; i++) {
            int digit = text.charAt(i) - '0';
            value = digit >= 0 && digit <= 9 ? value * 10 + digit : -1;
            value = value <= most ? value : -1;
        }
        return value;
    }

    /** Whether there are networks among them. */
    public boolean hasNetworks() {
        return !networks.isEmpty();
    }

    /** Whether there are users of this machine among them. */
    public boolean hasUsers() {
        return everyUser || !users.isEmpty();
    }

    /** Whether a peer at this address, struct sockaddr_in or sockaddr_in6, is one of them. */
    public boolean trustsAddress(byte[] socketAddress) {
        int first = IpAddress.offset(socketAddress);
        int size = IpAddress.isIpv4(socketAddress) ? 4 : 16;
        for (int i = 0; i < networks.size(); i++) {
            Network network = networks.get(i);
            if (network.address.length == size && contains(network, socketAddress, first)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(Network network, byte[] socketAddress, int first) {
        for (int i = 0; 8 * i < network.bits; i++) {
            int mask = 0xff00 >> Math.min(8, network.bits - 8 * i);
            if (((network.address[i] ^ socketAddress[first + i]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a peer at a Unix socket, of this user, is one of them. */
    public boolean trustsUser(long uid) {
        for (int i = 0; i < users.size(); i++) {
            if (users.get(i) == uid) {
                return true;
            }
        }
        return everyUser;
    }
}
