package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** Reads which children this process has: proc_pid_task_children(5). */
final class ChildList {
    /** Receives each child. */
    interface Visitor {
        void child(int pid);
    }

    private static final int SIZE = 4096;

    private final Kernel kernel;

    ChildList(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Visits every child; none, where the kernel does not tell. */
    void each(Visitor visitor) {
        int own = kernel.getpid();
        byte[] path = Bytes.path("/proc/" + own + "/task/" + own + "/children");
        int fd = kernel.open(path, Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            return;
        }
        byte[] list = new byte[SIZE];
        int pid = 0;
        int n = kernel.read(fd, list, 0, SIZE);
        while (n > 0) {
            for (int i = 0; i < n; i++) {
                if (list[i] != ' ') {
                    pid = pid * 10 + list[i] - '0';
                } else {
                    visit(visitor, pid);
                    pid = 0;
                }
            }
            n = kernel.read(fd, list, 0, SIZE);
        }
        kernel.close(fd);
    }

    private static void visit(Visitor visitor, int pid) {
        if (pid > 1) {
            visitor.child(pid);
        }
    }
}
