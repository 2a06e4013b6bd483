package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Linux;

/**
 * Serves one connection: one request after the other, and an end that loses nothing and leaves nothing running.
 *
 * <pre>
 *            +------------------------------- keep-alive --------------------------------+
 *            v                                                                           |
 *          HEAD --- request ---> RUNNING --- response is whole, or cut off ---------> FLUSHING
 *            |                      | client gone, timeout, faulty body or output        |
 *            |                      v                                                    |
 *            |                   KILLING --- program and descendants are gone -----------+
 *            |                                                                           |
 *            +-- faulty request, timeout: error answer ----------------------------> FLUSHING
 *            |                                                                           |
 *            +-- end of input --> CLOSED <--- client has ended too <--- LINGERING <------+
 * </pre>
 *
 * <p>There is one deadline, that of the state.
 */
final class Connection implements Watch.Owner {
    private enum State {
        HEAD,
        RUNNING,
        KILLING,
        FLUSHING,
        LINGERING,
        CLOSED
    }

    /** Steps from state to state before others have their turn. */
    private static final int MOST_STEPS = 16;

    private final EventLoop loop;
    private final Client client;
    private final Limits limits;
    private final Departure departure;
    private final Guard guard;
    private final Runnable closed;
    private final InputBuffer input;
    private final Timer deadline = new Timer(this::deadlinePassed);
    private final Intake intake;
    private final Front front;
    private final RequestLog requests;
    private final Exchange exchange;
    private final Serving serving;
    private final Probing probing;
    private final Waiting waiting;
    private final Linger linger;
    private final Heartbeat heartbeat;
    private final Runnable goOn = this::goOn;
    private State state = State.HEAD;
    private int place;
    private boolean isPutOff;
    private boolean isReported;

    /**
     * @param closed called once, when the connection is over and its descriptors may be closed
     */
    Connection(Service service, EventLoop loop, Client client, Gateway gateway, Runnable closed) {
        this.loop = loop;
        this.client = client;
        this.input = new InputBuffer(service.buffers());
        this.limits = service.limits();
        this.departure = service.departure();
        Log log = new Log(service.kernel());
        this.guard = new Guard(log, this::stop, this::closeAtOnce);
        this.closed = closed;
        this.front = service.protocol().front(client.pending());
        this.intake = new Intake(loop, client, front, input, limits, deadline);
        this.requests = new RequestLog(service.kernel(), service.access(), service.view(), gateway);
        this.exchange = new Exchange(service, client, front, input, gateway, requests, this);
        this.probing = new Probing(loop, client, exchange, goOn);
        this.serving = new Serving(service, loop, client, front, requests, exchange, log, goOn);
        this.heartbeat = new Heartbeat(loop, client, exchange, limits, goOn);
        this.linger = new Linger(loop, client, input, deadline);
        this.waiting = new Waiting(loop, client, exchange, probing, limits, deadline, this);
    }

    /** Begins to serve. */
    void start() {
        intake.expect(true);
        advance();
    }

