package ucspi.cgi;

/** The character classes and comparisons that HTTP and CGI grammars are made of. */
final class Ascii {
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (int c = '0'; c <= 'z'; c++) {
            TOKEN[c] = c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a';
        }
        String others = "!#$%&'*+-.^_`|~";
        for (int i = 0; i < others.length(); i++) {
            TOKEN[others.charAt(i)] = true;
        }
    }

    private Ascii() {}

    /** Whether this byte may stand in a token, RFC 9110 section 5.6.2. */
    static boolean isToken(int b) {
        return TOKEN[b & 0xff];
    }

    /** Whether these bytes are a token: at least one. */
    static boolean isToken(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!TOKEN[bytes[i] & 0xff]) {
                return false;
            }
        }
        return from < to;
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    static boolean isLetterOrDigit(int b) {
        return isDigit(b) || (lower(b) >= 'a' && lower(b) <= 'z');
    }

    /** Whether this byte is white space within a line, OWS of RFC 9110 section 5.6.3. */
    static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    /** Whether this byte may stand in a field value: no control character but the tab, RFC 9110 section 5.5. */
    static boolean isFieldContent(int b) {
        return (b & 0xff) >= ' ' ? b != 0x7f : b == '\t';
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    static int upper(int b) {
        return b >= 'a' && b <= 'z' ? b - 32 : b;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int c = lower(b);
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** Whether these bytes are this name, whatever their case. */
    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lowerCaseName) {
        if (to - from != lowerCaseName.length()) {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length(); i++) {
            if (lower(bytes[from + i]) != lowerCaseName.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A number of digits only, or -1 for anything else and for what 18 digits cannot hold. */
    static long decimal(byte[] bytes, int from, int to) {
        long value = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
            digits += value > 0 ? 1 : 0;
            if (digits > 18) {
                return -1;
            }
        }
        return from < to ? value : -1;
    }
}
