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

    private static final int NOTHING = -1;

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
    private Wait waitsFor;
    private int programEvents;
    private long slotDeadline;

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

    /** Whether an event says something of what the client sends, or of its going. */
    boolean isInput(Watch watch, int events) {
        return watch == in && (!client.isOneDescriptor() || (events & ~Linux.EPOLLOUT) != 0);
    }

    /** Whether an event says that the client has room. */
    boolean isOutput(Watch watch, int events) {
        boolean isAsked = client.isOneDescriptor() && watch == in;
        return watch == out || (isAsked && (events & (Linux.EPOLLOUT | Linux.EPOLLERR | Linux.EPOLLHUP)) != 0);
    }

    void forInput() {
        child = null;
        watch(Linux.EPOLLIN, client.hasPending());
    }

    void forOutput() {
        watch(NOTHING, true);
    }

    void forNothing() {
        in.stop();
        out.stop();
    }

    /** Has the client's descriptors watched: one of them may be both. */
    private void watch(int input, boolean output) {
        if (client.isOneDescriptor()) {
            in.want(client.in(), (input == NOTHING ? 0 : input) | (output ? Linux.EPOLLOUT : 0));
            return;
        }
        if (input == NOTHING) {
            in.stop();
        } else {
            in.want(client.in(), input);
        }
        if (output) {
            out.want(client.out(), Linux.EPOLLOUT);
        } else {
            out.stop();
        }
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
            wanted |= probing.isOn() ? 0 : Linux.EPOLLRDHUP;
        } else {
            wanted = wanted == 0 ? NOTHING : wanted;
        }
        watch(wanted, exchange.waitsFor() == Wait.CLIENT_OUTPUT || client.hasPending());
        setExchangeDeadline();
    }

    private void setExchangeDeadline() {
        Wait before = waitsFor;
        waitsFor = exchange.waitsFor();
        if (waitsFor != Wait.SLOT) {
            slotDeadline = 0;
        }
        switch (waitsFor) {
            case DEPLOY -> loop.timers().set(deadline, loop.now() + DEPLOY_MILLIS);
            case SLOT -> {
                slotDeadline = slotDeadline == 0 ? loop.now() + limits.queue() * 1000L : slotDeadline;
                loop.timers().set(deadline, slotDeadline);
            }
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
