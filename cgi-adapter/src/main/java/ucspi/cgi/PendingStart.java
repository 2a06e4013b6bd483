package ucspi.cgi;

/** The start of a program that waits until one more may run. */
final class PendingStart {
    private final Slots slots;
    private final ProgramStarter starter;
    private final Runnable granted;
    private PlannedStart planned;
    private Slots.Ticket ticket;

    /**
     * @param granted called when the program may start that could not at once
     */
    PendingStart(Slots slots, ProgramStarter starter, Runnable granted) {
        this.slots = slots;
        this.starter = starter;
        this.granted = granted;
    }

    /**
     * Asks for a program to be started.
     *
     * @throws BadRequest if too many wait for that already
     */
    void plan(PlannedStart start) {
        planned = start;
        ticket = slots.take(start.program().name(), start.program().user(), granted);
        if (ticket == null) {
            throw new BadRequest(503, "too many requests wait for programs to end");
        }
    }

    boolean isWaiting() {
        return planned != null;
    }

    /** Whether it may start. */
    boolean isGranted() {
        return planned != null && ticket.isGranted();
    }

    /**
     * Starts it.
     *
     * @param buffer of {@link Buffers#SIZE}, the response's own until it is complete
     * @throws ucspi.kernel.SysException if it cannot be started
     */
    ProgramRun start(byte[] buffer) {
        Slots.Ticket used = ticket;
        ticket = null;
        ProgramRun run = starter.start(planned, used, buffer);
        drop();
        return run;
    }

    /** Whether the request's body is still to come from the client. */
    boolean readsBody() {
        return planned.kept() == null && planned.rest() == null;
    }

    /** How many bytes of the coming response's beginning have been sent as probes. */
    int startSent() {
        return planned.head().startSent();
    }

    /** Forgets it. */
    void drop() {
        if (planned != null && planned.kept() != null) {
            planned.kept().close();
        }
        planned = null;
        if (ticket != null) {
            ticket.release();
            ticket = null;
        }
    }
}
