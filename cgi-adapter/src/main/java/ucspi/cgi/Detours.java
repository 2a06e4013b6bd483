package ucspi.cgi;

/** Where a request goes on when a response leads elsewhere within this server: the client does not see that one. */
final class Detours {
    private static final int MOST_REDIRECTS = 10;

    private final Resolver resolver;
    private int redirects;

    Detours(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Whether the files that programs name are sent from here. */
    boolean sendFiles() {
        return resolver.sendsFiles();
    }

    /**
     * What answers a request in place of the response that came for it.
     *
     * @return null if that response is the client's
     * @throws BadResponse if it leads in circles, or to what is no path
     */
    Reply next(Request request, AnswerHead head) {
        if (head.fileHead() != null) {
            return new Reply.Send(resolver.file(request, head.fileHead()));
        }
        if (head.redirect() == null) {
            return null;
        }
        Request next = redirected(request, head.redirect());
        if (redirects++ == MOST_REDIRECTS) {
            throw new BadResponse("the program redirects without end");
        }
        return resolver.resolve(next);
    }

    private static Request redirected(Request request, byte[] target) {
        try {
            return request.redirectedTo(target);
        } catch (BadRequest e) {
            throw new BadResponse("the program's Location is invalid");
        }
    }
}
