package ucspi.cgi;

import ucspi.kernel.Kernel;

/**
 * Turns the head that a program prints into a response's, or finds that the response is to come from elsewhere: from
 * another path of this server, or from a file that the program names.
 */
final class AnswerHead {
    private final Kernel kernel;
    private final Client client;
    private final Front front;
    private final RequestLog requests;
    private final Request request;
    private final boolean keepAlive;
    private final boolean sendsFiles;
    private final CgiResponseParser parser = new CgiResponseParser();
    private ResponseFraming framing = ResponseFraming.NONE;
    private CgiResponse fileHead;
    private byte[] redirect;
    private long length;
    private boolean events;
    private int startSent;
    private boolean complete;
    private boolean started;

    /**
     * @param keepAlive whether the connection may go on behind this response
     * @param sendsFiles whether a file that the program names is ours to send, and not a web server's in front
     */
    AnswerHead(
            Kernel kernel,
            Client client,
            Front front,
            RequestLog requests,
            Request request,
            boolean keepAlive,
            boolean sendsFiles) {
        this.kernel = kernel;
        this.client = client;
        this.front = front;
        this.requests = requests;
        this.request = request;
        this.keepAlive = keepAlive;
        this.sendsFiles = sendsFiles;
    }

    /**
     * Takes bytes up to the end of the final head.
     *
     * @return how many it took: all, unless the head {@link #isComplete}
     * @throws BadResponse if this is no head
     */
    int feed(byte[] source, int from, int to) {
        int at = from;
        while (!complete && at < to) {
            at += parser.feed(source, at, to);
            if (parser.response() != null) {
                take(parser.response());
            }
        }
        return at - from;
    }

    private void take(CgiResponse response) {
        requests.printed(response);
        if (response.isInterim()) {
            boolean isShown = !namesFile(response.head());
            if (isShown && front.writeInterim(client.pending(), request, response)) {
                skipStart();
            }
            parser.reset();
            return;
        }
        complete = true;
        redirect = front.followsRedirects() ? response.localRedirect() : null;
        if (redirect == null && namesFile(response.head())) {
            fileHead = response;
        } else if (redirect == null) {
            begin(response);
        }
    }

    private boolean namesFile(Head head) {
        return sendsFiles
                && (head.find(FieldNames.X_SENDFILE, 0) >= 0 || head.find(FieldNames.X_ACCEL_REDIRECT, 0) >= 0);
    }

    private void begin(CgiResponse response) {
        started = true;
        requests.answered(response.status());
        framing = front.framing(request, response);
        boolean goesOn = keepAlive && framing != ResponseFraming.CLOSE;
        front.writeHead(client.pending(), request, response, framing, kernel.realtimeMillis(), goesOn);
        skipStart();
        boolean hasBody = !ResponseFraming.hasNoBody(request, response);
        length = hasBody ? response.contentLength() : 0;
        events = hasBody && response.hasEvents();
    }

    private void skipStart() {
        client.skip(startSent);
        startSent = 0;
    }

    /** Sends the head to the client after all: the redirect leads to what is not ours. */
    void passRedirectOn() {
        redirect = null;
        begin(parser.response());
        client.flush(false);
    }

    /** Whether the final head has come, wherever it leads. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the final response's status is on its way, so that no other can be sent. */
    boolean hasStarted() {
        return started;
    }

    ResponseFraming framing() {
        return framing;
    }

    /** How long the body is that the client is promised: 0 if it gets none, -1 if that shows only at its end. */
    long length() {
        return length;
    }

    /** Whether the body that the client gets is a stream of events. */
    boolean hasEvents() {
        return events;
    }

    /** Where the program wants the request to go on within this server; null if nowhere. */
    byte[] redirect() {
        return redirect;
    }

    /** The head of a response whose body is to be a file that it names; null if it is not. */
    CgiResponse fileHead() {
        return fileHead;
    }

    /** How many bytes of the coming response's beginning have been sent as probes. */
    int startSent() {
        return startSent;
    }

    /** So many bytes of its beginning have been sent already. */
    void startsBehind(int count) {
        startSent = count;
    }

    /** Makes a byte pending that every response begins with; returns whether there is one left. */
    boolean addOfStart() {
        boolean isLeft = startSent < front.start().length();
        if (isLeft) {
            client.pending().addByte(front.start().charAt(startSent++));
        }
        return isLeft;
    }
}
