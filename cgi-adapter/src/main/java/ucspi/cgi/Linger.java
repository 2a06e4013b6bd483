package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;

/**
 * Reads and drops what a client still sends behind the last answer, within limits: closing a socket with unread data
 * would reset the connection, and the client might lose the answer (RFC 9112 section 9.6).
 */
final class Linger {
    /** How long a client that does not close is listened to: silent, and in all. */
    private static final int SILENT_MILLIS = 5000;

    private static final int LONGEST_MILLIS = 30_000;

    /** Reads before others have their turn; the event loop comes back while there is more. */
    private static final int MOST_READS = 16;

    private final EventLoop loop;
    private final Client client;
    private final InputBuffer input;
    private final Timer deadline;
    private long end;

    /**
     * @param deadline set to when the client has been listened to for long enough
     */
    Linger(EventLoop loop, Client client, InputBuffer input, Timer deadline) {
        this.loop = loop;
        this.client = client;
        this.input = input;
        this.deadline = deadline;
    }

    /** Ends our sending side, so that the client sees the end of the answer. */
    void begin() {
        client.shutDown();
        end = loop.now() + LONGEST_MILLIS;
    }

    /** Reads some of what there is; returns whether the connection can be closed. */
    boolean isDone() {
        int n = input.fill(client, Long.MAX_VALUE);
        for (int i = 0; i < MOST_READS && n > 0 && loop.now() < end; i++) {
            n = input.fill(client, Long.MAX_VALUE);
        }
        loop.timers().set(deadline, Math.min(loop.now() + SILENT_MILLIS, end));
        return n == 0 || client.isGone() || loop.now() >= end;
    }
}
