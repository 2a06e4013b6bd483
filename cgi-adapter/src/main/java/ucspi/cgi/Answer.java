package ucspi.cgi;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Moves a program's output to the client: turns its head into a response's, frames its body, and passes both on as they
 * come.
 *
 * <pre>
 *   HEAD --(interim head)--> HEAD
 *     |---- head of a response with a body --------------------------> BODY --all that was promised--> DISCARD
 *     \---- head of one without, or of a local redirect -------------> DISCARD
 * </pre>
 *
 * <p>Small output is copied, so that head, frame and data are one send(2). When the pipe holds much, it is spliced: for
 * the chunked coding by asking how much there is, promising exactly that, and moving exactly that.
 */
final class Answer {
    /** Leading zeros of one chunk size that may be sent as probes; any decoder takes that many. */
    private static final int MOST_ZEROS = 8;

    /** Room before data for a chunk's size, and behind it for its end. */
    private static final int FRAME = 8;

    /** A comment of an event stream; its second byte alone would end an event that has begun. */
    private static final byte[] COMMENT = {':', '\n', '\n'};

    private static final int BULK_FROM = Buffers.SIZE;
    private static final int BULK_PIPE = 1024 * 1024;

    private enum Phase {
        HEAD,
        BODY,
        DISCARD
    }

    private final Kernel kernel;
    private final Client client;
    private final Front front;
    private final RequestLog requests;
    private final Child child;
    private final AnswerHead head;
    private final byte[] buffer;
    private final boolean beats;
    private Phase phase = Phase.HEAD;
    private boolean hasLength;
    private long remaining;
    private EventLines events;
    private long taken;
    private int zerosSent;
    private int spliceLeft;
    private boolean bulk;
    private boolean widened;
    private boolean awake;
    private boolean atEnd;

    /**
     * @param buffer of {@link Buffers#SIZE}, the response's own until it is complete
     * @param beats whether streams of events may get comments
     */
    Answer(
            Kernel kernel,
            Client client,
            Front front,
            RequestLog requests,
            Child child,
            AnswerHead head,
            byte[] buffer,
            boolean beats) {
        this.kernel = kernel;
        this.front = front;
        this.requests = requests;
        this.client = client;
        this.child = child;
        this.head = head;
        this.buffer = buffer;
        this.beats = beats;
    }

    /** What its head says, and where that leads. */
    AnswerHead head() {
        return head;
    }

    boolean isAwake() {
        return awake;
    }

    void wake() {
        awake = true;
    }

    /** Whether the program's output has ended. */
    boolean isAtEnd() {
        return atEnd;
    }

    /** Whether bytes wait that only the client can make room for. */
    boolean waitsForClient() {
        return !awake && (client.hasPending() || spliceLeft > 0);
    }

    /**
     * Takes one step.
     *
     * @throws BadResponse if the program's head is none
     */
    void step() {
        if (!client.flush(spliceLeft > 0)) {
            awake = false;
        } else if (spliceLeft > 0) {
            splice();
        } else if (atEnd) {
            awake = false;
        } else {
            receive();
        }
    }

    /** The program's output is taken to have ended. */
    void endOutput() {
        atEnd = true;
        child.closeStdout();
    }

    private void receive() {
        if (bulk && mayBeSpliced()) {
            int count = (int) Math.min(kernel.available(child.stdout()), remaining);
            if (count >= BULK_FROM) {
                promise(count);
                return;
            }
        }
        int most = buffer.length - 2 * FRAME;
        int n = kernel.read(child.stdout(), buffer, FRAME, most);
        bulk = n == most;
        awake = bulk || n == -Errno.EINTR;
        if (head.hasStarted()) {
            client.setNoDelay(!bulk);
        }
        if (n > 0) {
            received(FRAME, FRAME + n);
        } else if (n != -Errno.EAGAIN && n != -Errno.EINTR) {
            atEnd = true;
        }
    }

    private boolean mayBeSpliced() {
        boolean isSeen = events != null || head.framing() == ResponseFraming.RECORDS;
        return phase == Phase.BODY && !isSeen && client.writesSocket();
    }

    private void received(int from, int to) {
        int at = from;
        taken += to - from;
        if (phase == Phase.HEAD) {
            at += head.feed(buffer, from, to);
            begin();
        }
        if (phase == Phase.BODY) {
            int count = (int) Math.min(to - at, remaining);
            remaining -= hasLength ? count : 0;
            if (events != null) {
                events.add(buffer, at, at + count);
            }
            body(at, at + count);
            phase = remaining == 0 ? Phase.DISCARD : Phase.BODY;
        }
        client.flush(false);
    }

