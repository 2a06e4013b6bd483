package ucspi.cgi.site;

import java.util.Arrays;

/**
 * The path of a request as names of files, one after another.
 *
 * <p>An encoded slash is a character of a program's PATH_INFO but never separates names: from the name that has one on,
 * nothing is looked up (RFC 3986 section 2.2).
 */
final class SitePath {
    private final byte[] path;
    private final int usable;
    private int[] ends = new int[16];
    private int[] starts = new int[16];
    private int count;

    private SitePath(byte[] path, int usable) {
        this.path = path;
        this.usable = usable;
        int at = 0;
        while (at < path.length) {
            int end = at;
            while (end < path.length && path[end] != '/') {
                end++;
            }
            if (end > at) {
                add(at, end);
            }
            at = end + 1;
        }
    }

    /**
     * @param uri the target as sent
     * @param path its path, decoded once and without dot segments
     */
    static SitePath of(byte[] uri, byte[] path) {
        return new SitePath(path, usable(uri, path));
    }

    /** A path that nothing is encoded in. */
    static SitePath plain(byte[] path) {
        return new SitePath(path, path.length);
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    /** How much of the path comes before the name with the first encoded slash. */
    private static int usable(byte[] uri, byte[] path) {
        int decoded = 0;
        int slash = 0;
        int limit = -1;
        for (int i = 0; i < uri.length && uri[i] != '?'; i++) {
            boolean isEncoded = uri[i] == '%' && i + 2 < uri.length;
            if (isEncoded && uri[i + 1] == '2' && Names.lower(uri[i + 2]) == 'f' && limit < 0) {
                limit = slash;
            }
            slash = uri[i] == '/' ? decoded : slash;
            i += isEncoded ? 2 : 0;
            decoded++;
        }
        if (limit < 0) {
            return path.length;
        }
        // with dot segments gone as well, nobody can tell any more where it was
        return decoded == path.length ? limit : 0;
    }

    byte[] bytes() {
        return path;
    }

    /** The number of names. */
    int count() {
        return count;
    }

    byte[] name(int i) {
        return Arrays.copyOfRange(path, starts[i], ends[i]);
    }

    /** Where in the path a name ends. */
    int end(int i) {
        return ends[i];
    }

    /** Whether a name may be looked up. */
    boolean isUsable(int i) {
        return ends[i] <= usable;
    }

    boolean endsInSlash() {
        return path.length > 0 && path[path.length - 1] == '/';
    }

    /** This path with more bytes behind it. */
    SitePath with(byte[] more) {
        byte[] longer = Arrays.copyOf(path, path.length + more.length);
        System.arraycopy(more, 0, longer, path.length, more.length);
        return new SitePath(longer, usable == path.length ? longer.length : usable);
    }

    /** The names from {@code from} to {@code to}, joined by a slash, as a path for the kernel. */
    byte[] relative(int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            length += ends[i] - starts[i] + 1;
        }
        byte[] joined = new byte[Math.max(length, 1)];
        int at = 0;
        for (int i = from; i < to; i++) {
            System.arraycopy(path, starts[i], joined, at, ends[i] - starts[i]);
            at += ends[i] - starts[i];
            joined[at++] = (byte) (i + 1 < to ? '/' : 0);
        }
        return joined;
    }

    /**
     * The path as a link to a directory: encoded, with single slashes, one of them at the end. What a browser could
     * take for another host's name does not come out of it.
     */
    byte[] location() {
        byte[] out = new byte[path.length * 3 + 2];
        int length = 0;
        out[length++] = '/';
        for (int i = 0; i < count; i++) {
            for (int j = starts[i]; j < ends[i]; j++) {
                length = encode(out, length, path[j]);
            }
            out[length++] = '/';
        }
        return Arrays.copyOf(out, length);
    }

    /** Adds a byte of a path, in percent encoding unless it is one that never needs it; returns the index behind it. */
    static int encode(byte[] out, int at, int b) {
        if (Names.isLetterOrDigit(b) || b == '-' || b == '.' || b == '_' || b == '~') {
            out[at] = (byte) b;
            return at + 1;
        }
        out[at] = '%';
        out[at + 1] = (byte) "0123456789ABCDEF".charAt(b >> 4 & 15);
        out[at + 2] = (byte) "0123456789ABCDEF".charAt(b & 15);
        return at + 3;
    }
}
