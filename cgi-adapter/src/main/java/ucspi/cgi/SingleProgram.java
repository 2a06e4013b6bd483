package ucspi.cgi;

/** One program that answers every request below its path. */
record SingleProgram(CgiProgram program) implements Resolver {
    @Override
    public Reply resolve(Request request) {
        return program.serves(request) ? new Reply.Run(program, request) : null;
    }

    @Override
    public boolean sendsFiles() {
        return false;
    }

    @Override
    public Delivery file(Request request, CgiResponse head) {
        throw new BadResponse("the program names a file to send, and nobody here sends one");
    }
}
