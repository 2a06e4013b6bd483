package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/** What all starts of programs have in common: an input with nothing in it, and the numbering of requests. */
final class StartSupplies {
    private static final byte[] DEV_NULL = Bytes.path("/dev/null");

    private final Kernel kernel;
    private final EventLoop loop;
    private final int pid;
    private int nothing = -1;
    private int count;

    StartSupplies(Kernel kernel, EventLoop loop) {
        this.kernel = kernel;
        this.loop = loop;
        this.pid = kernel.getpid();
    }

    Kernel kernel() {
        return kernel;
    }

    EventLoop loop() {
        return loop;
    }

    /** A descriptor that is at its end. */
    int nothing() {
        if (nothing < 0) {
            nothing = Sys.check(kernel.open(DEV_NULL, Linux.O_RDONLY | Linux.O_CLOEXEC, 0), "open /dev/null");
        }
        return nothing;
    }

    /** Unique on this machine: the time, our process id, and a count. */
    byte[] uniqueId() {
        count++;
        Wire id = new Wire(32);
        id.addHex(kernel.realtimeMillis()).addByte('-').addHex(pid).addByte('-').addHex(count);
        return java.util.Arrays.copyOf(id.bytes(), id.length());
    }
}
