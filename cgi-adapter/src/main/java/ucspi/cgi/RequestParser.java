package ucspi.cgi;

import java.util.Arrays;
import ucspi.kernel.Bytes;

/**
 * Reads the head of an HTTP/1 request, fed in any pieces; pure.
 *
 * <p>Strict (RFC 9110, RFC 9112): what two parsers could read differently is refused. One leniency of RFC 9112 section
 * 2.2 is kept for people with a terminal: lines may end in a bare LF, if all of them do; such a request is the last one
 * of its connection, so that it cannot hide another from a proxy.
 */
final class RequestParser {
    /** The longest request line: well above the 8000 octets of RFC 9112 section 3. */
    static final int MOST_LINE_BYTES = 16 * 1024;

    /** The largest head: what a browser with many cookies sends, several times over. */
    static final int MOST_HEAD_BYTES = 64 * 1024;

    /** The most fields: twice what other servers let through by default. */
    static final int MOST_FIELDS = 200;

    /** Empty lines before a request, which some clients send behind a body (RFC 9112 section 2.2). */
    static final int MOST_EMPTY_LINES = 4;

    private static final String VERSION = "HTTP/";
    private static final String CLOSE = "close";
    private static final String KEEP_ALIVE = "keep-alive";
    private static final String CONTINUE = "100-continue";

    private final Head head = new Head(MOST_HEAD_BYTES);
    private int emptyLines;
    private boolean bareLf;
    private byte[] method;
    private Target target;
    private int minor;
    private Request request;

    /** The request once its head is complete, else null. */
    Request request() {
        return request;
    }

    /** Whether any byte of a request line has come. */
    boolean hasBegun() {
        return method != null || !head.lineIsEmpty();
    }

    /**
     * Takes bytes up to the end of the head.
     *
     * @return how many it took: all, unless the head is complete
     * @throws BadRequest if this is no request that may be served
     */
    int feed(byte[] source, int from, int to) {
        int at = from;
        while (request == null && at < to) {
            at += head.append(source, at, to);
            if (head.lineIsComplete()) {
                line();
            } else {
                checkPartialLine();
            }
        }
        return at - from;
    }

    private void checkPartialLine() {
        if (method != null) {
            refuseIf(head.isFull(), 431, "the request head is too large");
            return;
        }
        int first = head.bytes()[head.lineStart()];
        // something that is not HTTP at all, a TLS handshake for one, is refused at its first byte
        refuseIf(!Ascii.isToken(first) && first != '\r', 400, "the method is not a token");
        refuseIf(head.lineLength() > MOST_LINE_BYTES, 414, "the request target is too long");
    }

    private void line() {
        if (method == null) {
            requestLine();
        } else {
            refuseIf(bareLf == head.lineHasCr(), 400, "the request has mixed line ends");
            fieldLine();
        }
    }

    private void requestLine() {
        int from = head.lineStart();
        int to = head.lineEnd();
        if (from == to) {
            refuseIf(++emptyLines > MOST_EMPTY_LINES, 400, "the request is preceded by too many empty lines");
            head.dropLine();
            return;
        }
        refuseIf(head.lineLength() > MOST_LINE_BYTES, 414, "the request target is too long");
        byte[] bytes = head.bytes();
        int methodEnd = space(bytes, from, to);
        int targetEnd = space(bytes, methodEnd + 1, to);
        refuseIf(!Ascii.isToken(bytes[from]), 400, "the method is not a token");
        refuseIf(targetEnd >= to, 400, "the request line has not three parts");
        refuseIf(!Ascii.isToken(bytes, from, methodEnd), 400, "the method is not a token");
        version(bytes, targetEnd + 1, to);
        bareLf = !head.lineHasCr();
        method = Arrays.copyOfRange(bytes, from, methodEnd);
        target = target(bytes, methodEnd + 1, targetEnd);
        head.nextLine();
    }

