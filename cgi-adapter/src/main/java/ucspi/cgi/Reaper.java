package ucspi.cgi;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** Collects the children that ended and notes it in what stands for them; adopted orphans are merely collected. */
final class Reaper {
    private final Kernel kernel;
    private final List<Child> children = new ArrayList<>();
    private final int[] status = new int[1];

    Reaper(Kernel kernel) {
        this.kernel = kernel;
    }

    void add(Child child) {
        children.add(child);
    }

    /** Collects all that ended; returns whether no child is left. */
    boolean reap() {
        int pid = kernel.waitpid(-1, status, Linux.WNOHANG);
        while (pid > 0) {
            ended(pid);
            pid = kernel.waitpid(-1, status, Linux.WNOHANG);
        }
        return pid == -Errno.ECHILD;
    }

    private void ended(int pid) {
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i).pid() == pid) {
                children.remove(i).ended(status[0]);
                return;
            }
        }
    }
}
