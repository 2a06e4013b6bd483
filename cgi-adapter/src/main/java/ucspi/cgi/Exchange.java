package ucspi.cgi;

import ucspi.kernel.Kernel;
import ucspi.kernel.SysException;

/**
 * One request and its response: keeps a chunked body until it is whole, runs the program, moves both bodies at once.
 *
 * <pre>
 *   chunked --> SPOOLING --> RUNNING --(local redirect)--> RUNNING --> over: output at its end and program ended
 *   other --------------------^
 * </pre>
 */
final class Exchange {
    /** What can make an exchange go on. */
    enum Wait {
        /** The client's sending. */
        CLIENT_INPUT,
        /** The client's reading. */
        CLIENT_OUTPUT,
        /** The program's doing anything. */
        PROGRAM,
        /** The program's end behind that of its output, or the other way round. */
        END
    }

    private static final int MOST_REDIRECTS = 10;
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final Kernel kernel;
    private final Client client;
    private final Front front;
    private final RequestLog requests;
    private final Hearing hearing;
    private final InputBuffer input;
    private final CgiProgram program;
    private final Gateway gateway;
    private final Limits limits;
    private final Reaper reaper;
    private final Watch.Owner owner;
    private final byte[] spoolDirectory;
    private final byte[] buffer = new byte[Answer.bufferSize()];
    private Request request;
    private boolean keepAlive;
    private Spool spool;
    private BodyDecoder decoder;
    private boolean spoolAwake;
    private Child child;
    private RequestBody body;
    private Answer answer;
    private StandardErrors errors;
    private int redirects;

    /**
     * @param owner who is told what the program's pipes are ready for
     */
    Exchange(
            Service service,
            Client client,
            Front front,
            InputBuffer input,
            Gateway gateway,
            RequestLog requests,
            Watch.Owner owner) {
        this.kernel = service.kernel();
        this.client = client;
        this.front = front;
        this.requests = requests;
        this.input = input;
        this.program = service.program();
        this.gateway = gateway;
        this.hearing = new Hearing(client, front, input);
        this.limits = service.limits();
        this.reaper = service.reaper();
        this.owner = owner;
        this.spoolDirectory = service.spoolDirectory();
    }

    /**
     * Begins with a request.
     *
     * @throws BadRequest if it is not to be answered by the program
     * @throws SysException if the program cannot be started
     */
    void begin(Request next, boolean mayKeepAlive) {
        request = next;
        keepAlive = mayKeepAlive && request.keepAlive();
        child = null;
        body = null;
        answer = null;
        errors = null;
        hearing.wake();
        redirects = 0;
        if (!program.serves(request)) {
            throw new BadRequest(404, "the path is not the program's");
        }
        if (request.length() > limits.bodyBytes()) {
            throw new BadRequest(413, "the request body is too large");
        }
        if (isKept()) {
            spool = new Spool(kernel, spoolDirectory);
            decoder = front.decoder();
            spoolAwake = true;
        } else {
            startWithBody();
        }
        if (request.expectContinue() && input.isEmpty() && (isChunked() || request.length() > 0)) {
            client.pending().add(CONTINUE);
            client.flush(false);
        }
    }

    /** Whether the body is to be whole before the program starts. */
    private boolean isKept() {
        boolean hasLength = request.length() >= 0;
        return request.hasBody() && !limits.streamBody() && (!hasLength || front.wantsBodyRead());
    }

    private boolean isChunked() {
        return request.framing() == Request.Framing.CHUNKED;
    }

    private void startWithBody() {
        if (isChunked()) {
            start(request.length(), CgiProgram.PIPE);
            body = RequestBody.ofChunks(kernel, client, input, child, front.decoder(), limits.bodyBytes());
        } else {
            long length = request.hasBody() ? request.length() : -1;
            start(length, length > 0 ? CgiProgram.PIPE : CgiProgram.NOTHING);
            body = RequestBody.ofLength(kernel, client, input, child, Math.max(length, 0));
        }
    }

    private void startWithSpool() {
        spool.rewind();
        int source = spool.length() == 0 ? CgiProgram.NOTHING : CgiProgram.PIPE;
        start(spool.length(), spool.file() >= 0 ? spool.file() : source);
        int held = spool.file() >= 0 ? 0 : (int) spool.length();
        body = RequestBody.ofBytes(kernel, client, input, child, spool.bytes(), held);
        dropSpool();
    }

    private void start(long contentLength, int stdin) {
        if (program.isNph()) {
            client.restore();
        }
        child = program.start(request, gateway, contentLength, stdin, client.out(), owner);
        reaper.add(child);
        requests.started(child.pid(), program.environment());
        answer =
                program.isNph() ? null : new Answer(kernel, client, front, requests, child, request, keepAlive, buffer);
        errors = child.stderr() < 0 ? null : new StandardErrors(kernel, client, front, child);
    }

    void dropSpool() {
        if (spool != null) {
            spool.close();
            spool = null;
        }
    }