    /** Begins to serve; a fault of ours ends this connection alone. */
    void startGuarded() {
        guard.run(this::start);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Where it is among the connections of its process. */
    int place() {
        return place;
    }

    void setPlace(int index) {
        place = index;
    }

    /** The process is to end: so does the connection, if it waits for a request and that is to be the end of it. */
    void depart() {
        if (departure.isNow() && state == State.HEAD && !intake.hasBegun() && !client.hasPending()) {
            closeAtOnce();
        }
    }

    /** Ends at once, whatever is going on. */
    void kill() {
        if (state == State.RUNNING || state == State.KILLING) {
            serving.kill();
        }
    }

    /** Ends all that runs and the connection. */
    void stop() {
        client.setGone();
        advance();
    }

    @Override
    public void ready(Watch watch, int events) {
        boolean isInput = waiting.isInput(watch, events);
        boolean isOutput = waiting.isOutput(watch, events);
        if (isInput) {
            clientEvent(events);
        }
        if (isOutput) {
            exchange.clientHasRoom();
        }
        if (!isInput && !isOutput) {
            exchange.programReady(watch);
        }
        advance();
    }

    @Override
    public void programEnded(Child program) {
        advance();
    }

    @Override
    public void goOn() {
        isPutOff = false;
        guard.run(this::advance);
    }

    private void clientEvent(int events) {
        boolean running = state == State.RUNNING && client.readsSocket();
        // a front end that marks the end of its requests has no reason to end but one
        int gone = Linux.EPOLLERR | Linux.EPOLLHUP | (front.listens() ? Linux.EPOLLRDHUP : 0);
        if (running && (events & gone) != 0) {
            client.setGone();
        } else if (running && (events & Linux.EPOLLRDHUP) != 0 && !probing.isOn()) {
            probing.begin();
        }
        exchange.clientSent();
    }

    @Override
    public void failed(RuntimeException failure) {
        guard.failed(failure);
    }

    private void closeAtOnce() {
        close();
        await();
    }

    /** Goes on as far as possible without waiting, then waits for what the state waits for. */
    void advance() {
        boolean goesOn = true;
        for (int step = 0; goesOn && step < MOST_STEPS; step++) {
            goesOn = switch (state) {
                case HEAD -> readHead();
                case RUNNING -> run();
                case KILLING -> serving.programIsGone() && flushNext();
                case FLUSHING -> flush();
                case LINGERING -> linger.isDone() && close();
                case CLOSED -> false;
            };
        }
        await();
        boolean isAwake = goesOn || (state == State.RUNNING && exchange.isAwake());
        if (isAwake && !isPutOff) {
            isPutOff = true;
            loop.later(goOn);
        }
    }

    private void await() {
        switch (state) {
            case HEAD -> {
                client.rest();
                waiting.forInput();
            }
            case LINGERING -> waiting.forInput();
            case RUNNING -> {
                heartbeat.follow();
                waiting.forExchange();
            }
            case FLUSHING -> waiting.forOutput();
            case KILLING -> waiting.forNothing();
            case CLOSED -> report();
            default -> throw new IllegalStateException();
        }
    }

    private void report() {
        waiting.forNothing();
        if (!isReported) {
            isReported = true;
            input.drop();
            closed.run();
        }
    }

    private boolean readHead() {
        try {
            switch (client.isGone() ? Intake.Outcome.END : intake.read()) {
                case REQUEST -> begin(intake.request());
                case END -> end();
                default -> {
                    client.flush(false);
                    return false;
                }
            }
        } catch (BadRequest e) {
            serving.refuse(e.status(), e.getMessage());
            leave();
        }
        return true;
    }

    /** No request follows; an answer to none may still be on its way. */
    private void end() {
        if (client.hasPending()) {
            serving.endConnection();
            flushNext();
        } else {
            close();
        }
    }

    private void begin(Request request) {
        state = State.RUNNING;
        if (serving.begin(request)) {
            leave();
        } else {
            probing.resume();
        }
    }

    private boolean run() {
        boolean over = serving.run();
        if (over) {
            leave();
        }
        return over;
    }

    /** The request is over. */
    private void leave() {
        probing.pause();
        heartbeat.stop();
        if (serving.endsProgram()) {
            waiting.cancelDeadline();
            state = State.KILLING;
        } else {
            flushNext();
        }
    }

    private boolean flushNext() {
        waiting.setDeadline(limits.body() * 1000L);
        state = State.FLUSHING;
        return true;
    }

    private boolean flush() {
        if (!client.flush(false) && !client.isGone()) {
            return false;
        }
        requests.end(exchange.child());
        if (serving.keepsAlive() && !client.isGone()) {
            state = State.HEAD;
            exchange.forget();
            intake.expect(false);
            depart();
        } else if (!client.isGone() && client.writesSocket() && (serving.mustLinger() || client.hasInput())) {
            linger.begin();
            state = State.LINGERING;
        } else {
            close();
        }
        return true;
    }

    private boolean close() {
        state = State.CLOSED;
        requests.end(exchange.child());
        waiting.cancelDeadline();
        probing.pause();
        heartbeat.stop();
        client.restore();
        return true;
    }

    private void deadlinePassed() {
        guard.run(this::lateThenOn);
    }

    private void lateThenOn() {
        late();
        advance();
    }

    private void late() {
        switch (state) {
            case HEAD -> headIsLate();
            case RUNNING -> exchangeIsLate();
            case FLUSHING, LINGERING -> close();
            default -> throw new IllegalStateException();
        }
    }

    private void headIsLate() {
        if (intake.hasBegun()) {
            serving.refuse(408, "the request head takes too long");
            leave();
        } else {
            close();
        }
    }

    private void exchangeIsLate() {
        if (serving.isLate()) {
            leave();
        }
    }
}
