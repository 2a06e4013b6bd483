package ucspi.cgi;

import ucspi.kernel.Kernel;

/**
 * Makes a request ready to be answered: finds out what answers it, keeps its body until that is whole, waits for a
 * deploy's end and for a slot, and starts the program.
 *
 * <pre>
 *   RESOLVING --> KEEPING --> WAITING for a slot --> STARTING --> {@link #run}
 *      \  \-------------------^                        a deploy holds up RESOLVING and STARTING
 *       \--> {@link #delivery}
 * </pre>
 */
final class Preparation {
    /** What is to be done as soon as no deploy is in the way. */
    private enum Held {
        NOTHING,
        RESOLVE,
        START
    }

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final Kernel kernel;
    private final Client client;
    private final Front front;
    private final RequestLog requests;
    private final InputBuffer input;
    private final Resolver fixed;
    private final Hold hold;
    private final Limits limits;
    private final PendingStart pending;
    private final byte[] spoolDirectory;
    private Held held = Held.NOTHING;
    private Request request;
    private boolean keepAlive;
    private byte[] buffer;
    private CgiProgram program;
    private BodyKeeper keeper;
    private Detours detours;
    private Delivery waiting;
    private boolean bodyIsRead;
    private Delivery delivery;
    private ProgramRun run;

    /**
     * @param hold the hold on the revision that is served; null without one
     * @param granted called when the program may start that could not at once
     */
    Preparation(
            Service service,
            Client client,
            Front front,
            InputBuffer input,
            RequestLog requests,
            Hold hold,
            ProgramStarter starter,
            Runnable granted) {
        this.kernel = service.kernel();
        this.client = client;
        this.front = front;
        this.requests = requests;
        this.input = input;
        this.fixed = service.resolver();
        this.hold = hold;
        this.limits = service.limits();
        this.pending = new PendingStart(service.slots(), starter, granted);
        this.spoolDirectory = service.spoolDirectory();
    }

    /**
     * Begins with a request.
     *
     * @param mayKeepAlive whether the connection may go on behind it
     * @param room of {@link Buffers#SIZE}, the response's own until it is complete
     * @throws BadRequest if it is not to be answered by a program
     * @throws ucspi.kernel.SysException if the program cannot be started
     */
    void begin(Request next, boolean mayKeepAlive, byte[] room) {
        request = next;
        keepAlive = mayKeepAlive;
        buffer = room;
        program = null;
        waiting = null;
        bodyIsRead = false;
        delivery = null;
        run = null;
        held = Held.RESOLVE;
        goOn();
    }

    /**
     * Goes on if nothing is in the way.
     *
     * @throws BadRequest if the body is faulty, or the request cannot be served now
     * @throws ucspi.kernel.SysException if the program cannot be started
     */
    void goOn() {
        if (waiting != null && keeper.isComplete()) {
            bodyIsRead = true;
            delivery = waiting;
            waiting = null;
            dropKept();
        } else if (keeper != null && keeper.isComplete()) {
            PlannedStart start = new PlannedStart(program, request, newHead(), keeper.spool(), null);
            keeper = null;
            plan(start);
        }
        if (held == Held.NOTHING && pending.isGranted()) {
            held = Held.START;
        }
        if (held != Held.NOTHING && (hold == null || hold.take())) {
            boolean starts = held == Held.START;
            held = Held.NOTHING;
            if (starts) {
                start();
            } else {
                resolve();
            }
        }
    }

    private void resolve() {
        Resolver resolver = hold == null ? fixed : hold.resolver();
        detours = new Detours(resolver);
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
            plan(new PlannedStart(program, request, newHead(), null, null));
            goOn();
        }
    }

    /** Answers with what is no program's, where need be once the body is there, which nobody wants. */
    private void answer(Delivery own) {
        if (front.wantsBodyRead() && request.hasBody()) {
            keeper = newKeeper();
            waiting = own;
        } else {
            delivery = own;
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

    private void sendContinue() {
        boolean isChunked = request.framing() == Request.Framing.CHUNKED;
        if (request.expectContinue() && input.isEmpty() && (isChunked || request.length() > 0)) {
            client.pending().add(CONTINUE);
            client.flush(false);
        }
    }

    private void plan(PlannedStart start) {
        pending.plan(start);
        if (!pending.isGranted()) {
            // no deploy waits for another program's end, either
            letGo();
        }
    }

    private void start() {
        boolean readsBody = pending.readsBody();
        run = pending.start(buffer);
        if (readsBody) {
            sendContinue();
        }
    }

    private void letGo() {
        if (hold != null) {
            hold.letGo();
        }
    }

    /**
     * What answers the request in place of a response that leads elsewhere within this server; null if nothing does.
     *
     * @throws BadResponse if it leads in circles, or to what is no path
     */
    Reply follow(AnswerHead head) {
        return detours.next(request, head);
    }

    /**
     * Goes on with a program that the one before led to.
     *
     * @param probed how many bytes of the response's beginning have been sent
     * @param rest what is left of the request's body
     */
    void begin(Reply.Run next, int probed, RequestBody rest) {
        take(next);
        AnswerHead head = newHead();
        head.startsBehind(probed);
        plan(new PlannedStart(program, request, head, null, rest));
        goOn();
    }

    /** What is to be sent that is no program's, once; else null. */
    Delivery delivery() {
        Delivery made = delivery;
        delivery = null;
        return made;
    }

    /** The program that has been started, once; else null. */
    ProgramRun run() {
        ProgramRun made = run;
        run = null;
        return made;
    }

    /** Whether the body is being kept. */
    boolean isKeeping() {
        return keeper != null;
    }

    /** Whether more of the body can be read at once. */
    boolean isAwake() {
        return keeper != null && keeper.isAwake() && !front.isAborted();
    }

    /** Reads more of the body. */
    void step() {
        keeper.step();
    }

    /** The client has sent something, or ended. */
    void clientSent() {
        if (keeper != null) {
            keeper.wake();
        }
    }

    /** Whether a deploy is in the way. */
    boolean isHeld() {
        return held != Held.NOTHING;
    }

    /** Whether a program is to start, but cannot yet. */
    boolean isWaiting() {
        return pending.isWaiting();
    }

    /** How many bytes of the waiting program's response have been sent as probes. */
    int startSent() {
        return pending.startSent();
    }

    Request request() {
        return request;
    }

    /** What answers the request; null as long as that is not known, and for what is no program. */
    CgiProgram program() {
        return program;
    }

    /** Whether all of the request has been read that no program reads. */
    boolean hasWholeRequest() {
        return bodyIsRead || (program == null && !request.hasBody());
    }

    /** Forgets what has been kept, and gives up waiting. */
    void drop() {
        dropKept();
        if (waiting != null) {
            waiting.close();
            waiting = null;
        }
        pending.drop();
    }

    private void dropKept() {
        if (keeper != null) {
            keeper.close();
            keeper = null;
        }
    }

    /** The request is over: another revision may take this one's place. */
    void end() {
        held = Held.NOTHING;
        buffer = null;
        if (hold != null) {
            hold.end();
        }
    }

    /** Forgets the request. */
    void forget() {
        request = null;
        program = null;
        detours = null;
    }
}
