package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.SysException;

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

    /** How a program ends that is to end, as a shell would tell it. */
    private static final int ABORTED = 128 + Linux.SIGTERM;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Client client;
    private final Limits limits;
    private final ErrorPages pages;
    private final Log log;
    private final Runnable closed;
    private final InputBuffer input = new InputBuffer();
    private final Timer deadline = new Timer(this::deadlinePassed);
    private final Intake intake;
    private final Front front;
    private final RequestLog requests;
    private final Exchange exchange;
    private final Probing probing;
    private final Termination termination;
    private final Waiting waiting;
    private final Linger linger;
    private State state = State.HEAD;
    private boolean keepAlive;
    private boolean mustLinger;

    /**
     * @param closed called once, when the connection is over and its descriptors may be closed
     */
    Connection(Service service, EventLoop loop, Client client, Gateway gateway, Runnable closed) {
        this.kernel = service.kernel();
        this.loop = loop;
        this.client = client;
        this.limits = service.limits();
        this.pages = service.pages();
        this.log = new Log(kernel);
        this.closed = closed;
        this.front = service.protocol().front(client.pending());
        this.intake = new Intake(loop, client, front, input, limits, deadline);
        this.requests = new RequestLog(kernel, service.access(), service.view(), gateway);
        this.exchange = new Exchange(service, client, front, input, gateway, requests, this);
        this.probing = new Probing(loop, client, exchange, this::advance);
        this.termination = new Termination(kernel, loop, service.reaper(), limits.grace() * 1000, this::advance);
        this.linger = new Linger(loop, client, input, deadline);
        this.waiting = new Waiting(loop, client, exchange, probing, limits, deadline, this);
    }

    /** Begins to serve. */
    void start() {
        intake.expect(true);
        advance();
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Ends all that runs and the connection. */
    void stop() {
        client.setGone();
        advance();
    }

    @Override
    public void ready(Watch watch, int events) {
        if (waiting.isInput(watch)) {
            clientEvent(events);
        } else if (waiting.isOutput(watch)) {
            exchange.clientHasRoom();
        } else {
            exchange.programReady(watch);
        }
        advance();
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
        log.line("bug: " + failure);
        stop();
    }

    /** Goes on as far as possible without waiting, then waits for what the state waits for. */
    void advance() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (state) {
                case HEAD -> readHead();
                case RUNNING -> run();
                case KILLING -> termination.isDone() && flushNext();
                case FLUSHING -> flush();
                case LINGERING -> linger.isDone() && close();
                case CLOSED -> false;
            };
        }
        await();
    }

    private void await() {
        switch (state) {
            case HEAD, LINGERING -> waiting.forInput();
            case RUNNING -> waiting.forExchange();
            case FLUSHING -> waiting.forOutput();
            case KILLING, CLOSED -> waiting.forNothing();
            default -> throw new IllegalStateException();
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
            refuse(e.status(), e.getMessage());
        }
        return true;
    }

    /** No request follows; an answer to none may still be on its way. */
    private void end() {
        if (client.hasPending()) {
            keepAlive = false;
            flushNext();
        } else {
            close();
        }
    }

    private void begin(Request request) {
        keepAlive = false;
        requests.begin(request);
        if (request.isForServer()) {
            requests.answered(200);
            front.writeOptions(client.pending(), kernel.realtimeMillis());
            endWith(!request.hasBody());
            return;
        }
        state = State.RUNNING;
        waiting.programBegins();
        try {
            exchange.begin(request, limits.keepAlive() > 0);
            probing.resume();
        } catch (SysException e) {
            fail(Status.ofErrno(e.errno()), e.getMessage());
        }
    }

    private boolean run() {
        try {
            exchange.run();
            if (client.isGone()) {
                abandon();
            } else if (exchange.isAborted()) {
                abort();
            } else if (exchange.isTruncated()) {
                fail(400, "the request body is cut off");
            } else if (exchange.isOver()) {
                finish();
            }
        } catch (BadRequest e) {
            fail(e.status(), e.getMessage());
        } catch (BadResponse e) {
            fail(502, e.getMessage());
        } catch (SysException e) {
            fail(Status.ofErrno(e.errno()), e.getMessage());
        }
        return state != State.RUNNING;
    }

    /** The program has ended and so has its output. */
    private void finish() {
        Answer answer = exchange.answer();
        if (exchange.delivery() != null && !exchange.delivery().isWhole()) {
            cutOff("the file has become shorter while it was sent");
            return;
        }
        if (answer == null) {
            keepAlive = exchange.keepsAlive();
            endWith(exchange.hasWholeRequest());
            return;
        }
        if (exchange.follow()) {
            waiting.programBegins();
            return;
        }
        exchange.endErrors();
        if (!answer.hasStarted()) {
            throw new BadResponse(
                    "the program printed no header and " + exchange.child().end());
        }
        boolean failed = exchange.child().hasFailed();
        if (failed) {
            log.line("the program " + exchange.child().end());
        }
        if (!answer.isWhole() || (answer.isOpen() && failed)) {
            cutOff(answer.isWhole() ? "the response of a failed program is cut off" : "the response is too short");
            return;
        }
        answer.end();
        keepAlive = exchange.keepsAlive();
        endWith(exchange.hasWholeRequest());
    }

    private void endWith(boolean wholeRequest) {
        mustLinger = !wholeRequest;
        exchange.closeProgram();
        probing.pause();
        flushNext();
    }

    private boolean flushNext() {
        waiting.setDeadline(limits.body() * 1000L);
        state = State.FLUSHING;
        return true;
    }

    /** Ends a response so that the client sees that it is not whole. */
    private void cutOff(String reason) {
        log.line(reason);
        keepAlive = false;
        Answer answer = exchange.answer();
        if (answer != null && answer.endsWithConnection()) {
            client.resetAtEnd();
        }
        endWith(true);
    }

    /** Answers with an error. */
    private void refuse(int status, String reason) {
        log.line(status + ": " + reason);
        keepAlive = false;
        if (!requests.isOpen()) {
            requests.begin(null);
        }
        requests.answered(status);
        boolean isHead = state == State.RUNNING && exchange.request().isHead();
        ErrorPages.Page page = pages.page(status);
        front.writeError(client.pending(), status, kernel.realtimeMillis(), page, !isHead);
        requests.sent(isHead ? 0 : page.body().length);
        client.skip(state == State.RUNNING ? exchange.startSent() : 0);
        endWith(false);
    }

    /** Ends the program, and answers with an error if that is still possible. */
    private void fail(int status, String reason) {
        boolean started = exchange.hasStarted();
        // first the signal: the end of its input is not to look like the end of the body
        boolean running = terminate();
        if (started) {
            cutOff(reason);
        } else {
            refuse(status, reason);
        }
        client.flush(false);
        if (started) {
            client.shutDown();
        }
        if (running) {
            awaitEndOfProgram();
        }
    }

    /** The client is gone. */
    private void abandon() {
        boolean running = terminate();
        endWith(true);
        if (running) {
            awaitEndOfProgram();
        }
    }

    /** The front end wants no answer any more: it gets the end of one, and the connection may go on. */
    private void abort() {
        log.line("the front end has aborted the request");
        boolean running = terminate();
        front.writeEnd(client.pending(), ResponseFraming.RECORDS, ABORTED);
        client.flush(false);
        endWith(true);
        keepAlive = limits.keepAlive() > 0 && exchange.request().keepAlive();
        if (running) {
            awaitEndOfProgram();
        }
    }

    private boolean terminate() {
        Child child = exchange.child();
        if (child != null) {
            termination.begin(child.pid());
        }
        return child != null;
    }

    private void awaitEndOfProgram() {
        waiting.cancelDeadline();
        state = State.KILLING;
    }

    private boolean flush() {
        if (!client.flush(false) && !client.isGone()) {
            return false;
        }
        requests.end(exchange.child());
        if (keepAlive && !client.isGone()) {
            state = State.HEAD;
            intake.expect(false);
        } else if (!client.isGone() && client.writesSocket() && (mustLinger || client.hasInput())) {
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
        client.restore();
        closed.run();
        return true;
    }

    private void deadlinePassed() {
        switch (state) {
            case HEAD -> headIsLate();
            case RUNNING -> exchangeIsLate();
            case FLUSHING, LINGERING -> close();
            default -> throw new IllegalStateException();
        }
        advance();
    }

    private void headIsLate() {
        if (intake.hasBegun()) {
            refuse(408, "the request head takes too long");
        } else {
            close();
        }
    }

    private void exchangeIsLate() {
        switch (exchange.waitsFor()) {
            case CLIENT_OUTPUT -> client.setGone();
            case CLIENT_INPUT -> fail(408, "the request body takes too long");
            case PROGRAM -> fail(504, "the program is silent for too long");
            case END -> endNow();
            default -> throw new IllegalStateException();
        }
    }

    /** A descendant that holds the output open does not keep the client waiting, nor does a program that works on. */
    private void endNow() {
        exchange.answer().endOutput();
        try {
            finish();
        } catch (BadResponse e) {
            fail(502, e.getMessage());
        }
    }
}
