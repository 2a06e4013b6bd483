package ucspi.kernel;

/**
 * The limits of resources that a child is given: a table of the names of prlimit(1) and, for each that is set, its soft
 * and its hard limit as prlimit(2) takes them.
 */
public final class ResourceLimits {
    /** No limit at all, RLIM_INFINITY. */
    public static final long UNLIMITED = -1;

    /** By number, getrlimit(2), on all architectures but alpha, mips and sparc. */
    private static final String[] NAMES = {
        "cpu",
        "fsize",
        "data",
        "stack",
        "core",
        "rss",
        "nproc",
        "nofile",
        "memlock",
        "as",
        "locks",
        "sigpending",
        "msgqueue",
        "nice",
        "rtprio",
        "rttime"
    };

    /** Those that are sizes: fsize, data, stack, core, rss, memlock, as, msgqueue. */
    private static final int IN_BYTES = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 8 | 1 << 9 | 1 << 12;

    private final int[] resources = new int[NAMES.length];
    private final long[] pairs = new long[2 * NAMES.length];
    private int count;

    /** The number of the resource of this name; -1 if there is none. */
    public static int number(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The name of a resource. */
    public static String name(int number) {
        return NAMES[number];
    }

    /** All names, with a space between each two. */
    public static String names() {
        return String.join(" ", NAMES);
    }

    /** Whether a resource's limit is a number of bytes. */
    public static boolean isInBytes(int number) {
        return (IN_BYTES >> number & 1) != 0;
    }

    /** Sets the limits of a resource, anew if they are set already; 0 or more each, or {@link #UNLIMITED}. */
    public void set(int number, long soft, long hard) {
        int at = 0;
        while (at < count && resources[at] != number) {
            at++;
        }
        count = Math.max(count, at + 1);
        resources[at] = number;
        pairs[2 * at] = soft;
        pairs[2 * at + 1] = hard;
    }

    /** How many resources have limits. */
    public int count() {
        return count;
    }

    /** The number of the resource whose limits are the {@code index}th. */
    public int number(int index) {
        return resources[index];
    }

    /** The {@code index}th limit as prlimit(1) and our own option take it: {@code nofile=100:unlimited}. */
    public String text(int index) {
        return NAMES[resources[index]] + "=" + text(pairs[2 * index]) + ":" + text(pairs[2 * index + 1]);
    }

    private static String text(long limit) {
        return limit == UNLIMITED ? "unlimited" : Long.toString(limit);
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(i == 0 ? "" : " ").append(text(i));
        }
        return all.toString();
    }

    /** For each resource its soft and its hard limit, one struct rlimit after another. */
    public long[] pairs() {
        return pairs;
    }
}
