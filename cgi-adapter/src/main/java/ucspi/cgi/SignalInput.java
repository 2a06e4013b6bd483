package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/** Signals: children that ended are collected, a request to end ends the program first. */
final class SignalInput implements EventLoop.Handler {
    private final Kernel kernel;
    private final int fd;
    private final Reaper reaper;
    private final Connection connection;
    private final int[] arrived = new int[4];

    private SignalInput(Kernel kernel, int fd, Reaper reaper, Connection connection) {
        this.kernel = kernel;
        this.fd = fd;
        this.reaper = reaper;
        this.connection = connection;
    }

    static void watch(Sys sys, EventLoop loop, Reaper reaper, Connection connection) {
        int[] signals = {Linux.SIGCHLD, Linux.SIGTERM, Linux.SIGINT, Linux.SIGHUP};
        int fd = Sys.check(sys.kernel().openSignals(signals), "receive signals");
        SignalInput input = new SignalInput(sys.kernel(), fd, reaper, connection);
        Sys.check(loop.add(fd, Linux.EPOLLIN, input), "watch signals");
    }

    @Override
    public void ready(int events) {
        int count = kernel.readSignals(fd, arrived);
        boolean isToEnd = false;
        for (int i = 0; i < count; i++) {
            isToEnd |= arrived[i] != Linux.SIGCHLD;
        }
        reaper.reap();
        reaper.tell();
        if (isToEnd) {
            connection.stop();
        } else {
            connection.advance();
        }
    }

    @Override
    public void failed(RuntimeException failure) {
        connection.failed(failure);
    }
}
