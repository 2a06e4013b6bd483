package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/** Signals to a process that serves many connections: children that ended, and what is to become of the process. */
final class ResidentSignals implements EventLoop.Handler {
    private final Kernel kernel;
    private final Resident resident;
    private final int fd;
    private final int[] arrived = new int[8];

    ResidentSignals(Sys sys, EventLoop loop, Resident resident) {
        this.kernel = sys.kernel();
        this.resident = resident;
        int[] signals = {Linux.SIGCHLD, Linux.SIGTERM, Linux.SIGINT, Linux.SIGHUP, Linux.SIGUSR1};
        this.fd = Sys.check(kernel.openSignals(signals), "receive signals");
        Sys.check(loop.add(fd, Linux.EPOLLIN, this), "watch signals");
    }

    @Override
    public void ready(int events) {
        int count = kernel.readSignals(fd, arrived);
        boolean children = false;
        for (int i = 0; i < count; i++) {
            switch (arrived[i]) {
                case Linux.SIGCHLD -> children = true;
                case Linux.SIGHUP -> resident.restart();
                case Linux.SIGUSR1 -> resident.relieved();
                default -> resident.end();
            }
        }
        if (children) {
            resident.reap();
        }
    }

    @Override
    public void failed(RuntimeException failure) {
        throw failure;
    }
}
