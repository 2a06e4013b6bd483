package ucspi.listen;

import ucspi.kernel.IpAddress;

/**
 * Where a listener shall get a listening socket from, as a command line says it: an address to bind, or a socket that
 * somebody else has bound.
 *
 * @param kind which of them
 * @param text all of it, for messages
 * @param name the host, the path, or the name that a service manager gave the socket; null for all of its sockets
 * @param port the port or service of a TCP address, else null
 * @param fd the descriptor, else -1
 */
public record ListenAddress(Kind kind, String text, String name, String port, int fd) {
    /** What an address names. */
    public enum Kind {
        /** {@code host:port}, {@code [v6]:port}, {@code *:port} or {@code :port}. */
        TCP,
        /** {@code /path}, {@code ./path}, {@code ../path}, {@code @abstract} or {@code unix:path}. */
        UNIX,
        /** {@code fd:N}: a listening socket that this process was started with. */
        DESCRIPTOR,
        /** {@code systemd} or {@code systemd:NAME}: what sd_listen_fds(3) describes. */
        SERVICE_MANAGER
    }

    private static final String ANY_HOST = "*";
    private static final int MOST_DESCRIPTORS = 1 << 20;

    /** The address that this text is, or null if it is none. Whether it can be used shows only when it is. */
    public static ListenAddress parse(String text) {
        if (text.startsWith("/") || text.startsWith("./") || text.startsWith("../") || text.startsWith("@")) {
            return unix(text, text);
        }
        if (text.startsWith("unix:")) {
            return unix(text, text.substring(5));
        }
        if (text.equals("systemd")) {
            return new ListenAddress(Kind.SERVICE_MANAGER, text, null, null, -1);
        }
        if (text.startsWith("systemd:")) {
            String name = text.substring(8);
            return name.isEmpty() ? null : new ListenAddress(Kind.SERVICE_MANAGER, text, name, null, -1);
        }
        if (text.startsWith("fd:")) {
            int fd = number(text, 3, MOST_DESCRIPTORS);
            return fd < 0 ? null : new ListenAddress(Kind.DESCRIPTOR, text, null, null, fd);
        }
        return tcp(text);
    }

    private static ListenAddress unix(String text, String path) {
        return path.isEmpty() ? null : new ListenAddress(Kind.UNIX, text, path, null, -1);
    }

    private static ListenAddress tcp(String text) {
        boolean bracketed = text.startsWith("[");
        int end = bracketed ? text.indexOf(']') : text.indexOf(':');
        int colon = bracketed ? end + 1 : end;
        if (end < 0 || colon + 1 >= text.length() || text.indexOf(':', colon) != text.lastIndexOf(':')) {
            return null;
        }
        String host = text.substring(bracketed ? 1 : 0, end);
        if (text.charAt(colon) != ':' || bracketed != (host.indexOf(':') >= 0)) {
            return null;
        }
        if (bracketed && IpAddress.parse(host) == null) {
            return null;
        }
        return new ListenAddress(Kind.TCP, text, host.isEmpty() ? ANY_HOST : host, text.substring(colon + 1), -1);
    }

    /** The decimal number that ends the text, up to {@code most}, or -1. */
    static int number(String text, int from, int most) {
        int value = from < text.length() ? 0 : -1;
        for (int i = from; i < text.length() && value >= 0; i++) {
            int digit = text.charAt(i) - '0';
            value = digit >= 0 && digit <= 9 ? value * 10 + digit : -1;
            value = value <= most ? value : -1;
        }
        return value;
    }

    /** Whether it is {@code *:port}: every address of whichever families this machine has. */
    boolean isAnyHost() {
        return kind == Kind.TCP && name.equals(ANY_HOST);
    }
}
