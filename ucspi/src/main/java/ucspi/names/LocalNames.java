package ucspi.names;

import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Sys;

/** Looks names up in this machine's own files: hosts(5) and services(5). */
public final class LocalNames {
    private static final int MOST_BYTES = 1 << 20;

    private final Sys sys;

    public LocalNames(Sys sys) {
        this.sys = sys;
    }

    /**
     * The first address of a host in /etc/hosts; localhost is known without it, RFC 6761 section 6.3.
     *
     * @param addressLength 4 or 16 for that kind only, 0 for whichever comes first
     * @return 4 or 16 bytes, or null
     */
    public byte[] host(String name, int addressLength) {
        String wantedName = lowerCase(name);
        Words words = open("/etc/hosts");
        while (words.nextLine()) {
            byte[] address = IpAddress.parse(words.next());
            boolean wanted = address != null && (addressLength == 0 || addressLength == address.length);
            for (String word = words.next(); word != null; word = words.next()) {
                if (wanted && lowerCase(word).equals(wantedName)) {
                    return address;
                }
            }
        }
        return name.equals("localhost") ? IpAddress.parse(addressLength == 16 ? "::1" : "127.0.0.1") : null;
    }

    /** The first name of an address in /etc/hosts, in lower case, or null. */
    public String name(byte[] wanted) {
        Words words = open("/etc/hosts");
        while (words.nextLine()) {
            byte[] address = IpAddress.parse(words.next());
            String name = words.next();
            if (name != null && address != null && java.util.Arrays.equals(address, wanted)) {
                return lowerCase(name);
            }
        }
        return null;
    }

    private static String lowerCase(String name) {
        byte[] bytes = Bytes.latin1(name);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] += (byte) (bytes[i] >= 'A' && bytes[i] <= 'Z' ? 32 : 0);
        }
        return Bytes.string(bytes);
    }

    /** The port of a TCP service in /etc/services, or -1. */
    public int tcpPort(String service) {
        Words words = open("/etc/services");
        while (words.nextLine()) {
            String name = words.next();
            String port = words.next();
            boolean tcp = port != null && port.endsWith("/tcp");
            for (String word = name; word != null; word = words.next()) {
                if (tcp && word.equals(service)) {
                    return parsePort(port.substring(0, port.length() - 4));
                }
            }
        }
        return -1;
    }

    /** A port number in decimal digits alone, 0 to 65535, or -1. */
    public static int parsePort(String text) {
        int port = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length() && port >= 0; i++) {
            int digit = text.charAt(i) - '0';
            port = digit >= 0 && digit <= 9 ? port * 10 + digit : -1;
            port = port <= 65535 ? port : -1;
        }
        return port;
    }

    private Words open(String file) {
        byte[] bytes = sys.readFile(Bytes.path(file), file, MOST_BYTES);
        return new Words(bytes == null ? new byte[0] : bytes);
    }

    /** The words of a file's lines; a number sign begins a comment. */
    private static final class Words {
        private final byte[] bytes;
        private int at;
        private int end = -1;

        Words(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Goes to the next line that has a word. */
        boolean nextLine() {
            while (end < bytes.length) {
                at = end + 1;
                int newline = Bytes.indexOf(bytes, '\n', at);
                end = newline < 0 ? bytes.length : newline;
                skipSpace();
                if (at < wordLimit()) {
                    return true;
                }
            }
            return false;
        }

        /** The line's next word, or null. */
        String next() {
            skipSpace();
            int start = at;
            int limit = wordLimit();
            while (at < limit && bytes[at] > ' ') {
                at++;
            }
            return at > start ? Bytes.string(bytes, start, at - start) : null;
        }

        private void skipSpace() {
            while (at < end && bytes[at] >= 0 && bytes[at] <= ' ') {
                at++;
            }
        }

        private int wordLimit() {
            int comment = Bytes.indexOf(bytes, '#', at);
            return comment >= 0 && comment < end ? comment : end;
        }
    }
}
