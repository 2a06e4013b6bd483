package ucspi.cgi;

import ucspi.kernel.Kernel;
import ucspi.kernel.SysException;

/**
 * One request and its response: keeps a chunked body until it is whole, runs the program, moves both bodies at once.
 *
 * <pre>
 *   chunked --> SPOOLING --> RUNNING --(local redirect)--> RUNNING --> over: output at its end and program ended
 *   other --------------------^
 *   what no program answers, or a file that a program names --> SENDING --> over: all is sent
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
    private final Resolver resolver;
    private final Gateway gateway;
    private final Limits limits;
    private final Reaper reaper;
    private final Watch.Owner owner;
    private final byte[] spoolDirectory;
    private final byte[] buffer = new byte[Answer.bufferSize()];
    private CgiProgram program;
    private Delivery delivery;
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
        this.resolver = service.resolver();
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
        delivery = null;
        program = null;
        Reply reply = resolver.resolve(request);
        if (reply == null) {
            throw new BadRequest(404, "the path is not the program's");
        }
        if (reply instanceof Reply.Send send) {
            send(send.delivery(), 0);
            return;
        }
        take((Reply.Run) reply);
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

    private void take(Reply.Run run) {
        program = run.program();
        request = run.request();
    }

    /** Begins to send what is no program's; a body that nobody wants is left to the end of the connection. */
    private void send(Delivery what, int sent) {
        keepAlive = keepAlive && hasWholeRequest();
        delivery = what;
        child = null;
        answer = null;
        delivery.begin(client, requests, request.minor(), keepAlive, sent, buffer);
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
        answer = program.isNph() ? null : newAnswer();
        errors = child.stderr() < 0 ? null : new StandardErrors(kernel, client, front, child);
    }

    private Answer newAnswer() {
        boolean sendsFiles = resolver.sendsFiles();
        return new Answer(kernel, client, front, requests, child, request, keepAlive, sendsFiles, buffer);
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
        while (delivery != null && delivery.isAwake()) {
            delivery.step();
        }
        while (spool != null && spoolAwake && !front.isAborted()) {
            keep();
        }
        while (delivery == null
                && body != null
                && (body.isAwake() || (answer != null && answer.isAwake()))
                && !isTruncated()) {
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
        } else if (delivery != null) {
            delivery.wake();
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
        if (delivery != null) {
            return delivery.isOver();
        }
        return child != null && child.hasEnded() && (answer == null || answer.isAtEnd() && !client.hasPending());
    }

    Wait waitsFor() {
        if (delivery != null || (answer != null && answer.waitsForClient())) {
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
        return delivery == null && (spool != null || (body != null && body.waitsForClient()));
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
        return body == null ? program == null && !request.hasBody() : body.isComplete();
    }

    /** Whether the response's status is on its way. */
    boolean hasStarted() {
        boolean isNph = program != null && program.isNph();
        return delivery != null || (isNph ? child != null : answer != null && answer.hasStarted());
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

    /** What is sent that is no program's; null if a program answers. */
    Delivery delivery() {
        return delivery;
    }

    /** The response; null before there is a program, and for one that writes it itself. */
    Answer answer() {
        return answer;
    }

    /** Whether the connection may go on behind this exchange. */
    boolean keepsAlive() {
        boolean canGoOn = delivery != null || (answer != null && !answer.endsWithConnection());
        return keepAlive && canGoOn && hasWholeRequest();
    }

    /**
     * Goes on as the response says that only we see: starts a program if it is a local redirect, sends a file if it
     * names one. A redirect to what is not ours goes to the client.
     *
     * @return whether it did
     */
    boolean follow() {
        if (answer.fileHead() != null) {
            int sent = answer.startSent();
            Delivery file = resolver.file(request, answer.fileHead());
            closeProgram();
            send(file, sent);
            return true;
        }
        return answer.redirect() != null && redirect(redirected(answer.redirect()));
    }

    private boolean redirect(Request next) {
        if (redirects++ == MOST_REDIRECTS) {
            throw new BadResponse("the program redirects without end");
        }
        Reply reply = resolver.resolve(next);
        if (reply == null) {
            answer.passRedirectOn();
            return false;
        }
        int probed = answer.startSent();
        request = next;
        closeProgram();
        if (reply instanceof Reply.Send send) {
            send(send.delivery(), probed);
            return true;
        }
        take((Reply.Run) reply);
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

    /** Closes our ends of the program's pipes, and the file that was sent. */
    void closeProgram() {
        dropSpool();
        if (delivery != null) {
            delivery.close();
        }
        if (child != null) {
            child.closeStdin();
            child.closeStdout();
            child.closeStderr();
        }
    }
}
