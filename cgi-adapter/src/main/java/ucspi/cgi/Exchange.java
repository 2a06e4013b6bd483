package ucspi.cgi;

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
    /** Enough to be quick, and few enough that others have not long to wait. */
    private static final int MOST_STEPS = 16;

    private final Client client;
    private final Front front;
    private final RequestLog requests;
    private final Hearing hearing;
    private final Preparation preparation;
    private final Buffers buffers;
    private byte[] buffer;
    private boolean keepAlive;
    private ProgramRun run;
    private Delivery delivery;

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
        this.client = client;
        this.front = front;
        this.requests = requests;
        this.hearing = new Hearing(client, front, input);
        this.buffers = service.buffers();
        Hold hold = service.tree() == null
                ? null
                : new Hold(service.kernel(), service.tree(), service.limits().hold() * 1000L);
        ProgramStarter starter = new ProgramStarter(service, client, front, input, gateway, requests, hold, owner);
        this.preparation = new Preparation(service, client, front, input, requests, hold, starter, owner::goOn);
    }

    /**
     * Begins with a request.
     *
     * @throws BadRequest if it is not to be answered by the program
     * @throws SysException if the program cannot be started
     */
    void begin(Request request, boolean mayKeepAlive) {
        keepAlive = mayKeepAlive && request.keepAlive();
        run = null;
        hearing.wake();
        delivery = null;
        buffer = buffers.take();
        preparation.begin(request, keepAlive, buffer);
        takePrepared();
    }

    private void takePrepared() {
        Delivery made = preparation.delivery();
        if (made != null) {
            send(made, 0);
        }
        ProgramRun started = preparation.run();
        run = started == null ? run : started;
    }

    /** Begins to send what is no program's; a body that nobody wants is left to the end of the connection. */
    private void send(Delivery what, int sent) {
        keepAlive = keepAlive && hasWholeRequest();
        delivery = what;
        delivery.begin(client, front, requests, request().minor(), keepAlive, sent, buffer);
    }

    /**
     * Goes on as far as it can without waiting.
     *
     * @throws BadRequest if the body is faulty
     * @throws BadResponse if the program's output is
     * @throws SysException if the system refuses something
     */
    void run() {
        for (int step = 0; step < MOST_STEPS && preparation.isAwake(); step++) {
            preparation.step();
        }
        preparation.goOn();
        takePrepared();
        for (int step = 0; step < MOST_STEPS && delivery != null && delivery.isAwake(); step++) {
            delivery.step();
        }
        if (delivery == null && run != null) {
            run.run();
        }
        if (!preparation.isHeld() && hasWholeRequest()) {
            hearing.run();
        }
        if (front.listens()) {
            client.flush(false);
        }
    }

    /** Whether it can go on at once: others were to have their turn in between. */
    boolean isAwake() {
        if (delivery != null) {
            return delivery.isAwake();
        }
        return preparation.isAwake() || (run != null && run.isAwake());
    }

    /** The client has sent something, or ended. */
    void clientSent() {
        preparation.clientSent();
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
        if (preparation.isHeld()) {
            return Wait.DEPLOY;
        }
        if (preparation.isWaiting()) {
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
        return !preparation.isHeld() && (waitsForInput() || (front.listens() && hasWholeRequest()));
    }

    private boolean waitsForInput() {
        return delivery == null
                && !preparation.isWaiting()
                && (preparation.isKeeping() || (run != null && run.body().waitsForClient()));
    }

    /** Watches the program's pipes for what is waited for. */
    void watchProgram() {
        if (run != null && delivery == null) {
            run.watch(client.hasPending());
        }
    }

    /** Whether all of the request has been read. */
    boolean hasWholeRequest() {
        return run == null ? preparation.hasWholeRequest() : run.body().isComplete();
    }

    /** Whether the response's status is on its way. */
    boolean hasStarted() {
        CgiProgram program = preparation.program();
        boolean isNph = program != null && program.isNph();
        return delivery != null
                || (isNph ? run != null : answer() != null && answer().head().hasStarted());
    }

    /** How many bytes of the coming response's beginning have been sent as probes. */
    int startSent() {
        if (preparation.isWaiting()) {
            return preparation.startSent();
        }
        return answer() == null ? 0 : answer().head().startSent();
    }

    Request request() {
        return preparation.request();
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
        Reply reply = preparation.follow(head);
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
        RequestBody rest = run.body();
        run = null;
        preparation.begin((Reply.Run) reply, head.startSent(), rest);
        takePrepared();
        return true;
    }

    /** Ends: closes our ends of the program's pipes, and the file that was sent; nothing is moved any more. */
    void end() {
        close();
        preparation.end();
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
    }

    /** Forgets the request and all that was made for it. */
    void forget() {
        preparation.forget();
        run = null;
        delivery = null;
    }

    private void close() {
        preparation.drop();
        if (delivery != null) {
            delivery.close();
        }
        if (run != null) {
            run.close();
        }
    }
}
