package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
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
 * <p>There is one deadline, that of the state. A client that only shut down its sending side is served; whether it is
 * still there is found out by {@link Answer#probe}, and by resets.
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

    /** How long the program's end may come behind that of its output, or the other way round. */
    private static final int END_MILLIS = 1000;

    /** When a half-closed client is first probed; the time doubles with each probe. */
    private static final int FIRST_PROBE_MILLIS = 200;

    /** How long the program may be silent for a half-closed client that cannot be probed. */
    private static final int UNPROBED_MILLIS = 2000;

    private static final int LINGER_MILLIS = 5000;
    private static final int LONGEST_LINGER_MILLIS = 30_000;

    /** How long to wait for processes that SIGKILL did not end: none that runs needs as long. */
    private static final int KILLED_MILLIS = 2000;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Client client;
    private final Limits limits;
    private final Reaper reaper;
    private final Log log;
    private final Runnable closed;
    private final InputBuffer input;
    private final Exchange exchange;
    private final Watch inWatch;
    private final Watch outWatch;
    private final Timer deadline = new Timer(this::deadlinePassed);
    private final Timer probe = new Timer(this::probe);
    private RequestParser parser = new RequestParser();
    private State state = State.HEAD;
    private ProcessTree tree;
    private boolean killed;
    private boolean keepAlive;
    private boolean mustLinger;
    private boolean isFirst = true;
    private boolean headBegun;
    private boolean halfClosed;
    private int probeMillis;
    private long endDeadline;
    private long lingerEnd;

    /**
     * @param closed called once, when the connection is over and its descriptors may be closed
     */
    Connection(
            Kernel kernel,
            EventLoop loop,
            Client client,
            CgiProgram program,
            Gateway gateway,
            Limits limits,
            Reaper reaper,
            byte[] spoolDirectory,
            Runnable closed) {
        this.kernel = kernel;
        this.loop = loop;
        this.client = client;
        this.limits = limits;
        this.reaper = reaper;
        this.log = new Log(kernel);
        this.closed = closed;
        this.input = new InputBuffer();
        this.exchange =
                new Exchange(kernel, client, input, program, gateway, limits, reaper, this, spoolDirectory);
        this.inWatch = new Watch(loop, this);
        this.outWatch = new Watch(loop, this);
    }

    /** Begins to serve. */
    void start() {
        expectHead();
        advance();
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** A child has ended, maybe ours. */
    void childEnded() {
        advance();
    }

    /** Ends all that runs and the connection. */
    void stop() {
        client.setGone();
        advance();
    }

    @Override
    public void ready(Watch watch, int events) {
        if (watch == inWatch) {
            clientEvent(events);
        } else if (watch == outWatch) {
            exchange.clientHasRoom();
        } else {
            exchange.programReady(watch);
        }
        advance();
    }

    private void clientEvent(int events) {
        boolean running = state == State.RUNNING && client.readsSocket();
        if (running && (events & (Linux.EPOLLERR | Linux.EPOLLHUP)) != 0) {
            client.setGone();
        } else if (running && (events & Linux.EPOLLRDHUP) != 0 && !halfClosed) {
            halfClosed = true;
            probeMillis = FIRST_PROBE_MILLIS;
            loop.timers().set(probe, loop.now() + probeMillis);
        }
        exchange.clientSent();
    }

    @Override
    public void failed(RuntimeException failure) {
        log.line("bug: " + failure);
        client.setGone();
        advance();
    }

    /** Goes on as far as possible without waiting, then waits for what the state waits for. */
    private void advance() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (state) {
                case HEAD -> readHead();
                case RUNNING -> run();
                case KILLING -> isTreeGone();
                case FLUSHING -> flush();
                case LINGERING -> drain();
                case CLOSED -> false;
            };
        }
        await();
    }

    private void await() {
        switch (state) {
            case HEAD, LINGERING -> {
                inWatch.want(client.in(), Linux.EPOLLIN);
                outWatch.stop();
            }
            case RUNNING -> awaitExchange();
            case FLUSHING -> {
                inWatch.stop();
                outWatch.want(client.out(), Linux.EPOLLOUT);
            }
            case KILLING, CLOSED -> {
                inWatch.stop();
                outWatch.stop();
            }
            default -> throw new IllegalStateException();
        }
    }

    private void awaitExchange() {
        exchange.watchProgram();
        int input = exchange.waitsForInput() ? Linux.EPOLLIN : 0;
        if (client.readsSocket()) {
            inWatch.want(client.in(), input | (halfClosed ? 0 : Linux.EPOLLRDHUP));
        } else if (input != 0) {
            inWatch.want(client.in(), input);
        } else {
            inWatch.stop();
        }
        if (client.hasPending() || exchange.waitsFor() == Exchange.Wait.CLIENT_OUTPUT) {
            outWatch.want(client.out(), Linux.EPOLLOUT);
        } else {
            outWatch.stop();
        }
        setExchangeDeadline();
    }

    private void setExchangeDeadline() {
        long now = loop.now();
        switch (exchange.waitsFor()) {
            case CLIENT_INPUT, CLIENT_OUTPUT -> loop.timers().set(deadline, now + limits.body() * 1000L);
            case END -> {
                endDeadline = endDeadline == 0 ? now + END_MILLIS : endDeadline;
                loop.timers().set(deadline, endDeadline);
            }
            case PROGRAM -> {
                if (limits.program() > 0) {
                    loop.timers().set(deadline, now + limits.program() * 1000L);
                } else {
                    loop.timers().cancel(deadline);
                }
            }
            default -> throw new IllegalStateException();
        }
    }

    private void expectHead() {
        state = State.HEAD;
        headBegun = isFirst;
        loop.timers().set(deadline, loop.now() + (isFirst ? limits.head() : limits.keepAlive()) * 1000L);
    }

    private boolean readHead() {
        if (client.isGone()) {
            return close();
        }
        if (input.isEmpty()) {
            int n = input.fill(client, Long.MAX_VALUE);
            if (n <= 0) {
                return n == 0 ? endOfInput() : client.isGone();
            }
        }
        if (!headBegun) {
            headBegun = true;
            loop.timers().set(deadline, loop.now() + limits.head() * 1000L);
        }
        try {
            input.take(parser.feed(input.bytes(), input.start(), input.end()));
            if (parser.request() != null) {
                begin(parser.request());
            }
        } catch (BadRequest e) {
            refuse(e.status(), e.getMessage());
        }
        return true;
    }

    private boolean endOfInput() {
        if (parser.hasBegun()) {
            refuse(400, "the request is cut off");
            return true;
        }
        return close();
    }

    private void begin(Request request) {
        isFirst = false;
        if (request.isForServer()) {
            ErrorResponse.writeOptions(client.pending(), kernel.realtimeMillis());
            endWith(!request.hasBody());
            return;
        }
        state = State.RUNNING;
        endDeadline = 0;
        try {
            exchange.begin(request, limits.keepAlive() > 0);
        } catch (SysException e) {
            cannotStart(e);
        }
    }

    private void cannotStart(SysException e) {
        int errno = e.errno();
        boolean passes = errno == Errno.EAGAIN || errno == Errno.ENOMEM || errno == Errno.EMFILE || errno == Errno.ENFILE;
        refuse(passes || errno == Errno.ENOSPC ? 503 : 500, e.getMessage());
    }

    private boolean run() {
        try {
            exchange.run();
            if (client.isGone()) {
                return kill();
            }
            if (exchange.isTruncated()) {
                fail(400, "the request body is cut off");
            } else if (exchange.isOver()) {
                finish();
            }
        } catch (BadRequest e) {
            fail(e.status(), e.getMessage());
        } catch (BadResponse e) {
            fail(502, e.getMessage());
        } catch (SysException e) {
            cannotStart(e);
        }
        return state != State.RUNNING;
    }

    /** The program has ended and so has its output. */
    private void finish() {
        Answer answer = exchange.answer();
        if (answer == null) {
            endWith(exchange.hasWholeRequest());
            return;
        }
        if (exchange.follow()) {
            endDeadline = 0;
            return;
        }
        if (!answer.hasStarted()) {
            throw new BadResponse("the program printed no header and " + exchange.child().end());
        }
        if (exchange.child().hasFailed()) {
            log.line("the program " + exchange.child().end());
        }
        if (!answer.isWhole() || (answer.isOpen() && exchange.child().hasFailed())) {
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
        loop.timers().cancel(probe);
        loop.timers().set(deadline, loop.now() + limits.body() * 1000L);
        state = State.FLUSHING;
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
        Answer answer = exchange.answer();
        int sent = answer == null ? 0 : answer.startSent();
        boolean isHead = state == State.RUNNING && exchange.request().isHead();
        ErrorResponse.write(client.pending(), status, kernel.realtimeMillis(), !isHead);
        client.skip(sent);
        endWith(false);
    }

    /** Answers with an error if it still can, and ends the program. */
    private void fail(int status, String reason) {
        if (exchange.hasStarted()) {
            cutOff(reason);
        } else {
            refuse(status, reason);
        }
        client.flush(false);
        kill();
    }

    private boolean kill() {
        exchange.closeProgram();
        loop.timers().cancel(probe);
        Child child = exchange.child();
        if (child == null) {
            state = State.FLUSHING;
            return true;
        }
        if (exchange.answer() == null || exchange.hasStarted()) {
            client.shutDown();
        }
        state = State.KILLING;
        killed = false;
        keepAlive = false;
        tree = new ProcessTree(kernel, child.pid());
        tree.signal(Linux.SIGTERM);
        loop.timers().set(deadline, loop.now() + limits.grace() * 1000L);
        return true;
    }

    private boolean isTreeGone() {
        if (tree.isGone(reaper.reap())) {
            loop.timers().set(deadline, loop.now() + limits.body() * 1000L);
            state = State.FLUSHING;
            return true;
        }
        return false;
    }

    private boolean flush() {
        if (!client.flush(false) && !client.isGone()) {
            return false;
        }
        if (client.isGone()) {
            return close();
        }
        if (keepAlive) {
            parser = new RequestParser();
            expectHead();
            return true;
        }
        if (client.writesSocket() && (mustLinger || client.hasInput())) {
            client.shutDown();
            lingerEnd = loop.now() + LONGEST_LINGER_MILLIS;
            state = State.LINGERING;
            return true;
        }
        return close();
    }

    /** Reads what still comes: closing a socket with unread data would make the client lose the answer. */
    private boolean drain() {
        int n = input.fill(client, Long.MAX_VALUE);
        if (n == 0 || client.isGone()) {
            return close();
        }
        long now = loop.now();
        loop.timers().set(deadline, Math.min(now + LINGER_MILLIS, lingerEnd));
        return n > 0 && now < lingerEnd;
    }

    private boolean close() {
        state = State.CLOSED;
        loop.timers().cancel(deadline);
        loop.timers().cancel(probe);
        client.restore();
        closed.run();
        return false;
    }

    private void probe() {
        if (state != State.RUNNING) {
            return;
        }
        Answer answer = exchange.answer();
        boolean sent = answer != null && exchange.hasWholeRequest() && answer.probe();
        boolean cannotKnow = answer != null && answer.isOpen() && !sent && probeMillis >= UNPROBED_MILLIS;
        if (cannotKnow && exchange.waitsFor() == Exchange.Wait.PROGRAM) {
            client.setGone();
        }
        probeMillis *= 2;
        loop.timers().set(probe, loop.now() + probeMillis);
        advance();
    }

    private void deadlinePassed() {
        switch (state) {
            case HEAD -> headIsLate();
            case RUNNING -> exchangeIsLate();
            case KILLING -> killForGood();
            case FLUSHING, LINGERING -> close();
            default -> throw new IllegalStateException();
        }
        advance();
    }

    private void headIsLate() {
        if (parser.hasBegun()) {
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

    private void killForGood() {
        if (killed) {
            state = State.FLUSHING;
            return;
        }
        killed = true;
        tree.signal(Linux.SIGKILL);
        loop.timers().set(deadline, loop.now() + KILLED_MILLIS);
    }
}
