package ucspi.cgi;

import ucspi.kernel.Kernel;

/** Starts programs for the requests of a connection, with whatever body a request has. */
final class ProgramStarter {
    private final Kernel kernel;
    private final Client client;
    private final Front front;
    private final RequestLog requests;
    private final InputBuffer input;
    private final Gateway gateway;
    private final long mostBody;
    private final Reaper reaper;
    private final Hold hold;
    private final Watch.Owner owner;
    private final byte[] buffer;
    private final boolean beats;

    /**
     * @param hold the hold on the revision that is served; null without one
     * @param owner who is told what the program's pipes are ready for
     * @param buffer at least {@link Answer#bufferSize} bytes, which the response may use
     */
    ProgramStarter(
            Service service,
            Client client,
            Front front,
            InputBuffer input,
            Gateway gateway,
            RequestLog requests,
            Hold hold,
            Watch.Owner owner,
            byte[] buffer) {
        this.kernel = service.kernel();
        this.client = client;
        this.front = front;
        this.requests = requests;
        this.input = input;
        this.gateway = gateway;
        this.mostBody = service.limits().bodyBytes();
        this.reaper = service.reaper();
        this.hold = hold;
        this.owner = owner;
        this.buffer = buffer;
        this.beats = service.limits().heartbeat() > 0;
    }

    /**
     * Starts a program at once, which gets the body as it comes.
     *
     * @param head what is to become of the head that it prints
     * @throws ucspi.kernel.SysException if it cannot be started
     */
    ProgramRun start(CgiProgram program, Request request, AnswerHead head) {
        if (request.framing() == Request.Framing.CHUNKED) {
            Child child = child(program, request, request.length(), CgiProgram.PIPE);
            return run(
                    child,
                    program,
                    head,
                    RequestBody.ofChunks(kernel, client, input, child, front.decoder(), mostBody));
        }
        long length = request.hasBody() ? request.length() : -1;
        Child child = child(program, request, length, length > 0 ? CgiProgram.PIPE : CgiProgram.NOTHING);
        return run(child, program, head, RequestBody.ofLength(kernel, client, input, child, Math.max(length, 0)));
    }

    /**
     * Starts a program for a request whose body has been kept.
     *
     * @throws ucspi.kernel.SysException if it cannot be started
     */
    ProgramRun start(CgiProgram program, Request request, AnswerHead head, Spool kept) {
        kept.rewind();
        int source = kept.length() == 0 ? CgiProgram.NOTHING : CgiProgram.PIPE;
        Child child = child(program, request, kept.length(), kept.file() >= 0 ? kept.file() : source);
        int held = kept.file() >= 0 ? 0 : (int) kept.length();
        return run(child, program, head, RequestBody.ofBytes(kernel, client, input, child, kept.bytes(), held));
    }

    /**
     * Starts a program that another one led to; what is left of the body it does not get.
     *
     * @throws ucspi.kernel.SysException if it cannot be started
     */
    ProgramRun start(CgiProgram program, Request request, AnswerHead head, RequestBody rest) {
        Child child = child(program, request, -1, CgiProgram.NOTHING);
        rest.detach(child);
        return run(child, program, head, rest);
    }

    private Child child(CgiProgram program, Request request, long contentLength, int stdin) {
        if (program.isNph()) {
            client.restore();
        }
        byte[] slot = hold == null ? null : hold.entry();
        Child child = program.start(request, gateway, contentLength, stdin, client.out(), slot, owner);
        reaper.add(child);
        requests.started(child.pid(), program.environment());
        return child;
    }

    private ProgramRun run(Child child, CgiProgram program, AnswerHead head, RequestBody body) {
        Answer answer =
                program.isNph() ? null : new Answer(kernel, client, front, requests, child, head, buffer, beats);
        StandardErrors errors = child.stderr() < 0 ? null : new StandardErrors(kernel, client, front, child);
        return new ProgramRun(child, body, answer, errors);
    }
}
