package ucspi.kernel;

/**
 * A point in time for calls on non-blocking sockets, which wait no longer than that. Each returns what the call of its
 * name does, or -ETIMEDOUT; none raises SIGPIPE.
 */
public final class Deadline {
    private static final long NANOS = 1_000_000L;

    private final Kernel kernel;
    private final long end;

    /** So many milliseconds from now. */
    public Deadline(Kernel kernel, long millis) {
        this.kernel = kernel;
        end = kernel.monotonicNanos() + millis * NANOS;
    }

    /** An earlier one of this and one in so many milliseconds. */
    public Deadline within(long millis) {
        return new Deadline(kernel, Math.min(millis, remaining()));
    }

    /** Milliseconds that are left, rounded up; 0 when it has passed. */
    public long remaining() {
        long nanos = end - kernel.monotonicNanos();
        return nanos <= 0 ? 0 : (nanos + NANOS - 1) / NANOS;
    }

    /** Waits until a descriptor is ready: poll(2). */
    public int await(int fd, int events) {
        while (true) {
            int ready = kernel.poll(fd, events, (int) Math.min(remaining(), Integer.MAX_VALUE));
            if (ready == 0) {
                return -Errno.ETIMEDOUT;
            }
            if (ready != -Errno.EINTR) {
                return ready;
            }
        }
    }

    /** connect(2), until it is known whether there is a connection. */
    public int connect(int fd, byte[] address, int length) {
        int answer = kernel.connect(fd, address, length);
        if (answer != -Errno.EINPROGRESS && answer != -Errno.EAGAIN && answer != -Errno.EINTR) {
            return answer;
        }
        int ready = await(fd, Linux.EPOLLOUT);
        if (ready < 0) {
            return ready;
        }
        int[] error = new int[1];
        kernel.getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_ERROR, error);
        return -error[0];
    }

    /** recv(2); 0 is the end. */
    public int receive(int fd, byte[] buffer, int offset, int length) {
        while (true) {
            int n = kernel.recv(fd, buffer, offset, length, Linux.MSG_DONTWAIT);
            if (n != -Errno.EAGAIN && n != -Errno.EINTR) {
                return n;
            }
            int ready = await(fd, Linux.EPOLLIN);
            if (ready < 0) {
                return ready;
            }
        }
    }

    /** recv(2) until the buffer's part is full; less than {@code length} when the other side ends before. */
    public int receiveAll(int fd, byte[] buffer, int offset, int length) {
        int done = 0;
        while (done < length) {
            int n = receive(fd, buffer, offset + done, length - done);
            if (n <= 0) {
                return n < 0 ? n : done;
            }
            done += n;
        }
        return done;
    }

    /** send(2) of everything; returns {@code length} or an error. */
    public int sendAll(int fd, byte[] buffer, int offset, int length) {
        int done = 0;
        while (done < length) {
            int n = kernel.send(fd, buffer, offset + done, length - done, Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL);
            if (n >= 0) {
                done += n;
            } else if (n != -Errno.EAGAIN && n != -Errno.EINTR) {
                return n;
            } else {
                int ready = await(fd, Linux.EPOLLOUT);
                if (ready < 0) {
                    return ready;
                }
            }
        }
        return length;
    }
}
