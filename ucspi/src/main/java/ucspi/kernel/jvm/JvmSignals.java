package ucspi.kernel.jvm;

import jnr.constants.platform.Signal;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.POSIX;

/**
 * Makes signals readable on a JVM, where they arrive on a thread of its own: each handler writes the signal's number
 * into a pipe. The pipe never fills in practice; if it does, the numbers in it already wake the reader.
 */
final class JvmSignals {
    private final LibC libc;
    private final int pipe;
    private final Pointer number;

    JvmSignals(LibC libc, int pipe) {
        this.libc = libc;
        this.pipe = pipe;
        this.number = Memory.allocateDirect(Runtime.getRuntime(libc), 1);
    }

    void catchAll(POSIX posix, int[] signals) {
        for (int signal : signals) {
            posix.signal(Signal.valueOf(signal), this::arrived);
        }
    }

    private synchronized void arrived(int signal) {
        number.putByte(0, (byte) signal);
        libc.write(pipe, number, 1);
    }
}
