package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * The tree that the program deploy keeps: which revision is served now, and where it is.
 *
 * <p>Of a directory with releases it is what the link {@code current} leads to; else it is the directory itself, a
 * checkout that is changed in place, behind the lock {@code .git/deploy/lock}.
 */
final class DeployedTree {
    /** Makes the resolver of one revision. */
    interface Maker {
        /**
         * Makes it.
         *
         * @param root the absolute path of the revision's files; null if only a lock is known
         * @param revision its name; null if it is not known
         */
        Resolver make(byte[] root, byte[] revision);
    }

    private static final int DIRECTORY = Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_CLOEXEC;
    private static final int MOST_PATH = 4096;
    private static final int MOST_REVISION = 128;

    private final Sys sys;
    private final Kernel kernel;
    private final byte[] directory;
    private final byte[] lock;
    private final Maker maker;
    private final byte[] current;
    private final boolean hasReleases;
    private byte[] root;
    private byte[] revision;
    private Resolver resolver;

    /**
     * @param directory what {@code deploy init} made, an absolute path; null if there is but a lock
     * @param lock the path of the lock; null for the directory's own
     */
    DeployedTree(Sys sys, byte[] directory, byte[] lock, Maker maker) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.directory = directory;
        this.maker = maker;
        this.current = directory == null ? null : below(directory, "/current");
        this.hasReleases = current != null && isLink(current);
        this.lock = lock != null ? Bytes.path(lock) : hasReleases ? null : below(directory, "/.git/deploy/lock");
    }

    private static byte[] below(byte[] directory, String name) {
        return Bytes.path(Bytes.string(directory) + name);
    }

    private boolean isLink(byte[] path) {
        long[] status = new long[FileStatus.SIZE];
        return kernel.lstat(path, status) >= 0
                && (status[FileStatus.MODE] & FileStatus.TYPE_MASK) == FileStatus.TYPE_LINK;
    }

    /** The path of the lock that requests take; null if there is none to take. */
    byte[] lock() {
        return lock;
    }

    /** Whether each revision has a directory of its own, to be kept open while it is used. */
    boolean hasReleases() {
        return hasReleases;
    }

    /**
     * Opens the directory of the revision that is served now, so that nobody takes it for unused.
     *
     * @return a descriptor, or a negated errno
     */
    int pin() {
        byte[] before = new byte[MOST_PATH];
        byte[] after = new byte[MOST_PATH];
        while (true) {
            int length = kernel.readlinkat(Linux.AT_FDCWD, current, before);
            int fd = length < 0 ? length : kernel.openat(Linux.AT_FDCWD, current, DIRECTORY);
            if (fd < 0 && fd != -Errno.ENOENT) {
                return fd;
            }
            int now = kernel.readlinkat(Linux.AT_FDCWD, current, after);
            if (fd >= 0 && now == length && Arrays.equals(before, 0, length, after, 0, now)) {
                return fd;
            }
            if (fd >= 0) {
                kernel.close(fd);
            } else if (now == length) {
                return fd;
            }
        }
    }

    /** What answers the requests of the revision that is served now. */
    Resolver resolver(int pinned) {
        byte[] nowRoot = hasReleases ? linkOf(pinned) : directory;
        byte[] nowRevision = hasReleases ? nameOf(nowRoot) : revisionFile();
        if (resolver == null || !Arrays.equals(root, nowRoot) || !Arrays.equals(revision, nowRevision)) {
            resolver = maker.make(nowRoot, nowRevision);
            root = nowRoot;
            revision = nowRevision;
        }
        return resolver;
    }

    private byte[] linkOf(int fd) {
        byte[] path = new byte[MOST_PATH];
        int length = Sys.check(
                kernel.readlinkat(Linux.AT_FDCWD, Bytes.path("/proc/self/fd/" + fd), path), "read /proc/self/fd");
        return Arrays.copyOf(path, length);
    }

    /** A release's directory is named {@code time-revision}. */
    private static byte[] nameOf(byte[] release) {
        int from = release.length;
        while (from > 0 && release[from - 1] != '-' && release[from - 1] != '/') {
            from--;
        }
        return Arrays.copyOfRange(release, from, release.length);
    }

    private byte[] revisionFile() {
        if (directory == null) {
            return null;
        }
        byte[] path = below(directory, "/.git/deploy/revision");
        byte[] text = sys.readFile(path, "the deployed revision", MOST_REVISION);
        int end = text == null ? -1 : Bytes.indexOf(text, '\n');
        return end < 0 ? text : Arrays.copyOf(text, end);
    }
}
