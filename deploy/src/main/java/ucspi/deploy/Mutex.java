package ucspi.deploy;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * The lock that one deploy of a directory has at a time. It belongs to the open file: programs of Git that a deploy
 * starts keep it, and when the last of them is gone, it is free, however that came.
 */
final class Mutex {
    /** The descriptor that the programs have it on which are started by a deploy. */
    static final int SHARED = 3;

    private static final int RETRY_MILLIS = 10;

    private Mutex() {}

    /**
     * Waits for it.
     *
     * @param seconds how long
     * @return its descriptor
     * @throws Failure if another deploy does not end in time
     */
    static int take(Runner runner, String path, int seconds) {
        int fd = tryTake(runner.sys().kernel(), path);
        if (fd == -Errno.EAGAIN) {
            runner.say("waiting for another deploy to end");
        }
        long end = runner.now() + seconds * 1000L;
        while (fd == -Errno.EAGAIN) {
            // fcntl(2) waits for ever or not at all
            if (runner.now() >= end || runner.rest(RETRY_MILLIS)) {
                throw new Failure("another deploy has not ended after " + seconds + " seconds");
            }
            fd = tryTake(runner.sys().kernel(), path);
        }
        return Sys.check(fd, "lock " + path);
    }

    /** Its descriptor; -EAGAIN if somebody has it; or another negated errno. */
    static int tryTake(Kernel kernel, String path) {
        int fd = kernel.open(Bytes.path(path), Linux.O_RDWR | Linux.O_CREAT | Linux.O_CLOEXEC, 0644);
        int answer = fd < 0 ? fd : kernel.lock(fd, Linux.F_OFD_SETLK, Linux.F_WRLCK, 0, 0);
        if (answer >= 0) {
            return fd;
        }
        if (fd >= 0) {
            kernel.close(fd);
        }
        return answer == -Errno.EACCES ? -Errno.EAGAIN : answer;
    }

    /** Whether somebody has it. */
    static boolean isTaken(Kernel kernel, String path) {
        int fd = kernel.open(Bytes.path(path), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            return false;
        }
        boolean taken = kernel.lock(fd, Linux.F_OFD_GETLK, Linux.F_WRLCK, 0, 0) != Linux.F_UNLCK;
        kernel.close(fd);
        return taken;
    }
}
