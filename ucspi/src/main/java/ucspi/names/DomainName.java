package ucspi.names;

import java.util.Arrays;

/**
 * Domain names: as text with dots, and as the labels of a DNS message (RFC 1035, section 3.1): each its length and its
 * bytes, with an empty one at the end.
 */
public final class DomainName {
    /** The longest name, in bytes of a message. */
    static final int MOST_BYTES = 255;

    private static final int MOST_LABEL = 63;

    private DomainName() {}

    /**
     * The labels of a name. Empty labels are left out, so that a dot at the end is of no meaning; a backslash and three
     * octal digits stand for a byte.
     *
     * @return null if a label or the whole is too long
     */
    static byte[] labels(String text) {
        byte[] labels = new byte[MOST_BYTES];
        int start = 0;
        int end = 1;
        for (int i = 0; i <= text.length(); i++) {
            int c = i < text.length() ? text.charAt(i) : '.';
            int length = end - start - 1;
            if (c == '.') {
                if (length > 0) {
                    labels[start] = (byte) length;
                    start = end++;
                }
            } else {
                if (c == '\\' && isOctal(text, i + 1)) {
                    c = octal(text, i + 1);
                    i += 3;
                }
                if (length == MOST_LABEL || end == MOST_BYTES) {
                    return null;
                }
                labels[end++] = (byte) c;
            }
            if (end > MOST_BYTES) {
                return null;
            }
        }
        return Arrays.copyOf(labels, end);
    }

    private static boolean isOctal(String text, int at) {
        for (int i = at; i < at + 3; i++) {
            if (i >= text.length() || text.charAt(i) < '0' || text.charAt(i) > '7') {
                return false;
            }
        }
        return text.charAt(at) <= '3';
    }

    private static int octal(String text, int at) {
        return text.charAt(at) - '0' << 6 | text.charAt(at + 1) - '0' << 3 | text.charAt(at + 2) - '0';
    }

    /**
     * The text of a name, without a dot at the end. It is lower case, and a byte that is not of a host name (a letter,
     * a digit, a hyphen, an underscore) is a backslash and three octal digits, as djb's tools have it: what a
     * stranger's name server says ends up in environments, logs and rules.
     */
    static String text(byte[] labels) {
        if (labels[0] == 0) {
            return ".";
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (labels[at] != 0) {
            int end = at + 1 + labels[at];
            if (at > 0) {
                text.append('.');
            }
            for (int i = at + 1; i < end; i++) {
                add(text, labels[i] & 0xff);
            }
            at = end;
        }
        return text.toString();
    }

    private static void add(StringBuilder text, int c) {
        int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
        if (lower >= 'a' && lower <= 'z' || lower >= '0' && lower <= '9' || lower == '-' || lower == '_') {
            text.append((char) lower);
        } else {
            text.append('\\');
            text.append((char) ('0' + (lower >> 6)));
            text.append((char) ('0' + (lower >> 3 & 7)));
            text.append((char) ('0' + (lower & 7)));
        }
    }

    /** Whether two names are the same; case does not matter. Lengths are below 'A', so they need no care. */
    static boolean same(byte[] one, byte[] other) {
        if (one.length != other.length) {
            return false;
        }
        for (int i = 0; i < one.length; i++) {
            if (lower(one[i]) != lower(other[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /** The name under which an address's own name is found: RFC 1035, section 3.5, and RFC 3596, section 2.5. */
    static String reverse(byte[] address) {
        StringBuilder name = new StringBuilder();
        for (int i = address.length - 1; i >= 0; i--) {
            int b = address[i] & 0xff;
            if (address.length == 4) {
                name.append(b).append('.');
            } else {
                name.append(hex(b & 15)).append('.').append(hex(b >> 4)).append('.');
            }
        }
        return name.append(address.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
    }

    private static char hex(int digit) {
        return (char) (digit < 10 ? '0' + digit : 'a' + digit - 10);
    }

    /** The name with which to look for {@code text} in lists of addresses: the parts between its dots from the last. */
    public static String reversedParts(String text) {
        StringBuilder reversed = new StringBuilder();
        int end = text.length();
        while (end > 0) {
            int dot = text.lastIndexOf('.', end - 1);
            reversed.append(text, dot + 1, end).append('.');
            end = dot;
        }
        return reversed.toString();
    }
}
