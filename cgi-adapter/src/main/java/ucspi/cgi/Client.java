package ucspi.cgi;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * The client's end: reads and writes without ever waiting, and keeps what could not be written yet.
 *
 * <p>A socket is not made non-blocking for that, since the flag belongs to whoever else holds the socket, too: recv(2)
 * and send(2) take it with each call. Only splice(2) does not; the flag is set for it then, and {@link #restore}d. What
 * is no socket, as in a pipeline of a shell, is read when poll(2) says so, and written to as it is.
 */
final class Client {
    /** What {@link #read} and {@link #splice} return when the other side is not ready. */
    static final int WOULD_BLOCK = -1;

    private static final int SO_LINGER = 13;

    private static final int SPLICE = Linux.SPLICE_F_NONBLOCK | Linux.SPLICE_F_MORE;

    private final Kernel kernel;
    private final int in;
    private final int out;
    private final Wire pending = new Wire(0);
    private int sent;
    private boolean inIsSocket = true;
    private boolean outIsSocket = true;
    private boolean nonBlocking;
    private boolean noDelay;
    private boolean gone;
    private boolean ended;

    Client(Kernel kernel, int in, int out) {
        this.kernel = kernel;
        this.in = in;
        this.out = out;
    }

    int in() {
        return in;
    }

    int out() {
        return out;
    }

    /** Whether what comes from the client comes by a socket, as far as is known. */
    boolean readsSocket() {
        return inIsSocket;
    }

    boolean writesSocket() {
        return outIsSocket;
    }

    /** Whether both directions are one descriptor. */
    boolean isOneDescriptor() {
        return in == out;
    }

    /** Whether nothing that is written reaches the client any more. */
    boolean isGone() {
        return gone;
    }

    void setGone() {
        gone = true;
    }

    /** Whether the client has said that it sends no more. */
    boolean hasEnded() {
        return ended;
    }

    /** Reads up to {@code most} bytes; 0 is the end, {@link #WOULD_BLOCK} nothing yet or, if it is gone, ever. */
    int read(byte[] into, int most) {
        int n = inIsSocket ? kernel.recv(in, into, 0, most, Linux.MSG_DONTWAIT) : readIfReady(into, most);
        if (n == -Errno.ENOTSOCK) {
            inIsSocket = false;
            n = readIfReady(into, most);
        }
        ended |= n == 0;
        return n >= 0 ? n : notNow(n);
    }

    private int readIfReady(byte[] into, int most) {
        return kernel.poll(in, Linux.EPOLLIN, 0) == 0 ? -Errno.EAGAIN : kernel.read(in, into, 0, most);
    }

    private int notNow(int error) {
        gone |= error != -Errno.EAGAIN && error != -Errno.EINTR;
        return WOULD_BLOCK;
    }

    /** Whether bytes of the client wait in the kernel. */
    boolean hasInput() {
        return kernel.poll(in, Linux.EPOLLIN, 0) != 0 && (!inIsSocket || kernel.available(in) > 0);
    }

    /** Where to put bytes that {@link #flush} is to write. */
    Wire pending() {
        return pending;
    }

    /** Gives up what room there is for them, if there are none. */
    void rest() {
        if (!hasPending()) {
            pending.release();
            sent = 0;
        }
    }

    boolean hasPending() {
        return sent < pending.length();
    }

    /** Leaves out the first bytes of what is pending: they have been written before. */
    void skip(int count) {
        sent += count;
    }

    /** Writes what is pending as far as it goes; returns whether it is all gone. */
    boolean flush(boolean more) {
        while (sent < pending.length()) {
            int n = write(pending.bytes(), sent, pending.length(), more);
            if (n == WOULD_BLOCK) {
                return false;
            }
            sent += n;
        }
        pending.clear();
        sent = 0;
        return true;
    }

    /** Writes these bytes; those that do not go are kept. */
    void send(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !hasPending()) {
            int n = write(bytes, at, to, false);
            if (n == WOULD_BLOCK) {
                break;
            }
            at += n;
        }
        pending.add(bytes, at, to);
    }

    private int write(byte[] bytes, int from, int to, boolean more) {
        if (gone) {
            return to - from;
        }
        int flags = Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL | (more ? Linux.MSG_MORE : 0);
        int n = outIsSocket
                ? kernel.send(out, bytes, from, to - from, flags)
                : kernel.write(out, bytes, from, to - from);
        if (n == -Errno.ENOTSOCK) {
            outIsSocket = false;
            n = kernel.write(out, bytes, from, to - from);
        }
        return n >= 0 ? n : notNow(n);
    }

    /** Moves bytes from a pipe to the client; {@link #WOULD_BLOCK} means that the client is not ready. */
    int splice(int pipe, int count) {
        setNonBlocking();
        int n = kernel.splice(pipe, out, count, SPLICE);
        return n >= 0 ? n : notNow(n);
    }

    /** Moves bytes from a file to the client; 0 at its end, {@link #WOULD_BLOCK}, or what sendfile(2) cannot do. */
    int sendFile(int file, long offset, int count) {
        setNonBlocking();
        int n = kernel.sendfile(out, file, offset, count);
        return n >= 0 || n == -Errno.EINVAL || n == -Errno.ENOSYS ? n : notNow(n);
    }

    /** Moves bytes of the client into a pipe; returns what splice(2) does, or the negated errno. */
    int spliceInto(int pipe, long count) {
        setNonBlocking();
        return kernel.splice(in, pipe, (int) Math.min(count, 1 << 20), Linux.SPLICE_F_NONBLOCK);
    }

    /**
     * Whether small pieces go out at once, as a program that prints them one by one wants it. For a large response they
     * must not: with TCP_NODELAY, a spliced one costs the kernel half as much time again.
     */
    void setNoDelay(boolean on) {
        if (noDelay != on && outIsSocket) {
            noDelay = on;
            // a Unix socket refuses, and needs it not
            kernel.setsockopt(out, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, new int[] {on ? 1 : 0});
        }
    }

    /** How many seconds the client's system may leave data without an answer until the connection ends: tcp(7). */
    void setPatience(int seconds) {
        // what is no TCP socket refuses: there the other end's going is known at once
        int millis = (int) Math.min(seconds * 1000L, Integer.MAX_VALUE);
        kernel.setsockopt(out, Linux.IPPROTO_TCP, Linux.TCP_USER_TIMEOUT, new int[] {millis});
    }

    private void setNonBlocking() {
        if (!nonBlocking) {
            nonBlocking = true;
            int flags = kernel.fcntl(out, Linux.F_GETFL, 0);
            kernel.fcntl(out, Linux.F_SETFL, flags | Linux.O_NONBLOCK);
            if (in != out) {
                kernel.fcntl(in, Linux.F_SETFL, kernel.fcntl(in, Linux.F_GETFL, 0) | Linux.O_NONBLOCK);
            }
        }
    }

    /** Makes the descriptors as they were, for whoever has them besides us or after us. */
    void restore() {
        if (nonBlocking) {
            nonBlocking = false;
            kernel.fcntl(out, Linux.F_SETFL, kernel.fcntl(out, Linux.F_GETFL, 0) & ~Linux.O_NONBLOCK);
            kernel.fcntl(in, Linux.F_SETFL, kernel.fcntl(in, Linux.F_GETFL, 0) & ~Linux.O_NONBLOCK);
        }
    }

    /** Tells the client that nothing more will come. */
    void shutDown() {
        kernel.shutdown(out, Linux.SHUT_WR);
    }

    /** Makes the end of the connection a reset: the only way to say that an answer without framing was cut off. */
    void resetAtEnd() {
        kernel.setsockopt(out, Linux.SOL_SOCKET, SO_LINGER, new int[] {1, 0});
    }
}
