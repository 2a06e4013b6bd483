package ucspi.cgi;

import ucspi.kernel.Kernel;
import ucspi.kernel.SysException;

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
    private final boolean beats;

    /**
     * @param hold the hold on the revision that is served; null without one
     * @param owner who is told what the program's pipes are ready for
     */
    ProgramStarter(
            Service service,
            Client client,
            Front front,
            InputBuffer input,
            Gateway gateway,
            RequestLog requests,
            Hold hold,
            Watch.Owner owner) {
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
        this.beats = service.limits().heartbeat() > 0;
    }

    /**
     * Starts a program.
     *
     * @param ticket the right to run it, given back when it has ended, or at once if it does not start
     * @param buffer of {@link Buffers#SIZE}, the response's own until it is complete
     * @throws ucspi.kernel.SysException if it cannot be started
     */
    ProgramRun start(PlannedStart planned, Slots.Ticket ticket, byte[] buffer) {
        Request request = planned.request();
        Child child;
        RequestBody body;
        if (planned.rest() != null) {
            child = child(planned, ticket, -1, CgiProgram.NOTHING);
            body = planned.rest();
            body.detach(child);
        } else if (planned.kept() != null) {
            Spool kept = planned.kept();
            kept.rewind();
            int source = kept.length() == 0 ? CgiProgram.NOTHING : CgiProgram.PIPE;
            child = child(planned, ticket, kept.length(), kept.file() >= 0 ? kept.file() : source);
            int held = kept.file() >= 0 ? 0 : (int) kept.length();
            body = RequestBody.ofBytes(kernel, client, input, child, kept.bytes(), held);
        } else if (request.framing() == Request.Framing.CHUNKED) {
            child = child(planned, ticket, request.length(), CgiProgram.PIPE);
            body = RequestBody.ofChunks(kernel, client, input, child, front.decoder(), mostBody);
        } else {
            long length = request.hasBody() ? request.length() : -1;
            child = child(planned, ticket, length, length > 0 ? CgiProgram.PIPE : CgiProgram.NOTHING);
            body = RequestBody.ofLength(kernel, client, input, child, Math.max(length, 0));
        }
        Answer answer = planned.program().isNph()
                ? null
                : new Answer(kernel, client, front, requests, child, planned.head(), buffer, beats);
        StandardErrors errors = child.stderr() < 0 ? null : new StandardErrors(kernel, client, front, child);
        return new ProgramRun(child, body, answer, errors);
    }

    private Child child(PlannedStart planned, Slots.Ticket ticket, long contentLength, int stdin) {
        CgiProgram program = planned.program();
        if (program.isNph()) {
            client.restore();
        }
        byte[] slot = hold == null ? null : hold.entry();
        Child child;
        try {
            child = program.start(planned.request(), gateway, contentLength, stdin, client.out(), slot, owner);
        } catch (SysException e) {
            ticket.release();
            throw e;
        }
        child.holds(ticket);
        reaper.add(child);
        requests.started(child.pid(), program.environment());
        return child;
    }
}
