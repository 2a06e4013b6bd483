package ucspi.cgi;

import ucspi.kernel.Kernel;
import ucspi.kernel.SysException;

/**
 * One request and its response: keeps a chunked body until it is whole, runs the program, moves both bodies at once.
 *
 * <pre>
 *   chunked --> SPOOLING --> WAITING --> RUNNING --> over: output at its end and program ended
 *   other --------------------^  ^           |
 *                                 \-----------+ local redirect
 *   held, as long as a deploy changes the tree: before it is known what answers, and behind WAITING
 *   what no program answers, or a file that a program names --> SENDING --> over: all is sent
 * </pre>
 */
final class Exchange {
    /** What is to be done as soon as no deploy is in the way. */
    private enum Held {
        NOTHING,
        RESOLVE,
        START
    }

    /** Enough to be quick, and few enough that others have not long to wait. */
    private static final int MOST_STEPS = 16;

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final Kernel kernel;
    private final Client client;
    private final Front front;
    private final RequestLog requests;
    private final Hearing hearing;
    private final InputBuffer input;
    private final Resolver fixed;
    private final Hold hold;
    private final Limits limits;
    private final PendingStart pending;
    private final byte[] spoolDirectory;
    private final Buffers buffers;
    private byte[] buffer;
    private Held held = Held.NOTHING;
    private Request request;
    private boolean keepAlive;
    private CgiProgram program;
    private BodyKeeper keeper;
    private ProgramRun run;
    private Delivery delivery;
    private Delivery waiting;
    private boolean bodyIsRead;
    private Detours detours;

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
        this.fixed = service.resolver();
        this.hold = service.tree() == null
                ? null
                : new Hold(kernel, service.tree(), service.limits().hold() * 1000L);
        this.hearing = new Hearing(client, front, input);
        this.limits = service.limits();
        this.spoolDirectory = service.spoolDirectory();
        this.buffers = service.buffers();
        ProgramStarter starter = new ProgramStarter(service, client, front, input, gateway, requests, hold, owner);
        this.pending = new PendingStart(service.slots(), starter, owner::goOn);
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
        run = null;
        hearing.wake();
        delivery = null;
        waiting = null;
        bodyIsRead = false;
        program = null;
        buffer = buffers.take();
        held = Held.RESOLVE;
        goOn();
    }

    /** Does what may have had to wait for a deploy, unless it has to go on waiting. */
    private void goOn() {
        if (held == Held.NOTHING && pending.isGranted()) {
            held = Held.START;
        }
        if (held == Held.NOTHING || (hold != null && !hold.take())) {
            return;
        }
        boolean starts = held == Held.START;
        held = Held.NOTHING;
        if (starts) {
            startPending();
        } else {
            Resolver resolver = hold == null ? fixed : hold.resolver();
            detours = new Detours(resolver);
            begin(resolver);
        }
    }

    private void letGo() {
        if (hold != null) {
            hold.letGo();
        }
    }

    private void begin(Resolver resolver) {
        Reply reply = resolver.resolve(request);
        if (reply == null) {
            throw new BadRequest(404, "the path is not the program's");
        }
        if (reply instanceof Reply.Send send) {
            // what is sent is open: it stays what it is
            letGo();
            answer(send.delivery());
            return;
        }
        take((Reply.Run) reply);
        if (request.length() > limits.bodyBytes()) {
            throw new BadRequest(413, "the request body is too large");
        }
        if (isKept()) {
            keeper = newKeeper();
            // the client may take its time: no deploy waits for it
            letGo();
            sendContinue();
        } else {
            start(new PlannedStart(program, request, newHead(), null, null));
        }
    }

    private void sendContinue() {
        boolean isChunked = request.framing() == Request.Framing.CHUNKED;
        if (request.expectContinue() && input.isEmpty() && (isChunked || request.length() > 0)) {
            client.pending().add(CONTINUE);
            client.flush(false);
        }
    }

    /** Starts a program as soon as one more may run. */
    private void start(PlannedStart start) {
        pending.plan(start);
        if (!pending.isGranted()) {
            // nor for another program's end
            letGo();
        }
        goOn();
    }

    private void startPending() {
        boolean readsBody = pending.readsBody();
        run = pending.start(buffer);
        if (readsBody) {
            sendContinue();
        }
    }

    /** Answers with what is no program's, where need be once the body is there, which nobody wants. */
    private void answer(Delivery own) {
        if (front.wantsBodyRead() && request.hasBody()) {
            keeper = newKeeper();
            waiting = own;
        } else {
            send(own, 0);
        }
    }

    private BodyKeeper newKeeper() {
        return new BodyKeeper(kernel, client, input, front.decoder(), spoolDirectory, limits.bodyBytes());
    }

    /** Whether the body is to be whole before the program starts. */
    private boolean isKept() {
        boolean hasLength = request.length() >= 0;
        return request.hasBody() && !limits.streamBody() && (!hasLength || front.wantsBodyRead());
    }

    private void take(Reply.Run next) {
        program = next.program();
        request = next.request();
    }

    private AnswerHead newHead() {
        boolean takesFiles = detours.sendFiles() || !front.hasFrontEnd();
        return new AnswerHead(kernel, client, front, requests, request, keepAlive, takesFiles);
    }

    /** Begins to send what is no program's; a body that nobody wants is left to the end of the connection. */
    private void send(Delivery what, int sent) {
        keepAlive = keepAlive && hasWholeRequest();
        delivery = what;
        delivery.begin(client, front, requests, request.minor(), keepAlive, sent, buffer);
    }

    private void dropKept() {
        if (keeper != null) {
            keeper.close();
            keeper = null;
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
        goOn();
        for (int step = 0; step < MOST_STEPS && isKeeping(); step++) {
            keeper.step();
        }
        if (waiting != null && keeper.isComplete()) {
            bodyIsRead = true;
            send(waiting, 0);
            waiting = null;
            dropKept();
        } else if (keeper != null && keeper.isComplete()) {
            PlannedStart start = new PlannedStart(program, request, newHead(), keeper.spool(), null);
            keeper = null;
            start(start);
        }
        for (int step = 0; step < MOST_STEPS && delivery != null && delivery.isAwake(); step++) {
            delivery.step();
        }
        if (delivery == null && run != null) {
            run.run();
        }
        if (held == Held.NOTHING && hasWholeRequest()) {
            hearing.run();
        }
        if (front.listens()) {
            client.flush(false);
        }
    }

    private boolean isKeeping() {
        return keeper != null && keeper.isAwake() && !front.isAborted();
    }

    /** Whether it can go on at once: others were to have their turn in between. */
    boolean isAwake() {
        if (delivery != null) {
            return delivery.isAwake();
        }
        return isKeeping() || (run != null && run.isAwake());
    }

    /** The client has sent something, or ended. */
    void clientSent() {
        if (keeper != null) {
            keeper.wake();
        }
        hearing.wake();
        if (run != null) {
            run.body().wake();
        }
    }

    /** The client has room for more. */
    void clientHasRoom() {
        if (answer() != null) {
            answer().wake();
        } else if (delivery != null) {
            delivery.wake();
        } else {
            client.flush(false);
        }
    }

    /** A pipe of the program is ready. */
    void programReady(Watch watch) {
        if (run != null && delivery == null) {
            run.ready(watch);
        }
    }

    /** The program's output has ended: passes on what else it printed. */
    void endErrors() {
        run.endErrors();
    }

    /** Whether the front end wants no answer any more. */
    boolean isAborted() {
        return front.isAborted();
    }

    /** Whether the client ended before its request did. */
    boolean isTruncated() {
        return run != null && run.body().isTruncated();
    }

    /** Whether there is nothing left to do but to end the response. */
    boolean isOver() {
        if (delivery != null) {
            return delivery.isOver();
        }
        return run != null && run.isOver() && (run.answer() == null || !client.hasPending());
    }

    Wait waitsFor() {
        if (held != Held.NOTHING) {
            return Wait.DEPLOY;
        }
        if (pending.isWaiting()) {
            return Wait.SLOT;
        }
        if (delivery != null || (answer() != null && answer().waitsForClient())) {
            return Wait.CLIENT_OUTPUT;
        }
        if (run != null && run.isHalfOver()) {
            return Wait.END;
        }
        return waitsForInput() ? Wait.CLIENT_INPUT : Wait.PROGRAM;
    }

    /** Counts the times that the program has done something. */
    int programEvents() {
        return run == null ? 0 : run.events();
    }

    /** Whether what the client sends is to be read at any time. */
    boolean listens() {
        return held == Held.NOTHING && (waitsForInput() || (front.listens() && hasWholeRequest()));
    }

    private boolean waitsForInput() {
        return delivery == null
                && !pending.isWaiting()
                && (keeper != null || (run != null && run.body().waitsForClient()));
    }

    /** Watches the program's pipes for what is waited for. */
    void watchProgram() {
        if (run != null && delivery == null) {
            run.watch(client.hasPending());
        }
    }

    /** Whether all of the request has been read. */
    boolean hasWholeRequest() {
        return run == null
                ? bodyIsRead || (program == null && !request.hasBody())
                : run.body().isComplete();
    }

    /** Whether the response's status is on its way. */
    boolean hasStarted() {
        boolean isNph = program != null && program.isNph();
        return delivery != null
                || (isNph ? run != null : answer() != null && answer().head().hasStarted());
    }

    /** How many bytes of the coming response's beginning have been sent as probes. */
    int startSent() {
        if (pending.isWaiting()) {
            return pending.startSent();
        }
        return answer() == null ? 0 : answer().head().startSent();
    }

    Request request() {
        return request;
    }

    /** The program; null as long as the body is being kept, and when something else is sent. */
    Child child() {
        return run == null || delivery != null ? null : run.child();
    }

    /** What is sent that is no program's; null if a program answers. */
    Delivery delivery() {
        return delivery;
    }

    /** The program's response; null before there is one, and for a program that writes it itself. */
    Answer answer() {
        return run == null || delivery != null ? null : run.answer();
    }

    /** Whether the connection may go on behind this exchange. */
    boolean keepsAlive() {
        boolean canGoOn = delivery != null || (answer() != null && !answer().endsWithConnection());
        return keepAlive && canGoOn && hasWholeRequest();
    }

    /**
     * Goes on as the response says that only we see: starts a program if it is a local redirect, sends a file if it
     * names one. A redirect to what is not ours goes to the client.
     *
     * @return whether it did
     */
    boolean follow() {
        AnswerHead head = answer().head();
        Reply reply = detours.next(request, head);
        if (reply == null) {
            if (head.redirect() != null) {
                answer().passRedirectOn();
            }
            return false;
        }
        close();
        if (reply instanceof Reply.Send send) {
            send(send.delivery(), head.startSent());
            return true;
        }
        take((Reply.Run) reply);
        AnswerHead nextHead = newHead();
        nextHead.startsBehind(head.startSent());
        RequestBody rest = run.body();
        run = null;
        start(new PlannedStart(program, request, nextHead, null, rest));
        return true;
    }

    /** Ends: closes our ends of the program's pipes, and the file that was sent; nothing is moved any more. */
    void end() {
        close();
        held = Held.NOTHING;
        if (hold != null) {
            hold.end();
        }
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
    }

    /** Forgets the request and all that was made for it. */
    void forget() {
        request = null;
        program = null;
        run = null;
        delivery = null;
        detours = null;
    }

    private void close() {
        dropKept();
        pending.drop();
        if (delivery != null) {
            delivery.close();
        }
        if (waiting != null) {
            waiting.close();
        }
        if (run != null) {
            run.close();
        }
    }
}
