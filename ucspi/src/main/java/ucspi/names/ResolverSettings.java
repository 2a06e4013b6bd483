package ucspi.names;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * Whom to ask and how to complete short names: resolv.conf(5), and the variables DNSCACHEIP and LOCALDOMAIN that djb's
 * tools know.
 *
 * @param servers socket addresses, in the order in which to ask
 * @param search the domains to try a short name in
 * @param dots the fewest dots that make a name a long one
 */
record ResolverSettings(List<byte[]> servers, List<String> search, int dots) {
    /** As many servers and domains as djb's library, and the C library, go through. */
    static final int MOST = 16;

    private static final int PORT = 53;
    private static final int MOST_DOTS = 15;
    private static final int MOST_BYTES = 1 << 16;

    /** Reads this machine's files and the environment. */
    static ResolverSettings read(Sys sys) {
        return of(
                content(sys, "/etc/resolv.conf"),
                text(sys.environment("DNSCACHEIP")),
                text(sys.environment("LOCALDOMAIN")),
                content(sys, "/proc/sys/kernel/hostname").trim());
    }

    /** A file that cannot be read says as little as one that does not exist. */
    private static String content(Sys sys, String file) {
        try {
            byte[] bytes = sys.readFile(Bytes.path(file), file, MOST_BYTES);
            return bytes == null ? "" : Bytes.string(bytes);
        } catch (SysException e) {
            return "";
        }
    }

    private static String text(byte[] value) {
        return value == null ? null : Bytes.string(value);
    }

    /**
     * Settings from texts.
     *
     * @param file resolv.conf
     * @param cache the value of DNSCACHEIP or null
     * @param domains the value of LOCALDOMAIN or null
     * @param host the host's name, whose domain is searched when nothing else says which
     */
    static ResolverSettings of(String file, String cache, String domains, String host) {
        List<byte[]> servers = new ArrayList<>();
        List<String> search = new ArrayList<>();
        int dot = host.indexOf('.');
        if (dot >= 0 && dot + 1 < host.length()) {
            search.add(host.substring(dot + 1));
        }
        int dots = 1;
        for (List<String> line : lines(file)) {
            switch (line.get(0)) {
                case "nameserver" -> addServer(servers, line.size() > 1 ? line.get(1) : "");
                case "search", "domain" -> search = rest(line);
                case "options" -> dots = dots(line, dots);
                default -> {}
            }
        }
        if (domains != null) {
            search = words(domains, 0, domains.length());
        }
        List<byte[]> caches = cache == null ? List.of() : caches(cache);
        servers = caches.isEmpty() ? servers : caches;
        if (servers.isEmpty()) {
            addServer(servers, "127.0.0.1");
        }
        return new ResolverSettings(servers, search, dots);
    }

    /** Lines of words; a number sign or a semicolon in front makes a comment. */
    private static List<List<String>> lines(String file) {
        List<List<String>> lines = new ArrayList<>();
        int start = 0;
        while (start < file.length()) {
            int end = file.indexOf('\n', start);
            end = end < 0 ? file.length() : end;
            List<String> words = words(file, start, end);
            if (!words.isEmpty()
                    && words.get(0).charAt(0) != '#'
                    && words.get(0).charAt(0) != ';') {
                lines.add(words);
            }
            start = end + 1;
        }
        return lines;
    }

    private static List<String> words(String text, int from, int to) {
        List<String> words = new ArrayList<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            char c = i < to ? text.charAt(i) : ' ';
            if (c == ' ' || c == '\t' || c == '\r' || c == ',') {
                if (i > start && words.size() <= MOST) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static List<String> rest(List<String> line) {
        return new ArrayList<>(line.subList(1, line.size()));
    }

    private static int dots(List<String> line, int before) {
        for (String option : line) {
            int value = option.startsWith("ndots:") ? LocalNames.parsePort(option.substring(6)) : -1;
            if (value >= 0) {
                return Math.min(value, MOST_DOTS);
            }
        }
        return before;
    }

    /** Addresses with spaces or commas between them or, as djb has it, IPv4 addresses with dots between them. */
    private static List<byte[]> caches(String value) {
        List<byte[]> servers = new ArrayList<>();
        for (String word : words(value, 0, value.length())) {
            int start = 0;
            int seen = 0;
            for (int i = 0; i < word.length(); i++) {
                seen += word.charAt(i) == '.' ? 1 : 0;
                if (seen == 4) {
                    addServer(servers, word.substring(start, i));
                    start = i + 1;
                    seen = 0;
                }
            }
            addServer(servers, word.substring(start));
        }
        return servers;
    }

    /** Adds {@code 192.0.2.1}, {@code 192.0.2.1:5353}, {@code 2001:db8::1} or {@code [2001:db8::1]:5353}. */
    private static void addServer(List<byte[]> servers, String text) {
        String host = text;
        int port = PORT;
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (colon >= 0 && (bracketed ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon)) {
            port = LocalNames.parsePort(text.substring(colon + 1));
            host = text.substring(0, colon);
        }
        if (bracketed && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int percent = host.indexOf('%');
        byte[] address = IpAddress.parse(percent < 0 ? host : host.substring(0, percent));
        int scope = percent < 0 ? 0 : LocalNames.parsePort(host.substring(percent + 1));
        if (address != null && port > 0 && scope >= 0 && servers.size() < MOST) {
            byte[] server = new byte[IpAddress.SOCKADDR_SIZE];
            IpAddress.putSocketAddress(server, address, port, scope);
            servers.add(server);
        }
    }
}
