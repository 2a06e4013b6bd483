package ucspi.it;

/** Headers of the PROXY protocol, as a proxy sends them. Strings are Latin-1: one character, one byte. */
final class ProxyHeaders {
    /** A client at 192.0.2.1, port 50001, that connected to 192.0.2.80, port 80; version 1. */
    static final String LINE = "PROXY TCP4 192.0.2.1 192.0.2.80 50001 80\r\n";

    /** The same in version 2. */
    static final String BINARY = binary(0x21, 0x11, "\300\0\2\1\300\0\2\120" + "\303\121\0\120");

    /** A client at 2001:db8::1, version 1. */
    static final String LINE_6 = "PROXY TCP6 2001:db8::1 2001:db8::80 50001 80\r\n";

    /** The proxy's own connection, version 2. */
    static final String LOCAL = binary(0x20, 0, "");

    private ProxyHeaders() {}

    /** Of version 2: a command with the version, a family, and what follows. */
    static String binary(int command, int family, String rest) {
        char high = (char) (rest.length() >> 8);
        char low = (char) (rest.length() & 0xff);
        return "\r\n\r\n\0\r\nQUIT\n" + (char) command + (char) family + high + low + rest;
    }
}
