package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;

/** Turns a request into the environment of a CGI program, RFC 3875 section 4.1. */
final class CgiEnvironment {
    private static final byte[] CONTENT_LENGTH = Bytes.ascii("CONTENT_LENGTH");
    private static final byte[] CONTENT_TYPE = Bytes.ascii("CONTENT_TYPE");
    private static final byte[] HTTPS = Bytes.ascii("HTTPS");
    private static final byte[] HTTP_HOST = Bytes.ascii("HTTP_HOST");
    private static final byte[] PATH_INFO = Bytes.ascii("PATH_INFO");
    private static final byte[] PATH_TRANSLATED = Bytes.ascii("PATH_TRANSLATED");
    private static final byte[] QUERY_STRING = Bytes.ascii("QUERY_STRING");
    private static final byte[] REMOTE_ADDR = Bytes.ascii("REMOTE_ADDR");
    private static final byte[] REMOTE_HOST = Bytes.ascii("REMOTE_HOST");
    private static final byte[] REMOTE_IDENT = Bytes.ascii("REMOTE_IDENT");
    private static final byte[] REMOTE_PORT = Bytes.ascii("REMOTE_PORT");
    private static final byte[] REQUEST_METHOD = Bytes.ascii("REQUEST_METHOD");
    private static final byte[] REQUEST_SCHEME = Bytes.ascii("REQUEST_SCHEME");
    private static final byte[] REQUEST_URI = Bytes.ascii("REQUEST_URI");
    private static final byte[] SCRIPT_NAME = Bytes.ascii("SCRIPT_NAME");
    private static final byte[] SERVER_ADDR = Bytes.ascii("SERVER_ADDR");
    private static final byte[] SERVER_NAME = Bytes.ascii("SERVER_NAME");
    private static final byte[] SERVER_PORT = Bytes.ascii("SERVER_PORT");
    private static final byte[] SERVER_PROTOCOL = Bytes.ascii("SERVER_PROTOCOL");
    private static final byte[] UNIQUE_ID = Bytes.ascii("UNIQUE_ID");
    private static final byte[] HTTP_PREFIX = Bytes.ascii("HTTP_");
    private static final byte[] ON = Bytes.ascii("on");

    /** Fields that have a variable of their own, or that the adapter itself has dealt with. */
    private static final byte[][] NOT_PASSED = {
        FieldNames.CONTENT_LENGTH,
        FieldNames.CONTENT_TYPE,
        FieldNames.EXPECT,
        FieldNames.HOST,
        // CVE-2016-5385, "httpoxy": programs take HTTP_PROXY for a setting
        FieldNames.PROXY,
    };

    private final EnvironmentBlock block;
    private final ProgramPaths paths;
    private final boolean passAuthorization;

    /**
     * @param block its fixed part is set already, see {@link FixedEnvironment}
     * @param passAuthorization whether the program sees the client's credentials
     */
    CgiEnvironment(EnvironmentBlock block, ProgramPaths paths, boolean passAuthorization) {
        this.block = block;
        this.paths = paths;
        this.passAuthorization = passAuthorization;
    }

    /**
     * Fills the block.
     *
     * @param scriptLength how much of the path names the program: {@link ProgramPaths#scriptLength}
     * @param contentLength the length of the body in bytes; -1 for no body, or for one that is streamed
     * @param uniqueId this request's id
     */
    void fill(Request request, Gateway gateway, int scriptLength, long contentLength, byte[] uniqueId) {
        block.reset();
        request(request, contentLength);
        path(request.path(), scriptLength);
        connection(request, gateway);
        block.add(UNIQUE_ID, uniqueId);
        Head head = request.head();
        for (int i = 0; i < head.count(); i++) {
            if (isPassed(head, i) && isFirstOfName(head, i)) {
                field(head, i);
            }
        }
    }

    private void request(Request request, long contentLength) {
        block.add(REQUEST_METHOD, request.method());
        block.add(REQUEST_URI, request.uri());
        block.add(QUERY_STRING, request.query());
        block.begin(SERVER_PROTOCOL);
        addText("HTTP/1.");
        block.addDecimal(request.minor());
        block.end();
        if (contentLength >= 0) {
            block.begin(CONTENT_LENGTH);
            block.addDecimal(contentLength);
            block.end();
        }
        int type = request.head().find(FieldNames.CONTENT_TYPE, 0);
        if (type >= 0) {
            block.add(CONTENT_TYPE, request.head().value(type));
        }
        if (request.host() != null) {
            block.add(HTTP_HOST, request.host());
        }
    }

