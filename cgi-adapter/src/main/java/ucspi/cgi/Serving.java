package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.SysException;

/**
 * Serves the requests of a connection, one at a time: leads each exchange to the end that it deserves, which is the end
 * of a whole response, an error, or a cut that the client can see.
 *
 * <p>Once a request is over, {@link #endsProgram}, {@link #keepsAlive} and {@link #mustLinger} say what follows.
 */
final class Serving {
    /** How a program ends that is to end, as a shell would tell it. */
    private static final int ABORTED = 128 + Linux.SIGTERM;

    private final Kernel kernel;
    private final Client client;
    private final Limits limits;
    private final Departure departure;
    private final ErrorPages pages;
    private final Log log;
    private final Front front;
    private final RequestLog requests;
    private final Exchange exchange;
    private final Termination termination;
    private boolean begun;
    private boolean keepAlive;
    private boolean mustLinger;
    private boolean endsProgram;

    /**
     * @param programGone called when a program that is to end may have ended
     */
    Serving(
            Service service,
            EventLoop loop,
            Client client,
            Front front,
            RequestLog requests,
            Exchange exchange,
            Log log,
            Runnable programGone) {
        this.kernel = service.kernel();
        this.client = client;
        this.limits = service.limits();
        this.departure = service.departure();
        this.pages = service.pages();
        this.log = log;
        this.front = front;
        this.requests = requests;
        this.exchange = exchange;
        this.termination = new Termination(kernel, loop, service.orphans(), limits.grace() * 1000, programGone);
    }

    /**
     * Begins with a request.
     *
     * @return whether it is over already
     */
    boolean begin(Request request) {
        reset();
        requests.begin(request);
        if (request.isForServer()) {
            requests.answered(200);
            front.writeOptions(client.pending(), kernel.realtimeMillis());
            endWith(!request.hasBody());
            return true;
        }
        begun = true;
        try {
            exchange.begin(request, mayKeepAlive());
        } catch (SysException e) {
            return fail(Status.ofErrno(e.errno()), e.getMessage());
        } catch (BadRequest e) {
            return fail(e.status(), e.getMessage());
        }
        return false;
    }

    private boolean mayKeepAlive() {
        return limits.keepAlive() > 0 && !departure.isSoon();
    }

    private void reset() {
        begun = false;
        keepAlive = false;
        mustLinger = false;
        endsProgram = false;
    }

    /** Goes on as far as possible without waiting; returns whether the request is over. */
    boolean run() {
        try {
            exchange.run();
            if (client.isGone()) {
                return abandon();
            }
            if (exchange.isAborted()) {
                return abort();
            }
            if (exchange.isTruncated()) {
                return fail(400, "the request body is cut off");
            }
            return exchange.isOver() && finish();
        } catch (BadRequest e) {
            return fail(e.status(), e.getMessage());
        } catch (BadResponse e) {
            return fail(502, e.getMessage());
        } catch (SysException e) {
            return fail(Status.ofErrno(e.errno()), e.getMessage());
        }
    }

    /** The program has ended and so has its output. */
    private boolean finish() {
        Answer answer = exchange.answer();
        if (exchange.delivery() != null && !exchange.delivery().isWhole()) {
            return cutOff("the file has become shorter while it was sent");
        }
        if (answer == null) {
            return endWhole();
        }
        if (exchange.follow()) {
            return false;
        }
        exchange.endErrors();
        Child child = exchange.child();
        if (!answer.head().hasStarted()) {
            throw new BadResponse("the program printed no header and " + child.end());
        }
        boolean failed = child.hasFailed();
        if (failed) {
            log.line("the program " + child.end());
        }
        if (!answer.isWhole() || (answer.isOpen() && failed)) {
            return cutOff(
                    answer.isWhole() ? "the response of a failed program is cut off" : "the response is too short");
        }
        answer.end();
        return endWhole();
    }

    private boolean endWhole() {
        keepAlive = exchange.keepsAlive();
        return endWith(exchange.hasWholeRequest());
    }

    private boolean endWith(boolean wholeRequest) {
        mustLinger = !wholeRequest;
        if (begun) {
            exchange.end();
        }
        return true;
    }

    /** Ends a response so that the client sees that it is not whole. */
    private boolean cutOff(String reason) {
        log.line(reason);
        keepAlive = false;
        Answer answer = exchange.answer();
        if (answer != null && answer.endsWithConnection()) {
            client.resetAtEnd();
        }
        return endWith(true);
    }

    /** Answers what is no request with an error. */
    void refuse(int status, String reason) {
        reset();
        answer(status, reason);
    }

    private void answer(int status, String reason) {
        log.line(status + ": " + reason);
        keepAlive = false;
        if (!requests.isOpen()) {
            requests.begin(null);
        }
        requests.answered(status);
        boolean isHead = begun && exchange.request().isHead();
        ErrorPages.Page page = pages.page(status);
        front.writeError(client.pending(), status, kernel.realtimeMillis(), page, !isHead);
        requests.sent(isHead ? 0 : page.body().length);
        client.skip(begun ? exchange.startSent() : 0);
        endWith(false);
    }

    /** Ends the program, and answers with an error if that is still possible. */
    private boolean fail(int status, String reason) {
        boolean started = exchange.hasStarted();
        // first the signal: the end of its input is not to look like the end of the body
        terminate();
        if (started) {
            cutOff(reason);
        } else {
            answer(status, reason);
        }
        client.flush(false);
        if (started) {
            client.shutDown();
        }
        return true;
    }

    /** The client is gone. */
    private boolean abandon() {
        terminate();
        return endWith(true);
    }

    /** The front end wants no answer any more: it gets the end of one, and the connection may go on. */
    private boolean abort() {
        log.line("the front end has aborted the request");
        terminate();
        front.writeEnd(client.pending(), ResponseFraming.RECORDS, ABORTED);
        client.flush(false);
        keepAlive = mayKeepAlive() && exchange.request().keepAlive();
        return endWith(true);
    }

    private void terminate() {
        Child child = exchange.child();
        if (child != null) {
            endsProgram = true;
            termination.begin(child);
        }
    }

    /** What the exchange waits for has not come in time; returns whether the request is over. */
    boolean isLate() {
        return switch (exchange.waitsFor()) {
            case DEPLOY -> false;
            case CLIENT_OUTPUT -> {
                client.setGone();
                yield false;
            }
            case SLOT -> fail(503, "no program has ended in time for this one to start");
            case CLIENT_INPUT -> fail(408, "the request body takes too long");
            case PROGRAM -> fail(504, "the program is silent for too long");
            case END -> endNow();
        };
    }

    /** A descendant that holds the output open does not keep the client waiting, nor does a program that works on. */
    private boolean endNow() {
        exchange.answer().endOutput();
        try {
            return finish();
        } catch (BadResponse e) {
            return fail(502, e.getMessage());
        }
    }

    /** Whether the request is over, but its program is still to end. */
    boolean endsProgram() {
        return endsProgram;
    }

    /** Ends the program without giving it time. */
    void kill() {
        Child child = exchange.child();
        if (child != null) {
            termination.begin(child);
            termination.kill();
        }
    }

    /** Whether the program that was to end is gone, with all its descendants. */
    boolean programIsGone() {
        return termination.isDone();
    }

    /** Whether the connection may go on behind the last request. */
    boolean keepsAlive() {
        return keepAlive;
    }

    /** The connection ends all the same. */
    void endConnection() {
        keepAlive = false;
    }

    /** Whether the client has more to send, which it is not to see refused before it has seen the answer. */
    boolean mustLinger() {
        return mustLinger;
    }
}
