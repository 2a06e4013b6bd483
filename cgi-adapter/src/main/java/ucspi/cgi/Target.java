package ucspi.cgi;

import java.util.Arrays;

/**
 * A request target taken apart, RFC 9112 section 3.2.
 *
 * @param uri path and query as sent
 * @param path the path, decoded once and without dot segments
 * @param query the query as sent; empty if there is none
 * @param authority the authority of a target in absolute form, else null
 */
record Target(byte[] uri, byte[] path, byte[] query, byte[] authority) {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final byte[] ROOT = {'/'};

    /** A target in origin form or absolute form. */
    static Target parse(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '/') {
            return origin(bytes, from, to);
        }
        int schemeEnd = from + Math.max(prefix(bytes, from, to, HTTP), prefix(bytes, from, to, HTTPS));
        if (schemeEnd == from) {
            throw new BadRequest(400, "the request target is neither a path nor an http URL");
        }
        int authorityEnd = schemeEnd;
        while (authorityEnd < to && bytes[authorityEnd] != '/' && bytes[authorityEnd] != '?') {
            authorityEnd++;
        }
        if (!Authority.isValid(bytes, schemeEnd, authorityEnd)) {
            throw new BadRequest(400, "the request target has an invalid host");
        }
        byte[] authority = Arrays.copyOfRange(bytes, schemeEnd, authorityEnd);
        Target rest = origin(bytes, authorityEnd, to);
        return new Target(rest.uri, rest.path, rest.query, authority);
    }

    /** The target of {@code OPTIONS *}. */
    static Target asterisk() {
        byte[] star = {'*'};
        return new Target(star, star, new byte[0], null);
    }

    /** A target in origin form; an empty path stands for the root, as it may behind an authority. */
    static Target origin(byte[] bytes, int from, int to) {
        int queryMark = from;
        while (queryMark < to && bytes[queryMark] != '?') {
            queryMark++;
        }
        for (int i = from; i < to; i++) {
            if (!isTargetByte(bytes[i])) {
                throw new BadRequest(400, "the request target has a character that no target may have");
            }
        }
        byte[] query = Arrays.copyOfRange(bytes, Math.min(queryMark + 1, to), to);
        if (queryMark == from) {
            byte[] uri = new byte[1 + to - from];
            uri[0] = '/';
            System.arraycopy(bytes, from, uri, 1, to - from);
            return new Target(uri, ROOT, query, null);
        }
        return new Target(Arrays.copyOfRange(bytes, from, to), path(bytes, from, queryMark), query, null);
    }

    // Browsers send some characters raw that RFC 3986 wants encoded, and bytes above 127 too: only what could be
    // mistaken for the end of the target, or for a fragment, is refused.
    private static boolean isTargetByte(int b) {
        return (b & 0xff) > ' ' && b != 0x7f && b != '#';
    }

    private static int prefix(byte[] bytes, int from, int to, String scheme) {
        boolean matches =
                to - from >= scheme.length() && Ascii.equalsIgnoreCase(bytes, from, from + scheme.length(), scheme);
        return matches ? scheme.length() : 0;
    }

    /** Decodes once, refuses NUL, then removes dot segments (RFC 3986 sections 2.1, 5.2.4); never decodes twice. */
    private static byte[] path(byte[] bytes, int from, int to) {
        byte[] path = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            if (b == '%') {
                int high = i + 2 < to ? Ascii.hex(bytes[i + 1]) : -1;
                int low = i + 2 < to ? Ascii.hex(bytes[i + 2]) : -1;
                if (high < 0 || low < 0) {
                    throw new BadRequest(400, "the request target has a bad percent sequence");
                }
                b = high << 4 | low;
                i += 2;
            }
            if (b == 0) {
                throw new BadRequest(400, "the request target has a NUL");
            }
            path[length++] = (byte) b;
        }
        return Arrays.copyOf(path, removeDotSegments(path, length));
    }

    private static int removeDotSegments(byte[] path, int length) {
        int to = 0;
        int from = 0;
        while (from < length) {
            int end = from + 1;
            while (end < length && path[end] != '/') {
                end++;
            }
            boolean last = end == length;
            if (isDots(path, from + 1, end, 1)) {
                to = last ? slash(path, to) : to;
            } else if (isDots(path, from + 1, end, 2)) {
                to = parent(path, to);
                to = last ? slash(path, to) : to;
            } else {
                System.arraycopy(path, from, path, to, end - from);
                to += end - from;
            }
            from = end;
        }
        return to;
    }

    private static boolean isDots(byte[] path, int from, int to, int count) {
        return to - from == count && path[from] == '.' && path[to - 1] == '.';
    }

    private static int slash(byte[] path, int at) {
        path[at] = '/';
        return at + 1;
    }

    private static int parent(byte[] path, int length) {
        if (length == 0) {
            throw new BadRequest(400, "the request target leads above the root");
        }
        int to = length - 1;
        while (path[to] != '/') {
            to--;
        }
        return to;
    }
}
