package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * Keeps descriptors 0, 1 and 2 what a program may expect: open. A listener started with one of them closed would
 * otherwise get a socket under that number, and log into it.
 */
public final class StandardDescriptors {
    private static final byte[] NULL_DEVICE = Bytes.path("/dev/null");

    private StandardDescriptors() {}

    /** Opens /dev/null under each of the three that is closed. */
    public static void open(Sys sys) {
        Kernel kernel = sys.kernel();
        for (int fd = 0; fd <= 2; fd++) {
            if (kernel.fcntl(fd, Linux.F_GETFD, 0) == -Errno.EBADF) {
                Sys.check(kernel.open(NULL_DEVICE, Linux.O_RDWR, 0), "open /dev/null");
            }
        }
    }

    /** Lets go of the input and output that the listener was started with: whoever reads its output sees the end. */
    public static void release(Sys sys) {
        Kernel kernel = sys.kernel();
        int fd = Sys.check(kernel.open(NULL_DEVICE, Linux.O_RDWR | Linux.O_CLOEXEC, 0), "open /dev/null");
        kernel.dup2(fd, 0);
        kernel.dup2(fd, 1);
        kernel.close(fd);
    }
}
