package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;

/** Reads request heads from the client, one after the other, each within its time. */
final class Intake {
    /** What came of reading. */
    enum Outcome {
        /** A request: {@link #request}. */
        REQUEST,
        /** Not enough yet. */
        INCOMPLETE,
        /** The client has ended between requests, or is gone. */
        END
    }

    private final EventLoop loop;
    private final Client client;
    private final InputBuffer input;
    private final Limits limits;
    private final Timer deadline;
    private final Front front;
    private boolean begun;

    /**
     * @param deadline set to when the head must be complete, or must have begun
     */
    Intake(EventLoop loop, Client client, Front front, InputBuffer input, Limits limits, Timer deadline) {
        this.loop = loop;
        this.client = client;
        this.front = front;
        this.input = input;
        this.limits = limits;
        this.deadline = deadline;
    }

    /**
     * Makes ready for a request.
     *
     * @param isFirst whether it is the first of the connection, which has to come at once
     */
    void expect(boolean isFirst) {
        front.next();
        begun = isFirst;
        setDeadline(isFirst ? limits.head() : limits.keepAlive());
    }

    /**
     * Reads what there is.
     *
     * @throws BadRequest if it is no request, or ends within one
     */
    Outcome read() {
        while (front.request() == null && !front.isOver()) {
            if (input.isEmpty()) {
                int n = input.fill(client, Long.MAX_VALUE);
                if (n <= 0) {
                    return n == 0 ? end() : client.isGone() ? Outcome.END : Outcome.INCOMPLETE;
                }
            }
            if (!begun) {
                begun = true;
                setDeadline(limits.head());
            }
            input.take(front.feed(input.bytes(), input.start(), input.end()));
        }
        return front.isOver() ? Outcome.END : Outcome.REQUEST;
    }

    private Outcome end() {
        if (front.hasBegun()) {
            throw new BadRequest(400, "the request is cut off");
        }
        return Outcome.END;
    }

    private void setDeadline(int seconds) {
        loop.timers().set(deadline, loop.now() + seconds * 1000L);
    }

    Request request() {
        return front.request();
    }

    /** Whether a part of a request has come. */
    boolean hasBegun() {
        return front.hasBegun();
    }
}
