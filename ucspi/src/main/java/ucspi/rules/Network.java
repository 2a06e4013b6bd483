package ucspi.rules;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;

/**
 * The keys of networks in a file of rules: {@code 10.0.0.0/8}, the network's address as text, its bits behind the
 * prefix zero, and the length of the prefix.
 *
 * <p>A file that has such rules has also a record for each kind of address that lists which lengths there are, longest
 * first, a byte for each, so that only those are looked up. Its key holds a newline, which no line of a text can.
 */
final class Network {
    /** The key of the list of IPv4 prefixes. */
    static final byte[] LENGTHS_4 = Bytes.ascii("/4\n");

    /** The key of the list of IPv6 prefixes. */
    static final byte[] LENGTHS_6 = Bytes.ascii("/6\n");

    /** How much room {@link #putKey} needs. */
    static final int MOST_KEY = IpAddress.MAX_TEXT + 4;

    private static final int MAPPED_PREFIX = 96;

    private Network() {}

    /**
     * A network as a rule names it.
     *
     * @param bits of the kind of address, 32 or 128
     * @param length of the prefix, 0 to {@code bits}
     * @param key of its record
     */
    record Prefix(int bits, int length, byte[] key) {}

    /**
     * Reads {@code address/length}. Bits of the address behind the prefix may be set. Octets that an IPv4 address lacks
     * at its end are zero: {@code 10/8}, {@code 10./8}. A mapped IPv6 address (::ffff:10.0.0.0/104) stands for IPv4.
     *
     * @return null if it is no network
     */
    static Prefix parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = slash < 0 ? null : IpAddress.parse(whole(text.substring(0, slash)));
        int number = address == null ? -1 : number(text, slash + 1);
        if (number < 0) {
            return null;
        }
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, address, 0, 0);
        boolean four = IpAddress.isIpv4(socketAddress);
        int bits = four ? 32 : 128;
        int length = four && address.length == 16 ? number - MAPPED_PREFIX : number;
        if (length < 0 || length > bits) {
            return null;
        }
        byte[] key = new byte[MOST_KEY];
        int end = putKey(key, socketAddress, bits, length, new byte[IpAddress.SOCKADDR_SIZE]);
        return new Prefix(bits, length, Arrays.copyOf(key, end));
    }

    private static String whole(String address) {
        if (address.indexOf(':') >= 0) {
            return address;
        }
        String octets = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
        int dots = 0;
        for (int i = 0; i < octets.length(); i++) {
            dots += octets.charAt(i) == '.' ? 1 : 0;
        }
        return octets + ".0.0.0".substring(0, 2 * Math.max(0, 3 - dots));
    }

    /** Up to three digits to the end of the text, or -1. */
    private static int number(String text, int start) {
        int digits = text.length() - start;
        int value = digits >= 1 && digits <= 3 ? 0 : -1;
        for (int i = start; i < text.length() && value >= 0; i++) {
            char c = text.charAt(i);
            value = c >= '0' && c <= '9' ? value * 10 + c - '0' : -1;
        }
        return value;
    }

    /**
     * Writes the key of the network that an address is in.
     *
     * @param scratch as large as {@code socketAddress}
     * @return the key's length
     */
    static int putKey(byte[] into, byte[] socketAddress, int bits, int length, byte[] scratch) {
        System.arraycopy(socketAddress, 0, scratch, 0, IpAddress.SOCKADDR_SIZE);
        int first = IpAddress.offset(scratch);
        for (int i = 0; i < bits / 8; i++) {
            int kept = Math.max(0, Math.min(8, length - 8 * i));
            scratch[first + i] &= (byte) (0xff00 >> kept);
        }
        int end = IpAddress.putText(into, 0, scratch);
        into[end] = '/';
        return Bytes.putDecimal(into, end + 1, length);
    }

    /** Whether these bytes are a list of lengths: each one less than the one before, none above {@code bits}. */
    static boolean isList(byte[] data, int offset, int count, int bits) {
        int above = bits + 1;
        for (int i = offset; i < offset + count; i++) {
            int length = data[i] & 0xff;
            if (length >= above) {
                return false;
            }
            above = length;
        }
        return true;
    }
}
