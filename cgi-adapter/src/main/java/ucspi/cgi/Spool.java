package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.SysException;

/**
 * Keeps a chunked body until its length is known: in memory up to what a pipe takes at once, beyond that in a file
 * without a name.
 */
final class Spool {
    /** What an empty pipe takes, pipe(7). */
    private static final int MOST_IN_MEMORY = 64 * 1024;

    private static final int O_TMPFILE = 020200000;
    private static final int MODE = 0600;

    private final Kernel kernel;
    private final byte[] directory;
    private byte[] bytes = new byte[4096];
    private int held;
    private int file = -1;
    private long length;

    /**
     * @param directory where the file goes
     */
    Spool(Kernel kernel, byte[] directory) {
        this.kernel = kernel;
        this.directory = directory;
    }

    /** How long the body is so far. */
    long length() {
        return length;
    }

    /** The body, if it is in memory. */
    byte[] bytes() {
        return bytes;
    }

    /** The file that the body is in, open for reading and writing; -1 if it is in memory. */
    int file() {
        return file;
    }

    /** Adds to the body. */
    void add(byte[] source, int from, int count) {
        length += count;
        if (file < 0 && held + count > MOST_IN_MEMORY) {
            moveToFile();
        }
        if (file >= 0) {
            write(source, from, count);
            return;
        }
        if (bytes.length - held < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, held + count));
        }
        System.arraycopy(source, from, bytes, held, count);
        held += count;
    }

    /** Puts what is in memory into the file, too. */
    void moveToFile() {
        if (file < 0) {
            file = open();
            write(bytes, 0, held);
            bytes = new byte[0];
        }
    }

    /** Makes the file ready to be read from its beginning. */
    void rewind() {
        if (file >= 0) {
            kernel.seek(file, 0);
        }
    }

    void close() {
        if (file >= 0) {
            kernel.close(file);
            file = -1;
        }
    }

    private int open() {
        int fd = kernel.open(Bytes.path(directory), O_TMPFILE | Linux.O_RDWR | Linux.O_CLOEXEC, MODE);
        // older kernels take it for the directory itself, some file systems do not have it: open(2)
        boolean unknown = fd == -Errno.EISDIR || fd == -Errno.EOPNOTSUPP || fd == -Errno.ENOENT;
        return check(unknown ? openAndUnlink() : fd);
    }

    private int openAndUnlink() {
        String name = Bytes.string(directory) + "/cgi-adapter." + kernel.getpid() + "." + kernel.monotonicNanos();
        byte[] path = Bytes.path(name);
        int flags = Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL | Linux.O_CLOEXEC;
        int fd = kernel.open(path, flags, MODE);
        if (fd >= 0) {
            kernel.unlink(path);
        }
        return fd;
    }

    private void write(byte[] source, int from, int count) {
        int done = 0;
        while (done < count) {
            done += check(kernel.write(file, source, from + done, count - done));
        }
    }

    private static int check(int result) {
        if (result < 0 && result != -Errno.EINTR) {
            throw new SysException("keep the request body", -result);
        }
        return Math.max(result, 0);
    }
}
