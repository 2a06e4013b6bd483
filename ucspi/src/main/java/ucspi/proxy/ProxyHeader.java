package ucspi.proxy;

import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;

/**
 * Reads the header that a proxy sends ahead of a connection's bytes to say whose connection it is: the PROXY protocol,
 * version 1 (a line) and 2 (binary), as HAProxy's proxy-protocol.txt specifies it. One object serves all connections.
 *
 * <p>It is fed the beginning of the input, again and again as that grows; what it answers once is what it answers ever
 * after.
 */
public final class ProxyHeader {
    /** What {@link #parse} answers while the header is not all there. */
    public static final int INCOMPLETE = 0;

    /** What {@link #parse} answers when it is none. */
    public static final int INVALID = -1;

    /** The longest header that is taken, in bytes: nginx's limit, too; the addresses take 232 at most. */
    public static final int MOST_BYTES = 4096;

    /** How many bytes {@link #begins} needs to be certain. */
    public static final int SIGNATURE_BYTES = 12;

    private static final byte[] SIGNATURE_1 = Bytes.ascii("PROXY ");
    private static final byte[] SIGNATURE_2 = Bytes.ascii("\r\n\r\n\0\r\nQUIT\n");
    private static final byte[] TCP4 = Bytes.ascii("TCP4 ");
    private static final byte[] TCP6 = Bytes.ascii("TCP6 ");
    private static final byte[] UNKNOWN = Bytes.ascii("UNKNOWN");

    /** The longest line, its end included: section 2.1. */
    private static final int MOST_LINE = 107;

    /** Of version 2: what stands before the addresses. */
    private static final int FIXED_BYTES = 16;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int INET_STREAM = 0x11;
    private static final int INET6_STREAM = 0x21;
    private static final int UNIX_STREAM = 0x31;
    private static final int TYPE_CRC32C = 0x03;

    private final byte[] source = new byte[IpAddress.SOCKADDR_SIZE];
    private final byte[] destination = new byte[IpAddress.SOCKADDR_SIZE];
    private boolean hasAddresses;
    private byte[] input;
    private int at;

    /**
     * Whether these bytes are how a header begins, as far as they go.
     *
     * @param whole whether all of a signature must be there
     */
    public static boolean begins(byte[] bytes, int length, boolean whole) {
        return begins(SIGNATURE_1, bytes, length, whole) || begins(SIGNATURE_2, bytes, length, whole);
    }

    private static boolean begins(byte[] signature, byte[] bytes, int length, boolean whole) {
        return (length >= signature.length || !whole)
                && matches(signature, 0, bytes, 0, Math.min(length, signature.length));
    }

