package ucspi.deploy;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.server.DeployLock;

/** The exclusive side of a {@link DeployLock}: closes it, waits for the programs that run, opens it again. */
final class Gate {
    private static final int RETRY_MILLIS = 1;

    private final Runner runner;
    private final Kernel kernel;
    private final String path;
    private int fd = -1;

    Gate(Runner runner, String path) {
        this.runner = runner;
        this.kernel = runner.sys().kernel();
        this.path = path;
    }

    /** The state that its file tells: {@link DeployLock#OPEN} and so on. */
    static byte state(Kernel kernel, String path) {
        int file = kernel.open(Bytes.path(path), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        byte[] state = {DeployLock.OPEN};
        if (file >= 0) {
            kernel.pread(file, state, 0, 1, 0);
            kernel.close(file);
        }
        return state[0];
    }

    /**
     * No program starts from now on. Waits for those that run, but not for the one that we are part of, and no longer
     * than a bound: a program that runs for hours sees its files change.
     *
     * @return whether all of them had ended
     */
    boolean close(int drainMillis) {
        fd = Sys.check(
                kernel.open(Bytes.path(path), Linux.O_RDWR | Linux.O_CREAT | Linux.O_CLOEXEC, 0644), "open " + path);
        int answer = kernel.lock(fd, Linux.F_OFD_SETLK, Linux.F_WRLCK, DeployLock.ALIVE, 1);
        Sys.check(answer, "lock " + path);
        write(DeployLock.DRAINING);
        long own = ownSlot();
        long end = runner.now() + drainMillis;
        boolean drained = isDrained(own);
        while (!drained && runner.now() < end) {
            runner.rest(RETRY_MILLIS);
            drained = isDrained(own);
        }
        write(DeployLock.SWITCHING);
        kernel.fsync(fd);
        return drained;
    }

    private boolean isDrained(long own) {
        return isFree(DeployLock.FIRST_SLOT, own - DeployLock.FIRST_SLOT) && isFree(own + 1, 0);
    }

    /** A length of 0 is all that follows, so nothing at all has to be asked for in another way. */
    private boolean isFree(long start, long length) {
        boolean nothing = start == DeployLock.FIRST_SLOT && length == 0;
        return nothing || kernel.lock(fd, Linux.F_OFD_SETLK, Linux.F_WRLCK, start, length) >= 0;
    }

    /** The slot of the request that we are part of; one that nobody has, if there is none. */
    private long ownSlot() {
        byte[] text = runner.sys().environment(DeployLock.VARIABLE);
        long slot = 0;
        for (int i = 0; text != null && i < text.length && i < 19; i++) {
            slot = text[i] >= '0' && text[i] <= '9' ? slot * 10 + text[i] - '0' : 0;
        }
        return slot < DeployLock.FIRST_SLOT ? DeployLock.FIRST_SLOT : slot;
    }

    /** The files are whole: programs may start. */
    void open() {
        boolean opened = fd < 0;
        if (opened) {
            fd = Sys.check(
                    kernel.open(Bytes.path(path), Linux.O_RDWR | Linux.O_CREAT | Linux.O_CLOEXEC, 0644),
                    "open " + path);
        }
        write(DeployLock.OPEN);
        kernel.close(fd);
        fd = -1;
    }

    /** Leaves it closed: nobody knows what the files are. */
    void leaveClosed() {
        kernel.close(fd);
        fd = -1;
    }

    private void write(byte state) {
        Sys.check((int) kernel.seek(fd, 0), "write " + path);
        Sys.check(kernel.write(fd, new byte[] {state}, 0, 1), "write " + path);
    }
}
