package ucspi.kernel;

/**
 * IP addresses as text, as bytes, and as struct sockaddr_in (ip(7)) and sockaddr_in6 (ipv6(7)).
 *
 * <p>An IPv4 address is 4 bytes, an IPv6 address 16, in network order.
 */
public final class IpAddress {
    /** How much room every socket address of these families fits in. */
    public static final int SOCKADDR_SIZE = 28;

    /** The longest text that {@link #putText} writes, a scope with ten digits included. */
    public static final int MAX_TEXT = 57;

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final int INET_OFFSET = 4;
    private static final int INET6_OFFSET = 8;
    private static final int SCOPE_OFFSET = 24;

    private IpAddress() {}

    /** The bytes of an address in its usual text form, or null if it is none. Leading zeros are decimal, as djb's. */
    public static byte[] parse(String text) {
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text, 0, text.length());
    }

    /** Whether a host is an address and not a name: with or without brackets around it. */
    public static boolean isText(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return parse(bracketed ? host.substring(1, host.length() - 1) : host) != null;
    }

    private static byte[] parse4(String text, int start, int end) {
        byte[] address = new byte[4];
        int part = 0;
        int digits = 0;
        int value = 0;
        for (int i = start; i <= end; i++) {
            char c = i < end ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9') {
                value = value * 10 + c - '0';
                digits++;
                if (value > 255) {
                    return null;
                }
            } else if (c == '.' && digits > 0 && part < 4) {
                address[part++] = (byte) value;
                value = 0;
                digits = 0;
            } else {
                return null;
            }
        }
        return part == 4 ? address : null;
    }

    /** RFC 4291, section 2.2: groups, one "::", and an IPv4 address in place of the last two groups. */
    private static byte[] parse6(String text) {
        byte[] address = new byte[16];
        int filled = 0;
        int gap = -1;
        int at = 0;
        int end = text.length();
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < end) {
            int stop = text.indexOf(':', at);
            stop = stop < 0 ? end : stop;
            byte[] group = stop == end && text.indexOf('.', at) >= 0 ? parse4(text, at, end) : hex(text, at, stop);
            if (group == null || filled + group.length > 16) {
                return null;
            }
            System.arraycopy(group, 0, address, filled, group.length);
            filled += group.length;
            at = stop + 1;
            if (at < end && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = filled;
                at++;
            } else if (stop < end && at == end) {
                return null;
            }
        }
        return spread(address, filled, gap);
    }

    private static byte[] hex(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = Bytes.hexDigit(text.charAt(i));
            if (digit < 0) {
                return null;
            }
            value = value << 4 | digit;
        }
        boolean fits = end > start && end - start <= 4;
        return fits ? new byte[] {(byte) (value >> 8), (byte) value} : null;
    }

    private static byte[] spread(byte[] address, int filled, int gap) {
        if (gap < 0) {
            return filled == 16 ? address : null;
        }
        if (filled > 14) {
            return null;
        }
        byte[] whole = new byte[16];
        System.arraycopy(address, 0, whole, 0, gap);
        System.arraycopy(address, gap, whole, 16 - (filled - gap), filled - gap);
        return whole;
    }

    /** Writes a socket address; returns its length in bytes. */
    public static int putSocketAddress(byte[] into, byte[] address, int port, int scope) {
        int length = putAddress(into, address, 0, address.length);
        putPort(into, port);
        if (address.length == 16) {
            Layout.putInt(into, SCOPE_OFFSET, scope);
        }
        return length;
    }

    /**
     * Writes a socket address with port 0; returns its length in bytes.
     *
     * @param source holds the {@code size} bytes of the address, 4 or 16, at {@code offset}
     */
    public static int putAddress(byte[] into, byte[] source, int offset, int size) {
        java.util.Arrays.fill(into, 0, SOCKADDR_SIZE, (byte) 0);
        boolean four = size == 4;
        into[0] = (byte) (four ? Linux.AF_INET : Linux.AF_INET6);
        System.arraycopy(source, offset, into, four ? INET_OFFSET : INET6_OFFSET, size);
        return four ? 16 : SOCKADDR_SIZE;
    }

    /** Sets the port of a socket address. */
    public static void putPort(byte[] socketAddress, int port) {
        socketAddress[2] = (byte) (port >> 8);
        socketAddress[3] = (byte) port;
    }

    /** The port of a socket address, 0 to 65535. */
    public static int port(byte[] socketAddress) {
        return (socketAddress[2] & 0xff) << 8 | socketAddress[3] & 0xff;
    }

    /** Whether it is an IPv4 socket address, or an IPv6 one that stands for one (::ffff:1.2.3.4). */
    public static boolean isIpv4(byte[] socketAddress) {
        if (socketAddress[0] == Linux.AF_INET) {
            return true;
        }
        for (int i = 0; i < MAPPED.length; i++) {
            if (socketAddress[INET6_OFFSET + i] != MAPPED[i]) {
                return false;
            }
        }
        return socketAddress[0] == Linux.AF_INET6;
    }

    /** The index of the address's first byte; there are 4 of an IPv4 address, a mapped one too, and 16 of others. */
    public static int offset(byte[] socketAddress) {
        if (socketAddress[0] == Linux.AF_INET) {
            return INET_OFFSET;
        }
        return isIpv4(socketAddress) ? INET6_OFFSET + MAPPED.length : INET6_OFFSET;
    }

    /** Forgets the scope, that is the network interface, of a link-local IPv6 address. */
    public static void dropScope(byte[] socketAddress) {
        if (socketAddress[0] == Linux.AF_INET6) {
            Layout.putInt(socketAddress, SCOPE_OFFSET, 0);
        }
    }

    /** Whether it is the address that means every address, 0.0.0.0 or ::. */
    public static boolean isAny(byte[] address) {
        for (byte b : address) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a socket address's IP address is the one that means every address. */
    public static boolean isAnySocketAddress(byte[] socketAddress) {
        boolean four = socketAddress[0] == Linux.AF_INET;
        int offset = four ? INET_OFFSET : INET6_OFFSET;
        return isAny(java.util.Arrays.copyOfRange(socketAddress, offset, offset + (four ? 4 : 16)));
    }

    /**
     * Writes the text of a socket address's IP address at {@code at}: a mapped IPv4 address as the IPv4 address, others
     * as RFC 5952 has it, with a scope id behind {@code %} for a link-local one.
     *
     * @return the index behind it
     */
    public static int putText(byte[] into, int at, byte[] socketAddress) {
        if (socketAddress[0] == Linux.AF_INET) {
            return putText4(into, at, socketAddress, INET_OFFSET);
        }
        if (isIpv4(socketAddress)) {
            return putText4(into, at, socketAddress, INET6_OFFSET + MAPPED.length);
        }
        int end = putText6(into, at, socketAddress);
        int scope = Layout.getInt(socketAddress, SCOPE_OFFSET);
        if (scope != 0) {
            into[end] = '%';
            end = Bytes.putDecimal(into, end + 1, scope & 0xffffffffL);
        }
        return end;
    }

    /** The text of a socket address's IP address, as {@link #putText} has it. */
    public static String text(byte[] socketAddress) {
        byte[] text = new byte[MAX_TEXT];
        return Bytes.string(text, 0, putText(text, 0, socketAddress));
    }

    private static int putText4(byte[] into, int start, byte[] source, int offset) {
        int at = start;
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                into[at++] = '.';
            }
            at = Bytes.putDecimal(into, at, source[offset + i] & 0xff);
        }
        return at;
    }

    /** RFC 5952: lower case, no leading zeros, "::" for the longest run of two or more zero groups, or the first. */
    private static int putText6(byte[] into, int start, byte[] source) {
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(source, i + run) == 0) {
                run++;
            }
            if (run > gapLength) {
                gapStart = i;
                gapLength = run;
            }
        }
        int at = start;
        boolean colon = false;
        for (int i = 0; i < 8; i++) {
            if (i == gapStart) {
                into[at++] = ':';
                into[at++] = ':';
                i += gapLength - 1;
                colon = false;
            } else {
                if (colon) {
                    into[at++] = ':';
                }
                at = putHex(into, at, group(source, i));
                colon = true;
            }
        }
        return at;
    }

    private static int group(byte[] source, int index) {
        int at = INET6_OFFSET + 2 * index;
        return (source[at] & 0xff) << 8 | source[at + 1] & 0xff;
    }

    private static int putHex(byte[] into, int start, int value) {
        int at = start;
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = value >> shift & 15;
            if (digit != 0 || at > start || shift == 0) {
                into[at++] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
            }
        }
        return at;
    }
}
