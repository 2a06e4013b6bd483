package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Ends a program with all its descendants.
 *
 * <p>Its process group takes one signal; what left the group by setsid(2) becomes our own child when its parent dies,
 * since we are a child subreaper (prctl(2)), and is found in {@code /proc}.
 */
final class ProcessTree {
    private static final int MOST_LIST_BYTES = 4096;

    private final Kernel kernel;
    private final int group;

    /**
     * @param group the process group of the program
     */
    ProcessTree(Kernel kernel, int group) {
        this.kernel = kernel;
        this.group = group;
    }

    /** Makes orphans of our descendants our children. */
    static void adoptOrphans(Kernel kernel) {
        kernel.prctl(Linux.PR_SET_CHILD_SUBREAPER, 1);
    }

    /** Sends a signal to the group and to every other child of ours. */
    void signal(int signal) {
        kernel.kill(-group, signal);
        // a stopped process sees a signal only when it goes on
        kernel.kill(-group, Linux.SIGCONT);
        signalOthers(signal);
    }

    /** Whether nobody of the group is left, and no child of ours. */
    boolean isGone(boolean noChildLeft) {
        return noChildLeft && kernel.kill(-group, 0) == -Errno.ESRCH;
    }

    private void signalOthers(int signal) {
        int pid = kernel.getpid();
        byte[] path = Bytes.path("/proc/" + pid + "/task/" + pid + "/children");
        int fd = kernel.open(path, Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            return;
        }
        byte[] list = new byte[MOST_LIST_BYTES];
        int length = kernel.read(fd, list, 0, list.length);
        kernel.close(fd);
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (list[i] == ' ') {
                int child = (int) Ascii.decimal(list, from, i);
                if (child > 1) {
                    kernel.kill(child, signal);
                }
                from = i + 1;
            }
        }
    }
}
