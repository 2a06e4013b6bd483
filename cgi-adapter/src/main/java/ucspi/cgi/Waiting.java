package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Linux;

/** What a connection waits for: which events of the client's descriptors, and until when. */
final class Waiting {
    /** How long the program's end may come behind that of its output, or the other way round. */
    private static final int END_MILLIS = 1000;

    /** How soon to look again whether a deploy has ended: its lock cannot be waited for by an event loop. */
    private static final int DEPLOY_MILLIS = 2;

    private final EventLoop loop;
    private final Client client;
    private final Exchange exchange;
    private final Probing probing;
    private final Limits limits;
    private final Timer deadline;
    private final Watch in;
    private final Watch out;
    private Child child;
    private long endDeadline;
    private Exchange.Wait waitsFor;
    private int programEvents;

    /**
     * @param deadline set to when what is waited for is late
     * @param owner who is told what the descriptors are ready for
     */
    Waiting(
            EventLoop loop,
            Client client,
            Exchange exchange,
            Probing probing,
            Limits limits,
            Timer deadline,
            Watch.Owner owner) {
        this.loop = loop;
        this.client = client;
        this.exchange = exchange;
        this.probing = probing;
        this.limits = limits;
        this.deadline = deadline;
        this.in = new Watch(loop, owner);
        this.out = new Watch(loop, owner);
    }

    boolean isInput(Watch watch) {
        return watch == in;
    }

    boolean isOutput(Watch watch) {
        return watch == out;
    }

    void forInput() {
        in.want(client.in(), Linux.EPOLLIN);
        forPending();
    }

    /** For room for what could not be written yet, if there is any. */
    private void forPending() {
        if (client.hasPending()) {
            out.want(client.out(), Linux.EPOLLOUT);
        } else {
            out.stop();
        }
    }

    void forOutput() {
        in.stop();
        out.want(client.out(), Linux.EPOLLOUT);
    }

    void forNothing() {
        in.stop();
        out.stop();
    }

    /** For whatever makes the exchange go on, and for the client's going. */
    void forExchange() {
        if (exchange.child() != child) {
            child = exchange.child();
            endDeadline = 0;
            waitsFor = null;
        }
        exchange.watchProgram();
        int wanted = exchange.listens() ? Linux.EPOLLIN : 0;
        if (client.readsSocket()) {
            in.want(client.in(), wanted | (probing.isOn() ? 0 : Linux.EPOLLRDHUP));
        } else if (wanted != 0) {
            in.want(client.in(), wanted);
        } else {
            in.stop();
        }
        if (exchange.waitsFor() == Exchange.Wait.CLIENT_OUTPUT) {
            out.want(client.out(), Linux.EPOLLOUT);
        } else {
            forPending();
        }
        setExchangeDeadline();
    }

    private void setExchangeDeadline() {
        Exchange.Wait before = waitsFor;
        waitsFor = exchange.waitsFor();
        switch (waitsFor) {
            case DEPLOY -> loop.timers().set(deadline, loop.now() + DEPLOY_MILLIS);
            case CLIENT_INPUT, CLIENT_OUTPUT -> loop.timers().set(deadline, loop.now() + limits.body() * 1000L);
            case END -> {
                endDeadline = endDeadline == 0 ? loop.now() + END_MILLIS : endDeadline;
                loop.timers().set(deadline, endDeadline);
            }
            case PROGRAM -> {
                // only what the program does puts off its deadline: not what we send to see whether the client is there
                if (before != waitsFor || exchange.programEvents() != programEvents) {
                    programEvents = exchange.programEvents();
                    setProgramDeadline();
                }
            }
            default -> throw new IllegalStateException();
        }
    }

    private void setProgramDeadline() {
        if (limits.program() > 0) {
            loop.timers().set(deadline, loop.now() + limits.program() * 1000L);
        } else {
            loop.timers().cancel(deadline);
        }
    }

    /** What is waited for is late so many milliseconds from now. */
    void setDeadline(long millis) {
        waitsFor = null;
        loop.timers().set(deadline, loop.now() + millis);
    }

    void cancelDeadline() {
        waitsFor = null;
        loop.timers().cancel(deadline);
    }
}
