package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * A program with all its descendants: those in its process group, which takes one signal, and those that left it by
 * setsid(2), which become ours when their parents die.
 */
final class ProcessTree {
    private static final long NOT_YET = -1;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Orphans orphans;
    private final int group;
    private final byte[] mark;
    private long groupGone = NOT_YET;

    ProcessTree(Kernel kernel, EventLoop loop, Orphans orphans, Child program) {
        this.kernel = kernel;
        this.loop = loop;
        this.orphans = orphans;
        this.group = program.pid();
        this.mark = program.mark();
    }

    /** Makes orphans of our descendants our children. */
    static void adoptOrphans(Kernel kernel) {
        kernel.prctl(Linux.PR_SET_CHILD_SUBREAPER, 1);
    }

    /** Sends a signal to all of them that are known. */
    void signal(int signal) {
        kernel.kill(-group, signal);
        // a stopped process sees a signal only when it goes on
        kernel.kill(-group, Linux.SIGCONT);
        orphans.signal(mark, signal);
    }

    /** Whether nobody of them is left. */
    boolean isGone() {
        if (groupGone == NOT_YET && kernel.kill(-group, 0) == -Errno.ESRCH) {
            groupGone = loop.now();
        }
        return orphans.areGone(mark, groupGone == NOT_YET ? Long.MAX_VALUE : groupGone) && groupGone != NOT_YET;
    }
}
