package ucspi.listen;

import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * The name of a listening socket in the file system. A name is removed only if it is a socket's that nobody listens on,
 * or, at the end, our own: never a file, and never the socket of a server that took our place.
 */
final class SocketFile {
    private final Kernel kernel;
    private final UnixAddress address;
    private final long[] own = new long[FileStatus.SIZE];

    SocketFile(Sys sys, UnixAddress address) {
        this.kernel = sys.kernel();
        this.address = address;
    }

    /** Binds a socket to the name, in place of one that is left over from a server that is gone. */
    void bind(int fd, int umask) {
        int previous = kernel.umask(umask);
        int answer = kernel.bind(fd, address.socketAddress(), address.socketAddress().length);
        if (answer == -Errno.EADDRINUSE && !address.isAbstract() && removeStale()) {
            answer = kernel.bind(fd, address.socketAddress(), address.socketAddress().length);
        }
        kernel.umask(previous);
        Sys.check(answer, "bind");
        if (!address.isAbstract()) {
            Sys.check(kernel.lstat(address.path(), own), "examine the socket");
        }
    }

    private boolean removeStale() {
        long[] found = new long[FileStatus.SIZE];
        if (kernel.lstat(address.path(), found) < 0) {
            return false;
        }
        if ((found[FileStatus.MODE] & FileStatus.TYPE_MASK) != FileStatus.TYPE_SOCKET) {
            throw new SysException("unable to bind: " + address.text() + " exists and is not a socket");
        }
        return !somebodyListens() && kernel.unlink(address.path()) >= 0;
    }

    private boolean somebodyListens() {
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
        int probe = Sys.check(kernel.socket(Linux.AF_UNIX, type, 0), "create socket");
        int answer = kernel.connect(probe, address.socketAddress(), address.socketAddress().length);
        kernel.close(probe);
        return answer != -Errno.ECONNREFUSED;
    }

    /** The name is bound already, to a socket with these identifiers, as {@link #identity} gave them. */
    void adopt(long device, long inode) {
        own[FileStatus.DEVICE] = device;
        own[FileStatus.INODE] = inode;
    }

    /** Device and inode of our name in the file system; zeros for an abstract one. */
    long[] identity() {
        return new long[] {own[FileStatus.DEVICE], own[FileStatus.INODE]};
    }

    /** Sets owner and permissions; -1 leaves each as it is. An abstract name has neither. */
    void protect(long uid, long gid, int mode) {
        if (address.isAbstract()) {
            return;
        }
        if (uid >= 0 || gid >= 0) {
            Sys.check(kernel.chown(address.path(), (int) uid, (int) gid), "change the socket's owner");
        }
        if (mode >= 0) {
            Sys.check(kernel.chmod(address.path(), mode), "change the socket's permissions");
        }
    }

    /** Removes the name if it is still that of the socket we bound. */
    void removeOwn() {
        long[] found = new long[FileStatus.SIZE];
        if (!address.isAbstract()
                && kernel.lstat(address.path(), found) >= 0
                && found[FileStatus.INODE] == own[FileStatus.INODE]
                && found[FileStatus.DEVICE] == own[FileStatus.DEVICE]) {
            kernel.unlink(address.path());
        }
    }
}
