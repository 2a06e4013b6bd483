package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Spawn;

/**
 * Holds programs back while a deploy changes the files that they are made of, and gives each that starts a hold on the
 * {@link DeployLock}.
 *
 * <p>The program inherits the hold: a descriptor that locks its slot until the program, and whatever it has left it to,
 * has closed it or ended. So the lock needs nobody to watch over it, and outlives the listener's new beginnings.
 */
public final class DeployGate {
    /** How long to wait before asking once more, in milliseconds: what a switch of files takes, at the least. */
    public static final int RETRY_MILLIS = 2;

    private static final byte[] VARIABLE = Bytes.ascii(DeployLock.VARIABLE);
    private static final long NOT_WAITING = -1;

    private final Kernel kernel;
    private final byte[] path;
    private final long mostMillis;
    private final byte[] state = new byte[1];
    private final int[] passed = new int[2];
    private long slot;
    private int fd = -1;
    private long waitingSince = NOT_WAITING;
    private int error;

    /**
     * @param fileName the lock's file, a Latin-1 string
     * @param mostMillis how long programs may be held back
     */
    public DeployGate(Kernel kernel, String fileName, long mostMillis) {
        this.kernel = kernel;
        this.path = Bytes.path(fileName);
        this.mostMillis = mostMillis;
        this.slot = DeployLock.slot(kernel);
    }

    /**
     * Asks whether a program may start; once it may, that stays so until {@link #letGo}.
     *
     * @param now milliseconds of a monotonic clock
     * @return whether there is an answer, see {@link #error}; if not, it is to be asked again soon
     */
    public boolean ask(long now) {
        if (fd >= 0) {
            return true;
        }
        slot++;
        fd = DeployLock.enter(kernel, path, slot, state);
        error = Math.max(-fd, 0);
        if (error != Errno.EAGAIN) {
            waitingSince = NOT_WAITING;
            return true;
        }
        waitingSince = waitingSince == NOT_WAITING ? now : waitingSince;
        error = Errno.ETIMEDOUT;
        return now - waitingSince >= mostMillis;
    }

    /** Waits until there is an answer, as only a process can that has nothing else to do. */
    public void await() {
        while (!ask(kernel.monotonicNanos() / 1_000_000L)) {
            kernel.poll(-1, 0, RETRY_MILLIS);
        }
    }

    /** Why no program may start: the lock cannot be used, or a deploy takes too long; 0 if one may. */
    public int error() {
        return error;
    }

    /** Gives a program the hold, and tells it the slot. */
    public void pass(Spawn spawn, EnvironmentBlock environment) {
        passed[0] = fd;
        passed[1] = fd;
        spawn.extra = passed;
        environment.begin(VARIABLE);
        environment.addDecimal(slot);
        environment.end();
    }

    /** Lets go of our own end of the hold, if there is one. */
    public void letGo() {
        if (fd >= 0) {
            kernel.close(fd);
            fd = -1;
        }
    }
}
