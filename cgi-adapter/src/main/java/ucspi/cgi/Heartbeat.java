package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;

/** Sends comments into event streams that are silent: proxies keep them open then, and a client that is gone shows. */
final class Heartbeat {
    private final EventLoop loop;
    private final Client client;
    private final Exchange exchange;
    private final Limits limits;
    private final long millis;
    private final Runnable changed;
    private final Timer timer = new Timer(this::beat);
    private Answer answer;
    private long seen;

    /**
     * @param changed called when the client may have been found gone
     */
    Heartbeat(EventLoop loop, Client client, Exchange exchange, Limits limits, Runnable changed) {
        this.loop = loop;
        this.client = client;
        this.exchange = exchange;
        this.limits = limits;
        this.millis = limits.heartbeat() * 1000L;
        this.changed = changed;
    }

    /** The exchange has gone on, or another one has begun. */
    void follow() {
        Answer present = exchange.answer();
        if (present == null || !present.hasEvents()) {
            stop();
        } else if (present != answer) {
            begin(present);
        } else if (present.taken() != seen) {
            expect();
        }
    }

    // a machine that has vanished acknowledges nothing, and the kernel would send it comments for a quarter of an hour
    private void begin(Answer next) {
        answer = next;
        client.setPatience(limits.body());
        expect();
    }

    private void expect() {
        seen = answer.taken();
        loop.timers().set(timer, loop.now() + millis);
    }

    /** The exchange is over. */
    void stop() {
        if (answer != null) {
            loop.timers().cancel(timer);
            answer = null;
        }
    }

    private void beat() {
        answer.beat();
        expect();
        changed.run();
    }
}
