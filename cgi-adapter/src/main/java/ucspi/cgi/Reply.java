package ucspi.cgi;

/** What answers a request: a program, or something that the adapter sends by itself. */
sealed interface Reply {
    /**
     * A program.
     *
     * @param request what it is asked, which may be another path than the client's
     */
    record Run(CgiProgram program, Request request) implements Reply {}

    /** Something to send. */
    record Send(Delivery delivery) implements Reply {}
}
