package ucspi.kernel.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.constants.platform.Signal;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.util.SunMiscSignal;
import ucspi.kernel.Errno;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.SysException;

/**
 * Makes signals readable on a JVM, where they arrive on a thread of its own: each handler writes the signal's number
 * into a pipe. The pipe never fills in practice; if it does, the numbers in it already wake the reader.
 *
 * <p>The handlers are the JVM's own. One that libc called would run Java code on whichever thread the kernel chose, and
 * a compiler's or collector's thread crashes of that. The JVM keeps SIGQUIT for itself: it prints its threads.
 */
final class JvmSignals {
    private static final int SIG_UNBLOCK = 1;

    private final LibC libc;
    private final int pipe;
    private final Pointer number;

    JvmSignals(LibC libc, int pipe) {
        this.libc = libc;
        this.pipe = pipe;
        this.number = Memory.allocateDirect(Runtime.getRuntime(libc), 1);
    }

    /**
     * What the user ignores, as nohup(1) and a shell's background jobs do, stays ignored: here and in children. SIGTERM
     * and SIGCHLD are heard though they were ignored or blocked at the start, on this thread if on no other; of an
     * ignored signal the JVM has to be shown that it is not, or it refuses to take it.
     */
    void catchAll(int[] signals) {
        long ignored = ignored();
        byte[] wanted = new byte[Layout.SIGNAL_SET_SIZE];
        for (int signal : signals) {
            boolean isIgnored = (ignored >> signal - 1 & 1) != 0;
            boolean usersChoice = signal == Linux.SIGHUP || signal == Linux.SIGINT;
            if (signal != Linux.SIGQUIT && !(usersChoice && isIgnored)) {
                if (isIgnored) {
                    libc.signal(signal, null);
                }
                SunMiscSignal.signal(Signal.valueOf(signal), this::arrived);
                Layout.addSignal(wanted, signal);
            }
        }
        libc.sigprocmask(SIG_UNBLOCK, wanted, null);
    }

    /** The line SigIgn of proc_pid_status(5): bit n-1 stands for signal n. */
    private static long ignored() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("SigIgn:")) {
                    return Long.parseUnsignedLong(line.substring(7).trim(), 16);
                }
            }
            return 0;
        } catch (IOException e) {
            throw new SysException("read /proc/self/status", Errno.EIO);
        }
    }

    private synchronized void arrived(int signal) {
        number.putByte(0, (byte) signal);
        libc.write(pipe, number, 1);
    }
}
