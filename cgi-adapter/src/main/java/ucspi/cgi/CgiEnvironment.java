package ucspi.cgi;

import ucspi.kernel.EnvironmentBlock;

/** Turns a request into the environment of a CGI program, RFC 3875 section 4.1. */
final class CgiEnvironment implements ProgramEnvironment {

    /** Fields that have a variable of their own, or that the adapter itself has dealt with. */
    private static final String[] NOT_PASSED = {
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

    @Override
    public void fill(Request request, Gateway gateway, int scriptLength, long contentLength, byte[] uniqueId) {
        block.reset();
        request(request, contentLength);
        path(request.path(), scriptLength);
        connection(request, gateway);
        add("UNIQUE_ID", uniqueId);
        Head head = request.head();
        for (int i = 0; i < head.count(); i++) {
            if (isPassed(head, i) && isFirstOfName(head, i)) {
                field(head, i);
            }
        }
    }

    private void request(Request request, long contentLength) {
        add("REQUEST_METHOD", request.method());
        add("REQUEST_URI", request.uri());
        add("QUERY_STRING", request.query());
        begin("SERVER_PROTOCOL");
        addText("HTTP/1.");
        block.addDecimal(request.minor());
        block.end();
        if (contentLength >= 0) {
            begin("CONTENT_LENGTH");
            block.addDecimal(contentLength);
            block.end();
        }
        int type = request.head().find(FieldNames.CONTENT_TYPE, 0);
        if (type >= 0) {
            add("CONTENT_TYPE", request.head().value(type));
        }
        if (request.host() != null) {
            add("HTTP_HOST", request.host());
        }
    }

    private void path(byte[] path, int scriptLength) {
        begin("SCRIPT_NAME");
        block.add(path, 0, scriptLength);
        block.end();
        int rest = path.length - scriptLength;
        if (rest == 0) {
            return;
        }
        begin("PATH_INFO");
        block.add(path, scriptLength, rest);
        block.end();
        if (paths.documentRoot() != null) {
            begin("PATH_TRANSLATED");
            block.add(paths.documentRoot(), 0, paths.documentRoot().length);
            block.add(path, scriptLength, rest);
            block.end();
        }
    }

    private void connection(Request request, Gateway gateway) {
        add("REMOTE_ADDR", gateway.remoteAddress());
        addUnlessEmpty("REMOTE_PORT", gateway.remotePort());
        // "If the hostname is not available for performance reasons the server may substitute the address": 4.1.9
        add("REMOTE_HOST", gateway.remoteHost() == null ? gateway.remoteAddress() : gateway.remoteHost());
        addUnlessEmpty("REMOTE_IDENT", gateway.remoteIdent());
        add("SERVER_ADDR", gateway.localAddress());
        add("SERVER_PORT", gateway.localPort());
        add("SERVER_NAME", Authority.serverName(request.host(), gateway.localHost(), gateway.localAddress()));
        begin("REQUEST_SCHEME");
        addText(gateway.secure() ? "https" : "http");
        block.end();
        if (gateway.secure()) {
            begin("HTTPS");
            addText("on");
            block.end();
        }
    }

    private void addUnlessEmpty(String name, byte[] value) {
        if (value != null && value.length > 0) {
            add(name, value);
        }
    }

    private void add(String name, byte[] value) {
        begin(name);
        block.add(value, 0, value.length);
        block.end();
    }

    private void begin(String name) {
        addText(name);
        block.addByte('=');
    }

    private void addText(String text) {
        for (int i = 0; i < text.length(); i++) {
            block.addByte(text.charAt(i));
        }
    }

    private boolean isPassed(Head head, int field) {
        for (String name : NOT_PASSED) {
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
        addText("HTTP_");
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