    /**
     * Goes on as far as it can without waiting.
     *
     * @throws BadRequest if the body is faulty
     * @throws BadResponse if the program's output is
     * @throws SysException if the system refuses something
     */
    void run() {
        while (spool != null && spoolAwake && !front.isAborted()) {
            keep();
        }
        while (body != null && (body.isAwake() || (answer != null && answer.isAwake())) && !isTruncated()) {
            if (body.isAwake()) {
                body.step();
            }
            if (answer != null && answer.isAwake()) {
                answer.step();
            }
        }
        if (hasWholeRequest()) {
            hearing.run();
        }
        if (front.listens()) {
            client.flush(false);
        }
    }

    private void keep() {
        if (input.isEmpty() && input.fill(client, Long.MAX_VALUE) <= 0) {
            if (!client.isGone() && client.hasEnded()) {
                throw new BadRequest(400, "the request body is cut off");
            }
            spoolAwake = false;
            return;
        }
        int taken = decoder.decode(input.bytes(), input.start(), input.end());
        spool.add(input.bytes(), input.start(), decoder.produced());
        input.take(taken);
        if (spool.length() > limits.bodyBytes()) {
            throw new BadRequest(413, "the request body is too large");
        }
        if (decoder.isAtEnd()) {
            startWithSpool();
        }
    }

    /** The client has sent something, or ended. */
    void clientSent() {
        spoolAwake = true;
        hearing.wake();
        if (body != null) {
            body.wake();
        }
    }

    /** The client has room for more. */
    void clientHasRoom() {
        if (answer != null) {
            answer.wake();
        } else {
            client.flush(false);
        }
    }

    /** A pipe of the program is ready. */
    void programReady(Watch watch) {
        if (child != null && child.isStdin(watch)) {
            body.wake();
        } else if (errors != null && child.isStderr(watch)) {
            errors.step();
        } else if (answer != null) {
            answer.wake();
        }
    }

    /** The program's output has ended: passes on what else it printed. */
    void endErrors() {
        if (errors != null) {
            errors.end();
        }
    }

    /** Whether the front end wants no answer any more. */
    boolean isAborted() {
        return front.isAborted();
    }

    /** Whether the client ended before its request did. */
    boolean isTruncated() {
        return body != null && body.isTruncated();
    }

    /** Whether there is nothing left to do but to end the response. */
    boolean isOver() {
        return child != null && child.hasEnded() && (answer == null || answer.isAtEnd() && !client.hasPending());
    }

    Wait waitsFor() {
        if (answer != null && answer.waitsForClient()) {
            return Wait.CLIENT_OUTPUT;
        }
        if (child != null && answer != null && child.hasEnded() != answer.isAtEnd()) {
            return Wait.END;
        }
        return waitsForInput() ? Wait.CLIENT_INPUT : Wait.PROGRAM;
    }

    /** Whether what the client sends is to be read at any time. */
    boolean listens() {
        return waitsForInput() || (front.listens() && hasWholeRequest());
    }

    boolean waitsForInput() {
        return spool != null || (body != null && body.waitsForClient());
    }

    /** Watches the program's pipes for what is waited for. */
    void watchProgram() {
        if (child != null && body != null) {
            child.watch(body.waitsForProgram(), answer != null && !answer.isAtEnd() && !answer.waitsForClient());
            child.watchStderr(!client.hasPending());
        }
    }

    /** Whether all of the request has been read. */
    boolean hasWholeRequest() {
        return body != null && body.isComplete();
    }

    /** Whether the response's status is on its way. */
    boolean hasStarted() {
        return program.isNph() ? child != null : answer != null && answer.hasStarted();
    }

    /** How many bytes of the coming response's beginning have been sent as probes. */
    int startSent() {
        return answer == null ? 0 : answer.startSent();
    }

    Request request() {
        return request;
    }

    /** The program; null as long as the body is being kept. */
    Child child() {
        return child;
    }

    /** The response; null before there is a program, and for one that writes it itself. */
    Answer answer() {
        return answer;
    }

    /** Whether the connection may go on behind this exchange. */
    boolean keepsAlive() {
        return keepAlive && answer != null && !answer.endsWithConnection() && hasWholeRequest();
    }

    /**
     * Starts the program again if the response is a local redirect to it; a redirect to what is not its own goes to the
     * client.
     *
     * @return whether it did
     */
    boolean follow() {
        byte[] target = answer == null ? null : answer.redirect();
        if (target == null) {
            return false;
        }
        Request next = redirected(target);
        if (!program.serves(next)) {
            answer.passRedirectOn();
            return false;
        }
        if (redirects++ == MOST_REDIRECTS) {
            throw new BadResponse("the program redirects without end");
        }
        int probed = answer.startSent();
        request = next;
        closeProgram();
        start(-1, CgiProgram.NOTHING);
        answer.startsBehind(probed);
        body.detach(child);
        return true;
    }

    private Request redirected(byte[] target) {
        try {
            return request.redirectedTo(target);
        } catch (BadRequest e) {
            throw new BadResponse("the program's Location is invalid");
        }
    }

    /** Closes our ends of the program's pipes. */
    void closeProgram() {
        dropSpool();
        if (child != null) {
            child.closeStdin();
            child.closeStdout();
            child.closeStderr();
        }
    }
}
