package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * The shared side of a deploy lock: programs start, and run, while no deploy changes the files that they read.
 *
 * <p>The lock is a file whose first byte says what a deploy is doing, and whose byte ranges are locked by fcntl(2),
 * open file description locks. Nothing of it outlives its process but the first byte.
 *
 * <pre>
 *   first byte   none or 'o'  open: programs may start
 *                'd'          a deploy waits for those that run; nothing has changed yet
 *                's'          a deploy is changing the files
 *   lock of byte 0            exclusive: that deploy is alive
 *   lock of a slot            shared, a byte at a random offset: a program runs
 * </pre>
 *
 * <p>Who starts a program takes its slot first and looks at the byte then; a deploy writes the byte first and locks all
 * slots then. So either sees the other. The byte {@code 'd'} of a deploy that is dead counts for nothing, since nothing
 * has changed; {@code 's'} of a dead deploy closes until somebody has repaired the files: what they are is not known.
 *
 * <p>A program is told its slot in {@link #VARIABLE}: a deploy that it starts does not wait for it.
 */
public final class DeployLock {
    /** The variable that tells a program its slot, in decimal. */
    public static final String VARIABLE = "DEPLOY_SLOT";

    /** The byte whose exclusive lock says that the deploy that wrote the first byte is alive. */
    public static final long ALIVE = 0;

    /** The first byte that may be a slot. */
    public static final long FIRST_SLOT = 1;

    /** One of the first byte's values: programs may start. */
    public static final byte OPEN = 'o';

    /** One of the first byte's values: a deploy waits for running programs. */
    public static final byte DRAINING = 'd';

    /** One of the first byte's values: the files are being changed. */
    public static final byte SWITCHING = 's';

    private static final long SLOT_MASK = (1L << 60) - 1;

    private DeployLock() {}

    /** A number that no other program has, for {@link #enter}. */
    public static long slot(Kernel kernel) {
        byte[] random = new byte[8];
        kernel.getrandom(random, random.length);
        long slot = 0;
        for (byte b : random) {
            slot = slot << 8 | b & 0xff;
        }
        return FIRST_SLOT + (slot & SLOT_MASK);
    }

    /**
     * Asks for a program to start.
     *
     * @param path the lock's file
     * @return a descriptor, which is to be closed when the program has ended; -EAGAIN if a deploy is at work, to be
     *     asked again later; or another negated errno if the file cannot be used
     */
    public static int enter(Kernel kernel, byte[] path, long slot) {
        return enter(kernel, path, slot, new byte[1]);
    }

    /** The same without allocating: {@code state} is room for a byte. */
    static int enter(Kernel kernel, byte[] path, long slot, byte[] state) {
        int fd = kernel.open(path, Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        int answer = kernel.lock(fd, Linux.F_OFD_SETLK, Linux.F_RDLCK, slot, 1);
        answer = answer == -Errno.EACCES ? -Errno.EAGAIN : answer;
        if (answer >= 0 && !isOpen(kernel, fd, state)) {
            answer = -Errno.EAGAIN;
        }
        if (answer < 0) {
            kernel.close(fd);
        }
        return answer < 0 ? answer : fd;
    }

    private static boolean isOpen(Kernel kernel, int fd, byte[] state) {
        int n = kernel.pread(fd, state, 0, 1, 0);
        if (n == 0 || state[0] == OPEN) {
            return true;
        }
        return n > 0
                && state[0] == DRAINING
                && kernel.lock(fd, Linux.F_OFD_GETLK, Linux.F_RDLCK, ALIVE, 1) == Linux.F_UNLCK;
    }

    /** The entry of the environment that tells a program its slot. */
    public static byte[] entry(long slot) {
        return Bytes.ascii(VARIABLE + "=" + slot);
    }
}