    private static int space(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != ' ') {
            i++;
        }
        return i;
    }

    private void version(byte[] bytes, int from, int to) {
        boolean isVersion = to - from == 8
                && Ascii.isDigit(bytes[from + 5])
                && bytes[from + 6] == '.'
                && Ascii.isDigit(bytes[from + 7]);
        for (int i = 0; i < VERSION.length() && isVersion; i++) {
            isVersion = bytes[from + i] == VERSION.charAt(i);
        }
        refuseIf(!isVersion, 400, "the request line does not end in a version of HTTP");
        refuseIf(bytes[from + 5] != '1', 505, "the request is not HTTP/1");
        // a higher minor version is answered as the highest one known, RFC 9110 section 2.5
        minor = bytes[from + 7] == '0' ? 0 : 1;
    }

    private Target target(byte[] bytes, int from, int to) {
        refuseIf(is("CONNECT"), 501, "CONNECT is not supported");
        if (to - from == 1 && bytes[from] == '*') {
            refuseIf(!is("OPTIONS"), 400, "the target * is for OPTIONS only");
            return Target.asterisk();
        }
        return Target.parse(bytes, from, to);
    }

    private boolean is(String name) {
        return Bytes.string(method).equals(name);
    }

    private void fieldLine() {
        int from = head.lineStart();
        if (from == head.lineEnd()) {
            finish();
            return;
        }
        // a line that begins with white space folds the one before it, or hides a field: RFC 9112 sections 2.2, 5.2
        refuseIf(Ascii.isBlank(head.bytes()[from]), 400, "a field is folded over several lines");
        refuseIf(head.count() == MOST_FIELDS, 431, "the request has too many fields");
        refuseIf(!head.addField(), 400, "a field is malformed");
        refuseIf(head.isFull(), 431, "the request head is too large");
        head.nextLine();
    }

    private void finish() {
        // TRACE would reflect credentials to scripts, RFC 9110 section 9.3.8
        refuseIf(is("TRACE"), 405, "TRACE is not allowed");
        byte[] host = host();
        boolean chunked = BodyFraming.isChunked(head, minor);
        long length = BodyFraming.contentLength(head);
        refuseIf(chunked && length >= 0, 400, "the request has both Transfer-Encoding and Content-Length");
        Request.Framing framing = length >= 0 ? Request.Framing.LENGTH : Request.Framing.NONE;
        framing = chunked ? Request.Framing.CHUNKED : framing;
        boolean expects = expectsContinue() && framing != Request.Framing.NONE;
        request = new Request(
                head,
                method,
                target.uri(),
                target.path(),
                target.query(),
                host,
                minor,
                framing,
                chunked ? -1 : Math.max(length, 0),
                keepsAlive(),
                expects,
                null);
    }

    private byte[] host() {
        int field = head.find(FieldNames.HOST, 0);
        refuseIf(field < 0 && minor > 0, 400, "the request has no Host");
        if (field < 0) {
            return target.authority();
        }
        refuseIf(head.find(FieldNames.HOST, field + 1) >= 0, 400, "the request has more than one Host");
        byte[] host = head.value(field);
        refuseIf(host.length > 0 && !Authority.isValid(host, 0, host.length), 400, "the Host is invalid");
        if (target.authority() != null) {
            return target.authority();
        }
        return host.length == 0 ? null : host;
    }

    private boolean expectsContinue() {
        int field = head.find(FieldNames.EXPECT, 0);
        if (field < 0 || minor == 0) {
            return false;
        }
        refuseIf(!head.valueIs(field, CONTINUE), 417, "the expectation is unknown");
        return true;
    }

    private boolean keepsAlive() {
        if (bareLf || head.listHas(FieldNames.CONNECTION, CLOSE)) {
            return false;
        }
        return minor > 0 || head.listHas(FieldNames.CONNECTION, KEEP_ALIVE);
    }

    private static void refuseIf(boolean bad, int status, String reason) {
        if (bad) {
            throw new BadRequest(status, reason);
        }
    }
}
