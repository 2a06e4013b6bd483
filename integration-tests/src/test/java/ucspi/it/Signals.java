package ucspi.it;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** kill(2) and the numbers of signals. */
final class Signals {
    static final int HUP = 1;
    static final int INT = 2;
    static final int QUIT = 3;
    static final int KILL = 9;
    static final int PIPE = 13;
    static final int TERM = 15;
    static final int CHLD = 17;

    private static final POSIX SYSTEM = POSIXFactory.getNativePOSIX();

    private Signals() {}

    static void send(int pid, String name) {
        if (SYSTEM.kill(pid, jnr.constants.platform.Signal.valueOf("SIG" + name).intValue()) != 0) {
            throw new AssertionError("kill -" + name + " " + pid + ": errno " + SYSTEM.errno());
        }
    }

    /** Whether a signal is in a set, a line of /proc/PID/status such as SigIgn. */
    static boolean contains(long set, int signal) {
        return (set >>> (signal - 1) & 1) != 0;
    }

    /** Our effective user id. */
    static int uid() {
        return SYSTEM.geteuid();
    }

    /** Our effective group id. */
    static int gid() {
        return SYSTEM.getegid();
    }
}
