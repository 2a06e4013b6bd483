package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * One client of {@link StatsSocket}; the object serves one after the other.
 *
 * <pre>
 *   FREE --- accepted ---> LISTENING --- the head's end, silence, ---> ANSWERING --- all written ---> FREE
 *                              |         or not HTTP at all                |
 *                              +-------- error, deadline, a head ----------+------------------------> FREE
 *                                        that is too long
 * </pre>
 *
 * <p>Who says nothing gets the text alone. Who begins with a method and a blank speaks HTTP, and gets a response.
 */
final class StatsClient implements EventLoop.Handler {
    /** How long a client may think about whether it wants to say something first, in milliseconds. */
    private static final int SILENCE_MILLIS = 100;

    /** How long all of it may take. */
    private static final int DEADLINE_MILLIS = 5000;

    private static final int LONGEST_HEAD = 16_384;
    private static final String TYPE = "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n\r\n";
    private static final String FINE = "HTTP/1.0 200 OK\r\n" + TYPE;
    private static final String NOT_ALLOWED = "HTTP/1.0 405 Method Not Allowed\r\nAllow: GET, HEAD\r\n\r\n";

    private final Kernel kernel;
    private final EventLoop loop;
    private final StatsSocket.Source source;
    private final Runnable whenFree;
    private final Timer silence = new Timer(this::silent);
    private final Timer deadline = new Timer(this::close);
    private final byte[] input = new byte[512];
    private StatsText text;
    private int fd = -1;
    private boolean answering;
    private int sent;

    /** What there is of the head: how many bytes, its first ones, and how many newlines in a row end it. */
    private int headLength;

    private final byte[] method = new byte[8];
    private int newlines;

    /**
     * @param whenFree called when another one may be served
     */
    StatsClient(Kernel kernel, EventLoop loop, StatsSocket.Source source, Runnable whenFree) {
        this.kernel = kernel;
        this.loop = loop;
        this.source = source;
        this.whenFree = whenFree;
    }

    boolean isFree() {
        return fd < 0;
    }

    /**
     * Serves the client of a connection.
     *
     * @param connection non-blocking; closed when the client is done
     */
    void serve(int connection) {
        fd = connection;
        answering = false;
        sent = 0;
        headLength = 0;
        newlines = 0;
        if (loop.add(fd, Linux.EPOLLIN, this) < 0) {
            close();
            return;
        }
        loop.timers().set(silence, loop.now() + SILENCE_MILLIS);
        loop.timers().set(deadline, loop.now() + DEADLINE_MILLIS);
    }

    @Override
    public void ready(int events) {
        if (fd >= 0 && answering) {
            write();
        } else if (fd >= 0) {
            read();
        }
    }

    @Override
    public void failed(RuntimeException failure) {
        close();
    }

    private void read() {
        int count = kernel.recv(fd, input, 0, input.length, Linux.MSG_DONTWAIT);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return;
        }
        if (count < 0) {
            close();
            return;
        }
        for (int i = 0; i < count && newlines < 2; i++) {
            take(input[i]);
        }
        if (count == 0 || newlines == 2 || !mayBeHttp()) {
            answer();
        } else if (headLength > LONGEST_HEAD) {
            close();
        }
    }

    private void take(byte b) {
        if (headLength < method.length) {
            method[headLength] = b;
        }
        headLength++;
        if (b == '\n') {
            newlines++;
        } else if (b != '\r') {
            newlines = 0;
        }
    }

    /** Whether what came so far begins, or may still come to begin, with a method and a blank. */
    private boolean mayBeHttp() {
        int at = 0;
        int known = Math.min(headLength, method.length);
        while (at < known && method[at] >= 'A' && method[at] <= 'Z') {
            at++;
        }
        return at == known ? known < method.length : at > 0 && method[at] == ' ';
    }

    private boolean begins(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (i >= headLength || method[i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void silent() {
        if (headLength == 0) {
            answer();
        }
    }

    private void answer() {
        answering = true;
        loop.timers().cancel(silence);
        if (text == null) {
            text = new StatsText();
        }
        text.clear();
        boolean isHead = begins("HEAD ");
        boolean isHttp = headLength > 0 && mayBeHttp();
        if (isHttp && !isHead && !begins("GET ")) {
            text.add(NOT_ALLOWED);
        } else {
            text.add(isHttp ? FINE : "");
            if (!isHead) {
                source.write(text);
            }
        }
        loop.change(fd, Linux.EPOLLOUT);
        write();
    }

    private void write() {
        int flags = Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL;
        int count = kernel.send(fd, text.bytes(), sent, text.length() - sent, flags);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return;
        }
        sent += count;
        if (count < 0 || sent == text.length()) {
            close();
        }
    }

    /** Lets go of the client, if there is one. */
    void close() {
        if (fd < 0) {
            return;
        }
        loop.timers().cancel(silence);
        loop.timers().cancel(deadline);
        loop.remove(fd);
        kernel.close(fd);
        fd = -1;
        whenFree.run();
    }
}
