package ucspi.cgi;

import ucspi.kernel.Bytes;

/**
 * Reads the records of a FastCGI connection, fed in any pieces: requests one after the other, their bodies, and in
 * between what a web server wants to know; pure.
 *
 * <pre>
 *   IDLE --BEGIN_REQUEST--> PARAMS --end of params--> BODY --end of stdin--> ANSWERED
 *     ^                                 \--authorizer: no body-----------------^  |
 *     +---------------------------- {@link #next} ------------------------------+
 * </pre>
 *
 * <p>A request that begins while another one is served is refused, as the protocol has it for applications that do not
 * multiplex. Records of requests that are over, or never were, are skipped.
 */
final class FastcgiReader implements BodyDecoder {
    private enum Phase {
        IDLE,
        PARAMS,
        BODY,
        ANSWERED
    }

    /** The name and the value of a variable that is set for programs that can be both. */
    private static final byte[] RESPONDER = Bytes.ascii("FCGI_ROLERESPONDER");

    private static final byte[] AUTHORIZER = Bytes.ascii("FCGI_ROLEAUTHORIZER");
    private static final int ROLE_NAME = "FCGI_ROLE".length();

    /** The most names of GET_VALUES: there are three. */
    private static final int MOST_VALUES_BYTES = 1024;

    /** Replies that may wait for a web server that does not read. */
    private static final int MOST_PENDING = 256 * 1024;

    private final Wire replies;
    private final byte[] header = new byte[FastcgiRecord.HEADER];
    private final byte[] begin = new byte[FastcgiRecord.BODY];
    private int headerBytes;
    private int contentLength;
    private int content;
    private int padding;
    private Phase phase = Phase.IDLE;
    private int id;
    private int role;
    private boolean keepConnection;
    private boolean over;
    private boolean aborted;
    private Variables variables;
    private FastcgiPairs params;
    private FastcgiPairs values;
    private Variables asked;
    private Request request;
    private long declared;
    private long received;
    private int produced;

    /**
     * @param replies where answers to anything but requests go
     */
    FastcgiReader(Wire replies) {
        this.replies = replies;
    }

    /** The request once its head is complete, else null. */
    Request request() {
        return request;
    }

    /** Whether a request or a part of a record has come. */
    boolean hasBegun() {
        return phase != Phase.IDLE || headerBytes > 0;
    }

    /** Whether there is a request that an answer can be given to. */
    boolean hasRequest() {
        return phase != Phase.IDLE;
    }

    int id() {
        return id;
    }

    boolean keepsConnection() {
        return keepConnection;
    }

    boolean isAuthorizer() {
        return role == FastcgiRecord.AUTHORIZER;
    }

    /** Whether the connection ends because of a request that was refused. */
    boolean isOver() {
        return over;
    }

    /** Whether the web server wants no answer any more. */
    boolean isAborted() {
        return aborted;
    }

    /** The request has been answered: what follows is the next one. */
    void next() {
        phase = Phase.IDLE;
        request = null;
        variables = null;
        params = null;
        aborted = false;
        received = 0;
    }

    /**
     * Takes records up to the end of a request's parameters.
     *
     * @return how many bytes it took: all, unless {@link #request} is complete
     * @throws BadRequest if this is not FastCGI, or no request that may be served
     */
    int feed(byte[] source, int from, int to) {
        int at = from;
        while (at < to && !over && (request == null || !isBetweenRecords())) {
            at += step(source, at, to, at);
        }
        return at - from;
    }

    @Override
    public int decode(byte[] bytes, int from, int to) {
        produced = 0;
        int at = from;
        while (at < to && (phase == Phase.BODY || !isBetweenRecords())) {
            at += step(bytes, at, to, from + produced);
        }
        return at - from;
    }

