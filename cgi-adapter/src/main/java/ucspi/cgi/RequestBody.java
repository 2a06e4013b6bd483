package ucspi.cgi;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Moves a request's body from the client to the program; what the program does not want is read all the same, for a
 * client that is not let finish may not look at the answer.
 *
 * <p>It is awake while it can go on, and {@link #step} takes one step at a time.
 */
final class RequestBody {
    private static final int SPLICE_FROM = 16 * 1024;

    private final Kernel kernel;
    private final Client client;
    private final InputBuffer input;
    private Child child;
    private final BodyDecoder decoder;
    private final long most;
    private long remaining;
    private long total;
    private byte[] held;
    private int heldFrom;
    private int heldTo;
    private boolean awake = true;
    private boolean complete;
    private boolean truncated;
    private boolean waitsForProgram;
    private boolean splices;

    private RequestBody(
            Kernel kernel, Client client, InputBuffer input, Child child, BodyDecoder decoder, long length, long most) {
        this.kernel = kernel;
        this.client = client;
        this.input = input;
        this.child = child;
        this.decoder = decoder;
        this.remaining = length;
        this.most = most;
        this.splices = decoder == null;
    }

    /** A body of so many bytes, 0 for none, that come from the client. */
    static RequestBody ofLength(Kernel kernel, Client client, InputBuffer input, Child child, long length) {
        return new RequestBody(kernel, client, input, child, null, length, Long.MAX_VALUE);
    }

    /** A body that comes from the client in a coding, of no more than so many bytes. */
    static RequestBody ofChunks(
            Kernel kernel, Client client, InputBuffer input, Child child, BodyDecoder decoder, long most) {
        return new RequestBody(kernel, client, input, child, decoder, 0, most);
    }

    /** A body that has come already. */
    static RequestBody ofBytes(Kernel kernel, Client client, InputBuffer input, Child child, byte[] bytes, int length) {
        RequestBody body = new RequestBody(kernel, client, input, child, null, 0, Long.MAX_VALUE);
        body.held = bytes;
        body.heldTo = length;
        return body;
    }

    /** The program gets no more of it; the rest is only read. */
    void detach(Child next) {
        heldFrom = heldTo;
        child = next;
    }

    boolean isAwake() {
        return awake;
    }

    void wake() {
        awake = !complete;
    }

    /** Whether all of it has come from the client, and gone to the program if that wanted it. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the client ended before the body did. */
    boolean isTruncated() {
        return truncated;
    }

    /** Whether it can go on only when the client sends. */
    boolean waitsForClient() {
        return !awake && !complete && !waitsForProgram;
    }

    /** Whether it can go on only when the program reads. */
    boolean waitsForProgram() {
        return !awake && waitsForProgram;
    }

    /**
     * Takes one step.
     *
     * @throws BadRequest if the chunked coding is broken or the body is too large
     */
    void step() {
        waitsForProgram = false;
        if (heldFrom < heldTo) {
            pass();
        } else if (decoder == null ? remaining == 0 : decoder.isAtEnd()) {
            complete = true;
            awake = false;
            child.closeStdin();
        } else if (decoder != null) {
            decode();
        } else if (!input.isEmpty()) {
            int count = (int) Math.min(input.length(), remaining);
            hold(count);
            input.take(count);
            remaining -= count;
        } else if (splices && remaining >= SPLICE_FROM && child.stdin() >= 0 && client.readsSocket()) {
            splice();
        } else {
            receive(remaining);
        }
    }

    private void hold(int count) {
        held = input.bytes();
        heldFrom = input.start();
        heldTo = heldFrom + count;
    }

    private void pass() {
        if (child.stdin() < 0) {
            heldFrom = heldTo;
            return;
        }
        int n = kernel.write(child.stdin(), held, heldFrom, heldTo - heldFrom);
        if (n == -Errno.EAGAIN) {
            waitForProgram();
        } else if (n < 0 && n != -Errno.EINTR) {
            // EPIPE: the program has closed its standard input
            child.closeStdin();
        } else {
            heldFrom += Math.max(n, 0);
        }
    }

    private void decode() {
        if (input.isEmpty()) {
            receive(Long.MAX_VALUE);
            return;
        }
        int count = decoder.decode(input.bytes(), input.start(), input.end());
        hold(decoder.produced());
        input.take(count);
        total += decoder.produced();
        if (total > most) {
            throw new BadRequest(413, "the request body is too large");
        }
    }

    private void receive(long wanted) {
        received(input.fill(client, wanted));
    }

    private void received(int n) {
        if (n <= 0) {
            awake = false;
            truncated = n == 0;
        }
    }

    private void splice() {
        int n = client.spliceInto(child.stdin(), remaining);
        if (n >= 0) {
            remaining -= n;
            received(n);
        } else if (n == -Errno.EPIPE) {
            child.closeStdin();
        } else if (n == -Errno.EAGAIN && kernel.poll(client.in(), Linux.EPOLLIN, 0) == 0) {
            awake = false;
        } else if (n == -Errno.EAGAIN) {
            waitForProgram();
        } else {
            // whatever cannot be spliced can be read
            splices = false;
        }
    }

    private void waitForProgram() {
        waitsForProgram = true;
        awake = false;
    }
}
