package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;

/**
 * Turns the variables of a front end into the environment of a CGI program: what it says of the request is believed,
 * what it passes on of the client's fields is filtered as anywhere, and what it leaves out is filled in.
 */
final class FrontEnvironment implements ProgramEnvironment {
    /**
     * Fields of the client that must not reach a program: those that have a variable of their own, those of the hop
     * between client and front end, and HTTP_PROXY (CVE-2016-5385).
     */
    private static final String[] NOT_PASSED = {
        "HTTP_CONNECTION",
        "HTTP_CONTENT_LENGTH",
        "HTTP_CONTENT_TYPE",
        "HTTP_EXPECT",
        "HTTP_KEEP_ALIVE",
        "HTTP_PROXY",
        "HTTP_PROXY_AUTHENTICATE",
        "HTTP_PROXY_AUTHORIZATION",
        "HTTP_PROXY_CONNECTION",
        "HTTP_TE",
        "HTTP_TRAILER",
        "HTTP_TRANSFER_ENCODING",
        "HTTP_UPGRADE",
    };

    /** Variables that this class always sets itself. */
    private static final String[] OURS = {"REQUEST_METHOD", "REQUEST_URI", "QUERY_STRING", "CONTENT_LENGTH"};

    /**
     * Variables that say nothing if they are empty: programs look only whether they are there, or rely on there being a
     * value (RFC 3875 section 4.1). nginx without a server_name sends SERVER_NAME so.
     */
    private static final String[] NOT_EMPTY = {
        "AUTH_TYPE",
        "CONTENT_TYPE",
        "DOCUMENT_ROOT",
        "GATEWAY_INTERFACE",
        "HTTPS",
        "PATH_INFO",
        "PATH_TRANSLATED",
        "REDIRECT_STATUS",
        "REMOTE_ADDR",
        "REMOTE_HOST",
        "REMOTE_IDENT",
        "REMOTE_PORT",
        "REMOTE_USER",
        "SCRIPT_FILENAME",
        "SERVER_ADDR",
        "SERVER_NAME",
        "SERVER_PORT",
        "SERVER_PROTOCOL",
        "SERVER_SOFTWARE",
        "UNIQUE_ID",
    };

    private final EnvironmentBlock block;
    private final ProgramPaths paths;
    private final boolean passAuthorization;
    private final String[] fixedNames;
    private final byte[][] defaults;

    /**
     * @param block its fixed part is {@code fixed}
     * @param fixed entries of our own environment, which no front end replaces
     * @param defaults entries that stand where the front end says nothing
     */
    FrontEnvironment(
            EnvironmentBlock block, ProgramPaths paths, boolean passAuthorization, byte[][] fixed, byte[][] defaults) {
        this.block = block;
        this.paths = paths;
        this.passAuthorization = passAuthorization;
        this.fixedNames = new String[fixed.length];
        for (int i = 0; i < fixed.length; i++) {
            fixedNames[i] = name(fixed[i]);
        }
        this.defaults = defaults;
    }

    @Override
    public void fill(Request request, Gateway gateway, int scriptLength, long contentLength, byte[] uniqueId) {
        block.reset();
        Variables given = request.variables();
        boolean findsScript = paths.scriptName().length > 0 || given.value("SCRIPT_NAME") == null;
        add("REQUEST_METHOD", request.method());
        add("REQUEST_URI", request.uri());
        add("QUERY_STRING", request.query());
        contentLength(request, contentLength);
        for (int i = 0; i < given.count(); i++) {
            if (isPassed(given, i, findsScript)) {
                block.add(given.name(i), given.value(i));
            }
        }
        if (findsScript) {
            path(request.path(), scriptLength, given);
        }
        for (byte[] entry : defaults) {
            String name = name(entry);
            addUnlessGiven(given, name, java.util.Arrays.copyOfRange(entry, name.length() + 1, entry.length));
        }
        addUnlessGiven(given, "SERVER_PROTOCOL", Bytes.ascii("HTTP/1.0"));
        addUnlessGiven(given, "REMOTE_ADDR", gateway.remoteAddress());
        addUnlessGiven(given, "SERVER_NAME", serverName(request, given, gateway));
        addUnlessGiven(given, "SERVER_PORT", gateway.localPort());
        addUnlessGiven(given, "UNIQUE_ID", uniqueId);
    }

    private static byte[] serverName(Request request, Variables given, Gateway gateway) {
        byte[] address = given.value("SERVER_ADDR");
        return Authority.serverName(request.host(), null, address == null ? gateway.localAddress() : address);
    }

    // A length of 0 is what SCGI says of no body, too.
    private void contentLength(Request request, long length) {
        boolean isNone = length == 0 && (request.isHead() || request.methodIs("GET"));
        boolean wasEmpty = length == 0 && request.variables().value("CONTENT_LENGTH") == null;
        if (length >= 0 && !isNone && !wasEmpty) {
            block.begin(Bytes.ascii("CONTENT_LENGTH"));
            block.addDecimal(length);
            block.end();
        }
    }

    private void path(byte[] path, int scriptLength, Variables given) {
        block.begin(Bytes.ascii("SCRIPT_NAME"));
        block.add(path, 0, scriptLength);
        block.end();
        int rest = path.length - scriptLength;
        if (rest == 0) {
            return;
        }
        block.begin(Bytes.ascii("PATH_INFO"));
        block.add(path, scriptLength, rest);
        block.end();
        byte[] root = isFixed("DOCUMENT_ROOT") ? null : given.value("DOCUMENT_ROOT");
        root = root == null ? paths.documentRoot() : root;
        if (root != null) {
            block.begin(Bytes.ascii("PATH_TRANSLATED"));
            block.add(root, 0, root.length);
            block.add(path, scriptLength, rest);
            block.end();
        }
    }

    private boolean isPassed(Variables given, int i, boolean findsScript) {
        boolean isPath =
                given.nameIs(i, "SCRIPT_NAME") || given.nameIs(i, "PATH_INFO") || given.nameIs(i, "PATH_TRANSLATED");
        if (isOneOf(given, i, NOT_PASSED)
                || isOneOf(given, i, OURS)
                || isOneOf(given, i, fixedNames)
                || (isPath && findsScript)) {
            return false;
        }
        if (given.nameIs(i, "HTTP_AUTHORIZATION")) {
            return passAuthorization;
        }
        return given.value(i).length > 0 || !isOneOf(given, i, NOT_EMPTY);
    }

    private boolean isFixed(String name) {
        for (String each : fixedNames) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(Variables given, int index, String[] names) {
        for (String name : names) {
            if (given.nameIs(index, name)) {
                return true;
            }
        }
        return false;
    }

    private static String name(byte[] entry) {
        return Bytes.string(entry, 0, Bytes.indexOf(entry, '='));
    }

    private void addUnlessGiven(Variables given, String name, byte[] value) {
        if (given.value(name) == null) {
            add(name, value);
        }
    }

    private void add(String name, byte[] value) {
        block.add(Bytes.ascii(name), value);
    }
}