    /** Goes on behind the head, if that has come. */
    private void begin() {
        if (!head.isComplete()) {
            return;
        }
        if (head.hasStarted()) {
            client.setNoDelay(!bulk || head.framing() == ResponseFraming.RECORDS);
        }
        hasLength = head.length() >= 0;
        remaining = hasLength ? head.length() : Long.MAX_VALUE;
        phase = remaining > 0 ? Phase.BODY : Phase.DISCARD;
        events = beats && head.hasEvents() ? new EventLines() : null;
    }

    /** The response is the redirect itself, for the client: it leads to what is not ours. */
    void passRedirectOn() {
        head.passRedirectOn();
        begin();
    }

    /** Sends data from the buffer, with a frame around it if the framing is chunked, and behind a head if one waits. */
    private void body(int from, int to) {
        if (from == to) {
            return;
        }
        requests.sent(to - from);
        zerosSent = 0;
        if (head.framing() == ResponseFraming.RECORDS) {
            client.send(buffer, front.frame(buffer, from, to - from), to);
        } else if (head.framing() != ResponseFraming.CHUNKED) {
            client.send(buffer, from, to);
        } else if (client.hasPending()) {
            Wire wire = client.pending();
            wire.addHex(to - from).add("\r\n").add(buffer, from, to).add("\r\n");
        } else {
            client.send(buffer, frame(from, to), to + 2);
        }
    }

    private int frame(int from, int to) {
        buffer[to] = '\r';
        buffer[to + 1] = '\n';
        int at = from;
        buffer[--at] = '\n';
        buffer[--at] = '\r';
        for (int size = to - from; size > 0; size >>= 4) {
            buffer[--at] = (byte) "0123456789abcdef".charAt(size & 15);
        }
        return at;
    }

    private void promise(int count) {
        if (!widened) {
            widened = true;
            // fewer, larger rounds; where the user's pipes have no more room, it stays as it is: pipe(7)
            kernel.fcntl(child.stdout(), Linux.F_SETPIPE_SZ, BULK_PIPE);
        }
        client.setNoDelay(false);
        spliceLeft = count;
        requests.sent(count);
        remaining -= hasLength ? count : 0;
        if (head.framing() == ResponseFraming.CHUNKED) {
            zerosSent = 0;
            client.pending().addHex(count).add("\r\n");
        }
    }

    private void splice() {
        int n = client.splice(child.stdout(), spliceLeft);
        if (n == Client.WOULD_BLOCK) {
            awake = false;
            return;
        }
        spliceLeft -= n;
        if (spliceLeft > 0) {
            return;
        }
        phase = remaining == 0 ? Phase.DISCARD : Phase.BODY;
        if (head.framing() == ResponseFraming.CHUNKED) {
            client.pending().add("\r\n");
        }
        // the end of this chunk and the size of the next are one send(2), if the next is there
        receive();
        client.flush(spliceLeft > 0);
    }

    /**
     * Sends a byte that means nothing, if the response allows it at this point: the first of what every response begins
     * with, or a leading zero of the next chunk's size. A client that has closed its socket, and not just its sending
     * side, answers with a reset.
     *
     * @return whether there was such a byte to send
     */
    boolean probe() {
        if (client.hasPending() || spliceLeft > 0) {
            return false;
        }
        if (phase == Phase.HEAD && head.addOfStart()) {
            client.setNoDelay(true);
        } else if (phase == Phase.BODY && head.framing() == ResponseFraming.CHUNKED && zerosSent < MOST_ZEROS) {
            client.pending().addByte('0');
            zerosSent++;
        } else {
            return false;
        }
        client.flush(false);
        return true;
    }

    /** Whether this is a stream of events that is to get comments. */
    boolean hasEvents() {
        return events != null;
    }

    /** How many bytes the program has printed, as far as they had to be looked at: all of a stream of events. */
    long taken() {
        return taken;
    }

    /**
     * Sends a comment between two lines of a stream of events. In the middle of a line there is no place for one, and
     * none is needed where the client has not taken what came before.
     */
    void beat() {
        if (client.hasPending() || !events.isBetweenLines()) {
            return;
        }
        int length = events.isBetweenEvents() ? COMMENT.length : COMMENT.length - 1;
        System.arraycopy(COMMENT, 0, buffer, FRAME, length);
        client.setNoDelay(true);
        body(FRAME, FRAME + length);
    }

    /** Whether the response, once the program's output has ended, is all that its head promised. */
    boolean isWhole() {
        return !hasLength || remaining == 0;
    }

    /** Whether the client cannot tell the end of the response from that of the connection. */
    boolean endsWithConnection() {
        return head.framing() == ResponseFraming.CLOSE;
    }

    /** Whether a failure of the program is still to be seen from the framing. */
    boolean isOpen() {
        return phase == Phase.BODY;
    }

    /** Ends the response as a whole one. */
    void end() {
        front.writeEnd(client.pending(), head.framing(), child.exitStatus());
        client.flush(false);
    }
}