    private static boolean matches(byte[] text, int from, byte[] bytes, int start, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[start + i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a header.
     *
     * @param bytes what has come so far
     * @param length how much of it; beyond {@link #MOST_BYTES} nothing is looked at
     * @return the length of the header, {@link #INCOMPLETE} or {@link #INVALID}
     */
    public int parse(byte[] bytes, int length) {
        hasAddresses = false;
        if (!begins(bytes, length, false)) {
            return INVALID;
        }
        if (length > 0 && bytes[0] == SIGNATURE_1[0]) {
            return line(bytes, length);
        }
        return length < SIGNATURE_2.length + 1 ? INCOMPLETE : binary(bytes, length);
    }

    /** Forgets what was read last, as if it named nobody. */
    public void forget() {
        hasAddresses = false;
    }

    /** Whether it names the ends of the client's connection; if not, those of our own connection are what is known. */
    public boolean hasAddresses() {
        return hasAddresses;
    }

    /** The client, a struct sockaddr_in or sockaddr_in6. Valid until the next {@link #parse}. */
    public byte[] source() {
        return source;
    }

    /** What the client connected to, as {@link #source}. */
    public byte[] destination() {
        return destination;
    }

    /** {@code PROXY TCP4 192.0.2.1 192.0.2.80 50001 80}, or {@code PROXY UNKNOWN} and whatever. */
    private int line(byte[] bytes, int length) {
        int end = 0;
        int most = Math.min(length, MOST_LINE - 1);
        while (end < most && bytes[end] != '\r') {
            end++;
        }
        if (end == MOST_LINE - 1) {
            return INVALID;
        }
        if (end + 1 >= length) {
            return INCOMPLETE;
        }
        boolean valid = bytes[end + 1] == '\n' && facts(bytes, end);
        return valid ? end + 2 : INVALID;
    }

    private boolean facts(byte[] bytes, int end) {
        input = bytes;
        at = SIGNATURE_1.length;
        if (follows(UNKNOWN, end)) {
            return at == end || bytes[at] == ' ';
        }
        boolean four = follows(TCP4, end);
        if (!four && !follows(TCP6, end)) {
            return false;
        }
        boolean valid = address(source, four, end) && address(destination, four, end);
        valid = valid && port(source, ' ', end) && port(destination, '\r', end);
        hasAddresses = valid && at == end + 1;
        return hasAddresses;
    }

    private boolean follows(byte[] text, int end) {
        boolean there = end - at >= text.length && matches(text, 0, input, at, text.length);
        at += there ? text.length : 0;
        return there;
    }

    /** An address and the space behind it. */
    private boolean address(byte[] into, boolean four, int end) {
        int space = at;
        while (space < end && input[space] != ' ') {
            space++;
        }
        if (space == end || four && hasLeadingZero(space)) {
            return false;
        }
        byte[] address = IpAddress.parse(Bytes.string(input, at, space - at));
        at = space + 1;
        if (address == null || address.length != (four ? 4 : 16)) {
            return false;
        }
        IpAddress.putSocketAddress(into, address, 0, 0);
        return true;
    }

    /** Who reads 010 as ten and who reads it as eight would not mean the same client. */
    private boolean hasLeadingZero(int end) {
        for (int i = at; i + 1 < end; i++) {
            boolean first = i == at || input[i - 1] == '.';
            if (first && input[i] == '0' && input[i + 1] != '.') {
                return true;
            }
        }
        return false;
    }

    /** A port, 0 to 65535 without leading zeros, and the byte behind it. */
    private boolean port(byte[] into, int behind, int end) {
        int start = at;
        int value = 0;
        while (at < end && input[at] >= '0' && input[at] <= '9' && value <= 0xffff) {
            value = value * 10 + input[at++] - '0';
        }
        boolean valid = at > start && value <= 0xffff && (input[start] != '0' || at == start + 1);
        IpAddress.putPort(into, value);
        return valid && input[at++] == behind;
    }

    private int binary(byte[] bytes, int length) {
        int command = bytes[12] & 0xff;
        if (command != LOCAL && command != PROXY) {
            return INVALID;
        }
        if (length < FIXED_BYTES) {
            return length > 13 && command == PROXY && addressBytes(bytes[13]) < 0 ? INVALID : INCOMPLETE;
        }
        int least = command == PROXY ? addressBytes(bytes[13]) : 0;
        int total = FIXED_BYTES + number(bytes, 14);
        if (least < 0 || total < FIXED_BYTES + least || total > MOST_BYTES) {
            return INVALID;
        }
        if (length < total) {
            return INCOMPLETE;
        }
        boolean valid = least == 0 || extensions(bytes, FIXED_BYTES + least, total);
        if (valid && (least == 12 || least == 36)) {
            addresses(bytes, least == 12 ? 4 : 16);
        }
        return valid ? total : INVALID;
    }

    /** How long the addresses of a family and protocol are; -1 for what no header of a stream has. */
    private static int addressBytes(byte family) {
        return switch (family) {
            case UNSPECIFIED -> 0;
            case INET_STREAM -> 12;
            case INET6_STREAM -> 36;
            case UNIX_STREAM -> 216;
            default -> -1;
        };
    }

    private void addresses(byte[] bytes, int size) {
        int ports = FIXED_BYTES + 2 * size;
        IpAddress.putAddress(source, bytes, FIXED_BYTES, size);
        IpAddress.putPort(source, number(bytes, ports));
        IpAddress.putAddress(destination, bytes, FIXED_BYTES + size, size);
        IpAddress.putPort(destination, number(bytes, ports + 2));
        hasAddresses = true;
    }

    /** Section 2.2.1: types and lengths up to the end; all are passed over but the checksum of the header. */
    private static boolean extensions(byte[] bytes, int from, int end) {
        int next = from;
        while (next < end) {
            int value = next + 3;
            if (value > end || value + number(bytes, next + 1) > end) {
                return false;
            }
            int length = number(bytes, next + 1);
            if (bytes[next] == TYPE_CRC32C && (length != 4 || !Crc32c.isRight(bytes, end, value))) {
                return false;
            }
            next = value + length;
        }
        return true;
    }

    private static int number(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
    }
}
