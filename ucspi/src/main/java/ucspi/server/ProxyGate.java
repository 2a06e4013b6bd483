package ucspi.server;

import java.util.ArrayList;
import java.util.List;
import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.proxy.ProxyHeader;
import ucspi.proxy.TrustedSources;

/**
 * Keeps connections of trusted proxies until their PROXY header is there, and refuses the headers of everybody else.
 *
 * <pre>
 *   accepted -- from nobody that is trusted ---> admitted as what it is, if it has not sent a header by now
 *      | from a trusted proxy
 *      v
 *   WAITING --- the header is complete --------> admitted as whose connection the header says it is
 *      |
 *      +------- no header, the end, too late --> refused
 * </pre>
 *
 * <p>The bytes are only looked at until the header is complete, and then exactly the header is read: what follows is
 * the program's. So nothing needs to be kept of a waiting connection but its descriptor.
 */
final class ProxyGate {
    private static final int PEEK = Linux.MSG_PEEK | Linux.MSG_DONTWAIT;
    private static final int ENDED = Linux.EPOLLRDHUP | Linux.EPOLLHUP | Linux.EPOLLERR;

    /** Edge-triggered: what was looked at already is still there to be read, and must not wake us again. */
    private static final int MORE = Linux.EPOLLIN | Linux.EPOLLRDHUP | Linux.EPOLLET;

    /** What becomes of connections. */
    interface Outcome {
        /** Takes over a connection, whose facts the transport has. */
        void admit(int connection);

        /** A connection gets no process; it is closed already. */
        void refuse(Refusal reason, String what, int errno);

        /** There is one connection less. */
        void slotIsFree();
    }

    private final Kernel kernel;
    private final EventLoop loop;
    private final Transport transport;
    private final Outcome outcome;
    private final TrustedSources trusted;
    private final long patienceMillis;
    private final ProxyHeader header = new ProxyHeader();
    private final byte[] input;
    private final List<Expected> all = new ArrayList<>();
    private final List<Expected> free = new ArrayList<>();

    /**
     * @param trusted the proxies, or null for none, which lets every connection pass
     * @param patienceMillis how long a header may take
     */
    ProxyGate(
            Kernel kernel,
            EventLoop loop,
            Transport transport,
            Outcome outcome,
            TrustedSources trusted,
            long patienceMillis) {
        this.kernel = kernel;
        this.loop = loop;
        this.transport = transport;
        this.outcome = outcome;
        this.trusted = trusted;
        this.patienceMillis = patienceMillis;
        this.input = new byte[trusted == null ? 0 : ProxyHeader.MOST_BYTES];
    }

    /** How many connections wait for their header. */
    int count() {
        return all.size() - free.size();
    }

    /**
     * Whether the connection that the transport accepted last goes on at once. If not, it belongs to this object now:
     * it will be admitted later, or is refused.
     *
     * @param listener where it was accepted
     */
    boolean passes(int connection, int listener) {
        if (trusted == null) {
            return true;
        }
        if (!transport.isFrom(trusted)) {
            return passesUntrusted(connection);
        }
        int answer = examine(connection, false);
        if (answer == ProxyHeader.INCOMPLETE) {
            answer = hold(connection, listener, loop.now() + patienceMillis);
            if (answer >= 0) {
                return false;
            }
        }
        return answer > 0 ? isKnown(connection, listener) : refuse(connection, answer);
    }

    /** Whoever sends a header later than this sends it to the program, and has deceived nobody. */
    private boolean passesUntrusted(int connection) {
        int seen = kernel.recv(connection, input, 0, ProxyHeader.SIGNATURE_BYTES, PEEK);
        if (seen <= 0 || !ProxyHeader.begins(input, seen, true)) {
            return true;
        }
        kernel.close(connection);
        outcome.refuse(Refusal.PROXY_UNTRUSTED, "believe PROXY header", Errno.EPERM);
        return false;
    }

