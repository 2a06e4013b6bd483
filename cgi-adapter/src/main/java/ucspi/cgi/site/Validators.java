package ucspi.cgi.site;

import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;

/**
 * What tells one state of a file from another, RFC 9110 section 8.8.
 *
 * <p>The entity tag is made of inode, size, and the times of the last modification and the last change; nobody can set
 * the latter. It is strong once that change is some seconds ago: before, a second change could bear the same time, as
 * file systems count it.
 *
 * @param tag the entity tag, with its quotes, and without its {@code W/}
 * @param weak whether it is a weak one
 * @param modified seconds since 1970 of the last modification
 */
public record Validators(byte[] tag, boolean weak, long modified) {
    /** The coarsest clock of a file system in use (FAT) counts in steps of 2 seconds. */
    private static final int SETTLED_SECONDS = 3;

    private static final int TAG_LENGTH = 18;

    /** The validators of a file, from its status. */
    public static Validators of(long[] status, long nowSeconds) {
        long hash = mix(status[FileStatus.INODE]);
        hash = mix(hash ^ status[FileStatus.BYTES]);
        hash = mix(hash ^ status[FileStatus.MODIFIED] * 1_000_000_000L + status[FileStatus.MODIFIED_NANOS]);
        hash = mix(hash ^ status[FileStatus.CHANGED] * 1_000_000_000L + status[FileStatus.CHANGED_NANOS]);
        byte[] tag = new byte[TAG_LENGTH];
        tag[0] = '"';
        tag[TAG_LENGTH - 1] = '"';
        for (int i = TAG_LENGTH - 2; i > 0; i--) {
            tag[i] = (byte) "0123456789abcdef".charAt((int) hash & 15);
            hash >>>= 4;
        }
        long last = Math.max(status[FileStatus.MODIFIED], status[FileStatus.CHANGED]);
        // a file from the future does not say when it changed; Last-Modified must not either (section 8.8.2.1)
        long modified = Math.max(0, Math.min(status[FileStatus.MODIFIED], nowSeconds));
        return new Validators(tag, nowSeconds - last < SETTLED_SECONDS, modified);
    }

    /** The finalizer of SplitMix64: each bit of the result depends on each of the argument's. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * Whether a list of entity tags, or {@code *}, has this one.
     *
     * @param strong whether the comparison is the strong one, which no weak tag passes (section 8.8.3.2)
     */
    boolean isIn(byte[] list, boolean strong) {
        if (list.length == 1 && list[0] == '*') {
            return true;
        }
        int at = 0;
        while (at < list.length) {
            at = skipSeparators(list, at);
            int start = at;
            boolean isWeak = at + 1 < list.length && list[at] == 'W' && list[at + 1] == '/';
            start += isWeak ? 2 : 0;
            int end = tagEnd(list, start);
            if (end < 0) {
                return false;
            }
            if (isTag(list, start, end) && !(strong && (isWeak || weak))) {
                return true;
            }
            at = end;
        }
        return false;
    }

    /** Whether a single entity tag is this one, strongly compared. */
    boolean is(byte[] single) {
        return !weak && isTag(single, 0, single.length);
    }

    private boolean isTag(byte[] bytes, int from, int to) {
        return to - from == tag.length && Bytes.string(bytes, from, to - from).equals(Bytes.string(tag));
    }

    private static int skipSeparators(byte[] list, int from) {
        int at = from;
        while (at < list.length && (list[at] == ' ' || list[at] == '\t' || list[at] == ',')) {
            at++;
        }
        return at;
    }

    private static int tagEnd(byte[] list, int from) {
        if (from >= list.length || list[from] != '"') {
            return -1;
        }
        int end = Bytes.indexOf(list, '"', from + 1);
        return end < 0 ? -1 : end + 1;
    }
}
