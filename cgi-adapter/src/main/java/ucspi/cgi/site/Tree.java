package ucspi.cgi.site;

import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Opens what is below a directory, so that what was checked is what is served: by descriptor, never by name.
 *
 * <p>Most paths have neither links nor programs in them, and are one openat2(2) that follows no link. Everything
 * else is walked name by name, see {@link Walk}.
 */
final class Tree {
    private static final int READ = Linux.O_RDONLY | Linux.O_NONBLOCK | Linux.O_NOCTTY | Linux.O_CLOEXEC;
    private static final int BENEATH = Linux.RESOLVE_BENEATH | Linux.RESOLVE_NO_SYMLINKS | Linux.RESOLVE_NO_MAGICLINKS;

    private final Kernel kernel;
    private final boolean walks;

    /**
     * @param walks never to use openat2(2), which older kernels do not have
     */
    Tree(Kernel kernel, boolean walks) {
        this.kernel = kernel;
        this.walks = walks;
    }

    /**
     * Finds what the names of a path lead to, as far as they lead to files.
     *
     * @param root the directory that they are looked up in
     * @param from the first name to look up
     * @param hiddenToo whether names may begin with a dot
     */
    Found find(int root, SitePath path, int from, boolean hiddenToo) {
        if (!walks && isPlain(path, from, hiddenToo)) {
            Found found = open(root, path, from);
            if (!needsWalk(found.fd())) {
                return found;
            }
        }
        return new Walk(kernel, root, path, from, hiddenToo).go();
    }

    /** Whether no name is one that {@link Walk} would stop at. */
    private static boolean isPlain(SitePath path, int from, boolean hiddenToo) {
        for (int i = from; i < path.count(); i++) {
            byte[] name = path.name(i);
            boolean special = !path.isUsable(i)
                    || (Names.isHidden(name) && (!hiddenToo || isDots(name)))
                    || Names.isProgramDirectory(name)
                    || Names.isProgram(name)
                    || Names.isLeftoverOfProgram(name);
            if (special) {
                return false;
            }
        }
        return true;
    }

    static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }

    private static boolean needsWalk(int fd) {
        return switch (-fd) {
            // EPERM: a sandbox that does not know the call
            case Errno.ELOOP, Errno.EXDEV, Errno.EAGAIN, Errno.ENOSYS, Errno.EPERM, Errno.EINVAL, Errno.ENOTDIR -> true;
            default -> false;
        };
    }

    private Found open(int root, SitePath path, int from) {
        byte[] name = path.count() == from ? new byte[] {'.', 0} : path.relative(from, path.count());
        int fd = kernel.openat2(root, name, READ, BENEATH);
        if (fd < 0) {
            return Found.failed(fd);
        }
        long[] status = new long[FileStatus.SIZE];
        int answer = kernel.fstat(fd, status);
        if (answer < 0) {
            kernel.close(fd);
            return Found.failed(answer);
        }
        return new Found(fd, status, path.count(), false);
    }

    /** Opens for reading what a name in a directory is, if it is still the file of this status. */
    static int reopen(Kernel kernel, int directory, byte[] name, long[] status) {
        int fd = kernel.openat(directory, name, READ | Linux.O_NOFOLLOW);
        if (fd < 0) {
            return fd;
        }
        long[] now = new long[FileStatus.SIZE];
        int answer = kernel.fstat(fd, now);
        boolean same = answer >= 0
                && now[FileStatus.INODE] == status[FileStatus.INODE]
                && now[FileStatus.DEVICE] == status[FileStatus.DEVICE];
        if (!same) {
            kernel.close(fd);
            return -Errno.EAGAIN;
        }
        System.arraycopy(now, 0, status, 0, now.length);
        return fd;
    }
}
