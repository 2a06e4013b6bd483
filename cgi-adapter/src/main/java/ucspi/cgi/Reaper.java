package ucspi.cgi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** Collects the children that ended, notes it in what stands for them, and tells whom they belong to. */
final class Reaper {
    /** Who is told of children that are no programs: adopted orphans, and whatever else. */
    interface Others {
        void ended(int pid, int waitStatus);
    }

    private final Kernel kernel;
    private final Map<Integer, Child> programs = new HashMap<>();
    private final List<Child> ended = new ArrayList<>();
    private final int[] status = new int[1];
    private Others others = (pid, waitStatus) -> {};

    Reaper(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Says who is told of children that are no programs. */
    void setOthers(Others told) {
        others = told;
    }

    void add(Child child) {
        programs.put(child.pid(), child);
    }

    /** Whether this is a program that has not been collected. */
    boolean isProgram(int pid) {
        return programs.containsKey(pid);
    }

    /** Collects all that ended; returns whether no child is left. */
    boolean reap() {
        int pid = kernel.waitpid(-1, status, Linux.WNOHANG);
        while (pid > 0) {
            Child child = programs.remove(pid);
            if (child == null) {
                others.ended(pid, status[0]);
            } else {
                child.ended(status[0]);
                ended.add(child);
            }
            pid = kernel.waitpid(-1, status, Linux.WNOHANG);
        }
        return pid == -Errno.ECHILD;
    }

    /** Tells the owners of those that were collected. */
    void tell() {
        // their owners may collect more meanwhile
        for (int i = 0; i < ended.size(); i++) {
            tell(ended.get(i));
        }
        ended.clear();
    }

    private static void tell(Child child) {
        try {
            child.owner().programEnded(child);
        } catch (RuntimeException failure) {
            child.owner().failed(failure);
        }
    }
}
