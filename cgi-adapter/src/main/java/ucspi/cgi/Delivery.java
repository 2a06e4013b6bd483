package ucspi.cgi;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;

/**
 * A response that the adapter sends by itself: a head, bytes, and parts of a file. What is small goes out with the head
 * in one send(2); what is large is never in memory, sendfile(2) moves it.
 */
final class Delivery {
    /** As much as one system call moves before others have their turn. */
    private static final int MOST_AT_ONCE = 1 << 20;

    /** Up to this, copying is quicker than sendfile(2): with the head it is one send(2). */
    private static final int MOST_COPIED = 32 * 1024;

    /** From here on small segments are to be avoided, which TCP_NODELAY makes; switching it costs two calls, too. */
    private static final int BULK_FROM = 256 * 1024;

    /**
     * A part of the body.
     *
     * @param bytes what it is; null for a part of the file
     */
    private record Part(byte[] bytes, long offset, long length) {}

    private final Kernel kernel;
    private final Wire head = new Wire(512);
    private final List<Part> parts = new ArrayList<>();
    private int file;
    private int status;
    private byte[] reason;
    private Front front;
    private long announced;
    private boolean ended;
    private Client client;
    private RequestLog log;
    private byte[] buffer;
    private int part;
    private long done;
    private boolean copies;
    private boolean awake;
    private boolean over;
    private boolean whole = true;

    /**
     * @param file a descriptor that this owns from now on; -1 for none
     */
    Delivery(Kernel kernel, int file) {
        this.kernel = kernel;
        this.file = file;
    }

    /**
     * Begins the head with a status; the maker adds fields, but neither Connection nor the empty line.
     *
     * @param phrase the reason phrase; empty for the usual one
     */
    Wire head(int code, byte[] phrase) {
        status = code;
        reason = phrase;
        return head;
    }

    /** The head, to add fields to. */
    Wire head() {
        return head;
    }

    void add(byte[] bytes) {
        parts.add(new Part(bytes, 0, bytes.length));
    }

    void addFile(long offset, long length) {
        parts.add(new Part(null, offset, length));
    }

    /** How long the body is. */
    long length() {
        long length = 0;
        for (Part one : parts) {
            length += one.length;
        }
        return length;
    }

    /** Leaves the body out: the request is HEAD. */
    void dropBody() {
        parts.clear();
    }

    /**
     * Begins to send.
     *
     * @param log who is told what is sent
     * @param minor the minor version of the request
     * @param keepAlive whether the connection goes on behind it
     * @param sent how many bytes of its beginning have been sent already
     * @param buffer free until it is over
     */
    void begin(Client to, Front front, RequestLog log, int minor, boolean keepAlive, int sent, byte[] buffer) {
        this.client = to;
        this.front = front;
        this.buffer = buffer;
        this.log = log;
        awake = true;
        log.answered(status);
        client.setNoDelay(length() < BULK_FROM);
        front.writeOwnHead(client.pending(), status, reason, head, minor, keepAlive);
        client.skip(sent);
    }

    boolean isAwake() {
        return awake;
    }

    void wake() {
        awake = !over;
    }

    boolean isOver() {
        return over;
    }

    /** Whether the client got all that the head promised. */
    boolean isWhole() {
        return whole;
    }

    /** Takes one step. */
    void step() {
        boolean more = part < parts.size();
        if (more && isSmall(parts.get(part)) && client.pending().length() < MOST_COPIED) {
            addSmall(parts.get(part));
        } else if (!more && !ended) {
            ended = true;
            front.writeEnd(client.pending(), ResponseFraming.LENGTH, 0);
        } else if (!client.flush(more)) {
            awake = false;
        } else if (!more || client.isGone()) {
            end();
        } else if (announced == 0 && !isSmall(parts.get(part))) {
            announced = front.announceBody(client.pending(), parts.get(part).length - done);
        } else if (!isSmall(parts.get(part))) {
            send(parts.get(part));
        }
    }

    private boolean isSmall(Part one) {
        return one.bytes != null || one.length <= MOST_COPIED;
    }

    private void addSmall(Part one) {
        part++;
        if (one.bytes != null) {
            front.writeBody(client.pending(), one.bytes, 0, one.bytes.length);
            log.sent(one.length);
            return;
        }
        int length = (int) one.length;
        int got = 0;
        int n = 1;
        while (got < length && n > 0) {
            n = read(one.offset + got, Math.min(length - got, buffer.length));
            if (n > 0) {
                front.writeBody(client.pending(), buffer, 0, n);
                got += n;
            }
        }
        log.sent(got);
        if (got < length) {
            client.flush(false);
            cut();
        }
    }

    private int read(long offset, int length) {
        int total = 0;
        while (total < length) {
            int n = kernel.pread(file, buffer, total, length - total, offset + total);
            if (n == 0 || (n < 0 && n != -Errno.EINTR)) {
                break;
            }
            total += Math.max(n, 0);
        }
        return total;
    }

    private void send(Part one) {
        long offset = one.offset + done;
        int most = (int) Math.min(announced, MOST_AT_ONCE);
        int n = copies ? copy(offset, Math.min(most, buffer.length)) : client.sendFile(file, offset, most);
        if (n == -Errno.EINVAL || n == -Errno.ENOSYS) {
            // sendfile(2) does not know every pair of descriptors
            copies = true;
        } else if (n == Client.WOULD_BLOCK) {
            awake = client.isGone();
        } else if (n <= 0) {
            cut();
        } else {
            done += n;
            announced -= n;
            log.sent(n);
            if (done == one.length) {
                part++;
                done = 0;
            } else {
                awake = copies;
            }
        }
    }

    private int copy(long offset, int length) {
        int n = read(offset, length);
        client.send(buffer, 0, n);
        return n;
    }

    /** The file has become shorter than it was: the client must see that something is missing. */
    private void cut() {
        whole = false;
        end();
    }

    private void end() {
        // the last piece need not wait until those before it are acknowledged
        client.setNoDelay(true);
        over = true;
        awake = false;
    }

    /** Closes the file. */
    void close() {
        if (file >= 0) {
            kernel.close(file);
            file = -1;
        }
    }
}
