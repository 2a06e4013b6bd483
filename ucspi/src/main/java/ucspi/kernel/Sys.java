package ucspi.kernel;

/**
 * The kernel as programs use it: a failure is a {@link SysException} that says what could not be done, EINTR is
 * retried, would-block and end-of-file are return values.
 */
public final class Sys {
    /** What {@link #read} and {@link #write} return when the descriptor is not ready. */
    public static final int WOULD_BLOCK = -1;

    private final Kernel kernel;

    public Sys(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The kernel itself, for calls whose every result the caller handles. */
    public Kernel kernel() {
        return kernel;
    }

    /** Gives {@code result} back if it is a success. */
    public static int check(int result, String what) {
        if (result < 0) {
            throw new SysException(what, -result);
        }
        return result;
    }

    /** read(2); 0 is the end of the file. */
    public int read(int fd, byte[] buffer, int offset, int length) {
        while (true) {
            int n = kernel.read(fd, buffer, offset, length);
            if (n == -Errno.EAGAIN) {
                return WOULD_BLOCK;
            }
            if (n != -Errno.EINTR) {
                return check(n, "read");
            }
        }
    }

    /** As {@link #read}, and waits until the descriptor is ready. */
    public int readReady(int fd, byte[] buffer, int offset, int length) {
        int n = read(fd, buffer, offset, length);
        while (n == WOULD_BLOCK) {
            kernel.poll(fd, Linux.EPOLLIN, -1);
            n = read(fd, buffer, offset, length);
        }
        return n;
    }

    /** write(2) of what fits. */
    public int write(int fd, byte[] buffer, int offset, int length) {
        while (true) {
            int n = kernel.write(fd, buffer, offset, length);
            if (n == -Errno.EAGAIN) {
                return WOULD_BLOCK;
            }
            if (n != -Errno.EINTR) {
                return check(n, "write");
            }
        }
    }

    /** Writes all of it to a blocking descriptor. */
    public void writeFully(int fd, byte[] buffer, int offset, int length) {
        int done = 0;
        while (done < length) {
            int n = write(fd, buffer, offset + done, length - done);
            if (n == WOULD_BLOCK) {
                kernel.poll(fd, Linux.EPOLLOUT, -1);
            } else {
                done += n;
            }
        }
    }

    /** close(2); on Linux the descriptor is gone whatever it answers, so no answer is looked at. */
    public void close(int fd) {
        kernel.close(fd);
    }

    /** All of a file, or null if it does not exist. */
    public byte[] readFile(byte[] path, String name, int mostBytes) {
        int fd = kernel.open(path, Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd == -Errno.ENOENT) {
            return null;
        }
        check(fd, "open " + name);
        byte[] bytes = new byte[4096];
        int length = 0;
        int n = read(fd, bytes, 0, bytes.length);
        while (n > 0) {
            length += n;
            if (length > mostBytes) {
                close(fd);
                throw new SysException("read " + name, Errno.E2BIG);
            }
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
            n = read(fd, bytes, length, bytes.length - length);
        }
        close(fd);
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** The value of an environment variable of our own, or null. */
    public byte[] environment(String name) {
        byte[] prefix = Bytes.ascii(name + "=");
        for (byte[] entry : kernel.environment()) {
            if (Bytes.startsWith(entry, prefix)) {
                return java.util.Arrays.copyOfRange(entry, prefix.length, entry.length);
            }
        }
        return null;
    }
}
