package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;

/**
 * The host and port of a Host field or an absolute target, RFC 3986 section 3.2.
 *
 * <p>Stricter than the grammar: a name has only letters, digits and {@code -._~}, because programs build links and look
 * up sites with what they find in SERVER_NAME. User information is refused.
 */
final class Authority {
    private Authority() {}

    /** Whether this is a host, which may not be empty, with an optional port. */
    static boolean isValid(byte[] bytes, int from, int to) {
        int end = hostEnd(bytes, from, to);
        return end > from && isPort(bytes, end, to);
    }

    /** The host of a valid authority, an IPv6 address in its brackets. */
    static byte[] host(byte[] authority) {
        return Arrays.copyOf(authority, hostEnd(authority, 0, authority.length));
    }

    /**
     * What a server calls itself, SERVER_NAME: RFC 3875 section 4.1.14.
     *
     * @param authority the valid one that the request is for; null if it does not say
     * @param name the server's own; null if it has none
     * @param address the server's, IPv6 with brackets or without
     */
    static byte[] serverName(byte[] authority, byte[] name, byte[] address) {
        if (authority != null) {
            return host(authority);
        }
        boolean isBare = address[0] != '[' && Bytes.indexOf(address, ':') >= 0;
        byte[] literal = isBare ? Bytes.ascii("[" + Bytes.string(address, 0, address.length) + "]") : address;
        return name == null ? literal : name;
    }

    private static int hostEnd(byte[] bytes, int from, int to) {
        return from < to && bytes[from] == '[' ? literalEnd(bytes, from, to) : nameEnd(bytes, from, to);
    }

    private static int nameEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isNameByte(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isNameByte(int b) {
        return Ascii.isLetterOrDigit(b) || b == '-' || b == '.' || b == '_' || b == '~';
    }

    private static int literalEnd(byte[] bytes, int from, int to) {
        int i = from + 1;
        while (i < to && (Ascii.hex(bytes[i]) >= 0 || bytes[i] == ':' || bytes[i] == '.')) {
            i++;
        }
        return i > from + 2 && i < to && bytes[i] == ']' ? i + 1 : from;
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        // an empty port is valid: it stands for the scheme's own
        return bytes[from] == ':' && (from + 1 == to || inRange(Ascii.decimal(bytes, from + 1, to)));
    }

    private static boolean inRange(long port) {
        return port >= 0 && port <= 65535;
    }
}
