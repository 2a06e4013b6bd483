package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;

/**
 * Finds out whether a client that has ended its sending side still reads.
 *
 * <p>TCP does not tell a client that shut down its sending side from one that closed its socket; only data does, which
 * the latter answers with a reset. So while the program is silent, bytes are sent that mean nothing, see {@link
 * Answer#probe}, at first soon and then ever less often. Where a response leaves no room for such bytes, a silence of
 * some seconds counts as the client's end.
 */
final class Probing {
    private static final int FIRST_MILLIS = 200;
    private static final int UNPROBED_MILLIS = 2000;

    private final EventLoop loop;
    private final Client client;
    private final Exchange exchange;
    private final Runnable changed;
    private final Timer timer = new Timer(this::probe);
    private boolean on;
    private int millis;

    /**
     * @param changed called when the client may have been found gone
     */
    Probing(EventLoop loop, Client client, Exchange exchange, Runnable changed) {
        this.loop = loop;
        this.client = client;
        this.exchange = exchange;
        this.changed = changed;
    }

    /** Whether the client has ended its sending side. */
    boolean isOn() {
        return on;
    }

    /** The client has ended its sending side. */
    void begin() {
        on = true;
        resume();
    }

    /** Another exchange has begun. */
    void resume() {
        if (on) {
            millis = FIRST_MILLIS;
            loop.timers().set(timer, loop.now() + millis);
        }
    }

    /** The exchange is over. */
    void pause() {
        loop.timers().cancel(timer);
    }

    private void probe() {
        Answer answer = exchange.answer();
        boolean sent = answer != null && exchange.hasWholeRequest() && answer.probe();
        boolean isSilent = exchange.waitsFor() == Wait.PROGRAM && millis >= UNPROBED_MILLIS;
        if (!sent && answer != null && answer.isOpen() && isSilent) {
            client.setGone();
        }
        millis *= 2;
        loop.timers().set(timer, loop.now() + millis);
        changed.run();
    }
}