    private boolean isKnown(int connection, int listener) {
        int answer = transport.revisit(connection, listener, header);
        return answer >= 0 || refuse(connection, answer);
    }

    private boolean refuse(int connection, int answer) {
        kernel.close(connection);
        Refusal reason = answer == -Errno.ETIMEDOUT ? Refusal.PROXY_TIMEOUT : Refusal.PROXY_HEADER;
        outcome.refuse(reason, "read PROXY header", -answer);
        return false;
    }

    /**
     * Looks for the header, and reads it if it is complete.
     *
     * @param ended whether nothing more will come
     * @return a number above 0, {@link ProxyHeader#INCOMPLETE}, or a negated errno
     */
    private int examine(int connection, boolean ended) {
        int seen = kernel.recv(connection, input, 0, input.length, PEEK);
        if (seen == -Errno.EAGAIN) {
            return ProxyHeader.INCOMPLETE;
        }
        if (seen <= 0) {
            return seen < 0 ? seen : -Errno.ECONNRESET;
        }
        int length = header.parse(input, seen);
        if (length == ProxyHeader.INVALID) {
            return -Errno.EPROTO;
        }
        if (length == ProxyHeader.INCOMPLETE) {
            int events = kernel.poll(connection, Linux.EPOLLRDHUP, 0);
            boolean end = events > 0 && (events & ENDED) != 0;
            if (ended) {
                return -Errno.ECONNRESET;
            }
            // The rest may have come between the look and the end: so it takes another look.
            return end ? examine(connection, true) : ProxyHeader.INCOMPLETE;
        }
        return consume(connection, length);
    }

    private int consume(int connection, int length) {
        int left = length;
        int n = 1;
        while (left > 0 && n > 0) {
            n = kernel.recv(connection, input, 0, left, Linux.MSG_DONTWAIT);
            left -= n;
        }
        return n > 0 ? length : -Errno.EPROTO;
    }

    /** Takes over what the program before us was waiting for. */
    void adopt(Handover handover) {
        for (long[] connection : handover.gated()) {
            int fd = (int) connection[0];
            kernel.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
            boolean held = trusted != null && hold(fd, (int) connection[1], connection[2]) >= 0;
            if (!held) {
                kernel.close(fd);
            }
        }
    }

    /** The waiting connections: descriptor, listener, deadline. */
    List<long[]> waiting() {
        List<long[]> waiting = new ArrayList<>();
        for (Expected each : all) {
            if (each.connection >= 0) {
                waiting.add(new long[] {each.connection, each.listener, each.deadline});
            }
        }
        return waiting;
    }

    private int hold(int connection, int listener, long deadline) {
        Expected expected;
        if (free.isEmpty()) {
            expected = new Expected();
            all.add(expected);
        } else {
            expected = free.remove(free.size() - 1);
        }
        int answer = loop.add(connection, MORE, expected);
        if (answer < 0) {
            free.add(expected);
            return answer;
        }
        expected.connection = connection;
        expected.listener = listener;
        expected.deadline = deadline;
        loop.timers().set(expected.timer, deadline);
        return 0;
    }

    /** A connection whose header is not complete; used for one after another. */
    private final class Expected implements EventLoop.Handler {
        private final Timer timer = new Timer(() -> end(-Errno.ETIMEDOUT));
        private int connection = -1;
        private int listener;
        private long deadline;

        @Override
        public void ready(int events) {
            int answer = examine(connection, false);
            if (answer != ProxyHeader.INCOMPLETE) {
                end(answer);
            }
        }

        private void end(int answer) {
            int fd = connection;
            loop.remove(fd);
            loop.timers().cancel(timer);
            connection = -1;
            free.add(this);
            if (answer > 0) {
                if (isKnown(fd, listener)) {
                    outcome.admit(fd);
                }
            } else {
                // The log shall name this connection, and not the one that was accepted last.
                header.forget();
                transport.revisit(fd, listener, header);
                refuse(fd, answer);
            }
            outcome.slotIsFree();
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }
    }
}