    /** Takes all the records that come behind a body. */
    void listen(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at += step(bytes, at, to, at);
        }
    }

    @Override
    public int produced() {
        return produced;
    }

    @Override
    public boolean isAtEnd() {
        return phase == Phase.ANSWERED && isBetweenRecords();
    }

    private boolean isBetweenRecords() {
        return headerBytes == 0;
    }

    /** Takes some bytes, of one part of one record. */
    private int step(byte[] source, int at, int to, int into) {
        int taken;
        if (headerBytes < FastcgiRecord.HEADER) {
            header[headerBytes++] = source[at];
            taken = 1;
            if (headerBytes == FastcgiRecord.HEADER) {
                beginRecord();
            }
        } else if (content > 0) {
            taken = Math.min(content, to - at);
            content(source, at, at + taken, into);
            content -= taken;
        } else {
            taken = Math.min(padding, to - at);
            padding -= taken;
        }
        if (headerBytes == FastcgiRecord.HEADER && content == 0 && padding == 0) {
            headerBytes = 0;
            endRecord();
        }
        return taken;
    }

    private int type() {
        return header[1] & 0xff;
    }

    private int recordId() {
        return (header[2] & 0xff) << 8 | (header[3] & 0xff);
    }

    private boolean isOurs(int type) {
        return type() == type && phase != Phase.IDLE && recordId() == id;
    }

    private void beginRecord() {
        refuseIf(!FastcgiRecord.isVersion(header[0]), "a record is not of version 1 of FastCGI");
        contentLength = (header[4] & 0xff) << 8 | (header[5] & 0xff);
        content = contentLength;
        padding = header[6] & 0xff;
        if (type() == FastcgiRecord.BEGIN_REQUEST) {
            refuseIf(contentLength != FastcgiRecord.BODY || recordId() == 0, "a request begins badly");
            refuseIf(phase != Phase.IDLE && recordId() == id, "a request begins twice");
        } else if (recordId() == 0 && type() == FastcgiRecord.GET_VALUES) {
            refuseIf(contentLength > MOST_VALUES_BYTES, "too many values are asked for");
            asked = new Variables();
            values = new FastcgiPairs(asked);
        } else if (isOurs(FastcgiRecord.PARAMS)) {
            refuseIf(phase != Phase.PARAMS, "params come behind their end");
        } else if (isOurs(FastcgiRecord.STDIN)) {
            refuseIf(phase == Phase.PARAMS, "the body comes before the end of the params");
            refuseIf(
                    phase == Phase.ANSWERED && contentLength > 0 && !isAuthorizer(), "the body goes on behind its end");
        }
    }

    private void content(byte[] source, int from, int to, int into) {
        if (type() == FastcgiRecord.BEGIN_REQUEST) {
            System.arraycopy(source, from, begin, contentLength - content, to - from);
        } else if (recordId() == 0 && type() == FastcgiRecord.GET_VALUES) {
            values.feed(source, from, to);
        } else if (isOurs(FastcgiRecord.PARAMS)) {
            params.feed(source, from, to);
        } else if (isOurs(FastcgiRecord.STDIN) && phase == Phase.BODY) {
            System.arraycopy(source, from, source, into, to - from);
            produced += to - from;
            received += to - from;
            refuseIf(declared >= 0 && received > declared, "the body is longer than CONTENT_LENGTH");
        }
    }

    private void endRecord() {
        if (type() == FastcgiRecord.BEGIN_REQUEST) {
            beginRequest();
        } else if (recordId() == 0) {
            manage();
        } else if (isOurs(FastcgiRecord.ABORT_REQUEST)) {
            abort();
        } else if (isOurs(FastcgiRecord.PARAMS) && contentLength == 0) {
            endParams();
        } else if (isOurs(FastcgiRecord.STDIN) && contentLength == 0 && phase == Phase.BODY) {
            refuseIf(received < declared, "the body is shorter than CONTENT_LENGTH");
            phase = Phase.ANSWERED;
        }
    }

    private void beginRequest() {
        int asRole = (begin[0] & 0xff) << 8 | (begin[1] & 0xff);
        boolean keep = (begin[2] & FastcgiRecord.KEEP_CONNECTION) != 0;
        if (phase != Phase.IDLE) {
            reply();
            FastcgiRecord.writeEnd(replies, recordId(), 0, FastcgiRecord.CANT_MULTIPLEX);
        } else if (asRole != FastcgiRecord.RESPONDER && asRole != FastcgiRecord.AUTHORIZER) {
            reply();
            FastcgiRecord.writeEnd(replies, recordId(), 0, FastcgiRecord.UNKNOWN_ROLE);
            over = !keep;
        } else {
            id = recordId();
            role = asRole;
            keepConnection = keep;
            variables = new Variables();
            params = new FastcgiPairs(variables);
            phase = Phase.PARAMS;
        }
    }

    private void abort() {
        aborted = phase != Phase.PARAMS;
        if (!aborted) {
            reply();
            FastcgiRecord.writeEnd(replies, id, 0, FastcgiRecord.REQUEST_COMPLETE);
            over = !keepConnection;
            next();
        }
    }

    private void manage() {
        reply();
        if (type() == FastcgiRecord.GET_VALUES) {
            refuseIf(!values.isWhole(), "a value that is asked for is cut off");
            FastcgiRecord.writeValues(replies, asked);
        } else {
            FastcgiRecord.writeUnknownType(replies, type());
        }
    }

    private void reply() {
        refuseIf(replies.length() > MOST_PENDING, "the answers are not read");
    }

    private void endParams() {
        refuseIf(!params.isWhole(), "a variable is cut off");
        byte[] roleVariable = isAuthorizer() ? AUTHORIZER : RESPONDER;
        variables.add(roleVariable, 0, ROLE_NAME, roleVariable.length - ROLE_NAME);
        if (isAuthorizer()) {
            // its request has no body and no length: section 6.3
            phase = Phase.ANSWERED;
            request = FrontRequest.of(variables, Request.Framing.NONE, 0, keepConnection);
            return;
        }
        declared = FrontRequest.contentLength(variables);
        // a length of nothing is not believed before the end of the body has come
        long length = declared == 0 ? -1 : declared;
        request = FrontRequest.of(variables, Request.Framing.CHUNKED, length, keepConnection);
        phase = Phase.BODY;
    }

    private static void refuseIf(boolean bad, String reason) {
        if (bad) {
            throw new BadRequest(400, reason);
        }
    }
}