    private void path(byte[] path, int scriptLength) {
        block.begin(SCRIPT_NAME);
        block.add(path, 0, scriptLength);
        block.end();
        int rest = path.length - scriptLength;
        if (rest == 0) {
            return;
        }
        block.begin(PATH_INFO);
        block.add(path, scriptLength, rest);
        block.end();
        if (paths.documentRoot() != null) {
            block.begin(PATH_TRANSLATED);
            block.add(paths.documentRoot(), 0, paths.documentRoot().length);
            block.add(path, scriptLength, rest);
            block.end();
        }
    }

    private void connection(Request request, Gateway gateway) {
        block.add(REMOTE_ADDR, gateway.remoteAddress());
        addUnlessEmpty(REMOTE_PORT, gateway.remotePort());
        // "If the hostname is not available for performance reasons the server may substitute the address": 4.1.9
        block.add(REMOTE_HOST, gateway.remoteHost() == null ? gateway.remoteAddress() : gateway.remoteHost());
        addUnlessEmpty(REMOTE_IDENT, gateway.remoteIdent());
        block.add(SERVER_ADDR, gateway.localAddress());
        block.add(SERVER_PORT, gateway.localPort());
        serverName(request, gateway);
        block.begin(REQUEST_SCHEME);
        addText(gateway.secure() ? "https" : "http");
        block.end();
        if (gateway.secure()) {
            block.add(HTTPS, ON);
        }
    }

    private void serverName(Request request, Gateway gateway) {
        if (request.host() != null) {
            block.add(SERVER_NAME, Authority.host(request.host()));
        } else if (gateway.localHost() != null) {
            block.add(SERVER_NAME, gateway.localHost());
        } else {
            boolean isIp6 = Bytes.indexOf(gateway.localAddress(), ':') >= 0;
            block.begin(SERVER_NAME);
            addText(isIp6 ? "[" : "");
            block.add(gateway.localAddress(), 0, gateway.localAddress().length);
            addText(isIp6 ? "]" : "");
            block.end();
        }
    }

    private void addUnlessEmpty(byte[] name, byte[] value) {
        if (value != null && value.length > 0) {
            block.add(name, value);
        }
    }

    private void addText(String text) {
        for (int i = 0; i < text.length(); i++) {
            block.addByte(text.charAt(i));
        }
    }

    private boolean isPassed(Head head, int field) {
        for (byte[] name : NOT_PASSED) {
            if (head.nameIs(field, name)) {
                return false;
            }
        }
        return hasPlainName(head, field)
                && !FieldNames.isHopByHop(head, field)
                && (passAuthorization || !head.nameIs(field, FieldNames.AUTHORIZATION));
    }

    /** Whether a name has but letters, digits and hyphens: {@code X_A} and {@code X.A} would pass for {@code X-A}. */
    private static boolean hasPlainName(Head head, int field) {
        for (int i = head.nameStart(field); i < head.nameEnd(field); i++) {
            int b = head.bytes()[i];
            if (b != '-' && !Ascii.isLetterOrDigit(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFirstOfName(Head head, int field) {
        for (int i = 0; i < field; i++) {
            if (head.sameName(i, field)) {
                return false;
            }
        }
        return true;
    }

    private void field(Head head, int field) {
        byte[] bytes = head.bytes();
        block.add(HTTP_PREFIX, 0, HTTP_PREFIX.length);
        for (int i = head.nameStart(field); i < head.nameEnd(field); i++) {
            block.addByte(bytes[i] == '-' ? '_' : Ascii.upper(bytes[i]));
        }
        block.addByte('=');
        block.add(bytes, head.valueStart(field), head.valueEnd(field) - head.valueStart(field));
        // RFC 9110 section 5.3; cookies have a list syntax of their own, RFC 6265 section 5.4
        String separator = head.nameIs(field, FieldNames.COOKIE) ? "; " : ", ";
        for (int i = field + 1; i < head.count(); i++) {
            if (head.sameName(i, field)) {
                addText(separator);
                block.add(bytes, head.valueStart(i), head.valueEnd(i) - head.valueStart(i));
            }
        }
        block.end();
    }
}
