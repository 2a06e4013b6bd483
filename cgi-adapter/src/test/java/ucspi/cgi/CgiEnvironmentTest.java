package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;

/** The variables that a program sees: RFC 3875 section 4.1. */
class CgiEnvironmentTest {
    private static final Gateway GATEWAY = new Gateway(
            Bytes.ascii("192.0.2.1"),
            Bytes.ascii("4711"),
            null,
            null,
            Bytes.ascii("::1"),
            Bytes.ascii("8080"),
            null,
            false);

    private Gateway gateway = GATEWAY;
    private String scriptName = "";
    private byte[] documentRoot;
    private boolean passAuthorization;
    private long contentLength = -1;

    private TreeMap<String, String> variables(String requestText) {
        Request request = Feeding.request(requestText);
        ProgramPaths paths = new ProgramPaths(Bytes.latin1(scriptName), documentRoot);
        EnvironmentBlock block = new EnvironmentBlock();
        byte[][] ours = {Bytes.ascii("PATH=/bin"), Bytes.ascii("TCPREMOTEIP=9.9.9.9"), Bytes.ascii("MARKER=1")};
        block.setFixed(FixedEnvironment.entries(ours, List.of("MARKER"), Bytes.ascii("/srv/app"), documentRoot));
        new CgiEnvironment(block, paths, passAuthorization)
                .fill(request, gateway, paths.scriptLength(request.path()), contentLength, Bytes.ascii("id"));
        return entries(block);
    }

    private static TreeMap<String, String> entries(EnvironmentBlock block) {
        TreeMap<String, String> variables = new TreeMap<>();
        String text = Bytes.string(block.block(), 0, block.length());
        for (String entry : text.split("\0")) {
            int equals = entry.indexOf('=');
            assertNull(
                    variables.put(entry.substring(0, equals), entry.substring(equals + 1)), entry + " is there twice");
        }
        assertEquals(block.count(), variables.size());
        return variables;
    }

    private TreeMap<String, String> get(String fields) {
        return variables("GET /a%20b/c?d=%41 HTTP/1.1\r\nHost: example.com:1234\r\n" + fields + "\r\n");
    }

    @Test
    void plainRequestGivesExactlyTheseVariables() {
        TreeMap<String, String> expected = new TreeMap<>();
        expected.put("GATEWAY_INTERFACE", "CGI/1.1");
        expected.put("HTTP_HOST", "example.com:1234");
        expected.put("MARKER", "1");
        expected.put("PATH", "/bin");
        expected.put("PATH_INFO", "/a b/c");
        expected.put("QUERY_STRING", "d=%41");
        expected.put("REDIRECT_STATUS", "200");
        expected.put("REMOTE_ADDR", "192.0.2.1");
        expected.put("REMOTE_HOST", "192.0.2.1");
        expected.put("REMOTE_PORT", "4711");
        expected.put("REQUEST_METHOD", "GET");
        expected.put("REQUEST_SCHEME", "http");
        expected.put("REQUEST_URI", "/a%20b/c?d=%41");
        expected.put("SCRIPT_FILENAME", "/srv/app");
        expected.put("SCRIPT_NAME", "");
        expected.put("SERVER_ADDR", "::1");
        expected.put("SERVER_NAME", "example.com");
        expected.put("SERVER_PORT", "8080");
        expected.put("SERVER_PROTOCOL", "HTTP/1.1");
        expected.put("SERVER_SOFTWARE", "ucspi-kit/0.1.0");
        expected.put("UNIQUE_ID", "id");
        assertEquals(expected, get(""));
    }

    @Test
    void queryIsSetEvenIfEmpty() {
        assertEquals("", variables("GET / HTTP/1.0\r\n\r\n").get("QUERY_STRING"));
        assertEquals("HTTP/1.0", variables("GET / HTTP/1.0\r\n\r\n").get("SERVER_PROTOCOL"));
    }

    @Test
    void bodyHasLengthAndType() {
        contentLength = 5;
        var variables = variables("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Type: text/x; y\r\n\r\n");
        assertEquals("5", variables.get("CONTENT_LENGTH"));
        assertEquals("text/x; y", variables.get("CONTENT_TYPE"));
        assertNull(variables.get("HTTP_CONTENT_LENGTH"));
        assertNull(variables.get("HTTP_CONTENT_TYPE"));
    }

    @Test
    void fieldsBecomeVariables() {
        var variables = get("X-Dup: 1\r\nAccept: a\r\nx-dup: 2\r\nCookie: a=1\r\ncookie: b=2\r\n");
        assertEquals("1, 2", variables.get("HTTP_X_DUP"));
        assertEquals("a=1; b=2", variables.get("HTTP_COOKIE"));
        assertEquals("a", variables.get("HTTP_ACCEPT"));
    }

    @Test
    void namesThatCouldPassForOthersAreDropped() {
        var variables = get("X_Under: 1\r\nX.Dot: 2\r\nX-Under: 3\r\nX'Q: 4\r\n");
        assertEquals("3", variables.get("HTTP_X_UNDER"));
        assertNull(variables.get("HTTP_X_DOT"));
        assertNull(variables.get("HTTP_X'Q"));
    }

    @Test
    void dangerousAndHopByHopFieldsAreDropped() {
        var variables = get("Proxy: x\r\nAuthorization: Basic dTpw\r\nConnection: X-Own\r\nX-Own: 1\r\nTE: a\r\n"
                + "Upgrade: b\r\nProxy-Authorization: c\r\nExpect: 100-continue\r\n");
        for (String name : List.of("PROXY", "AUTHORIZATION", "CONNECTION", "X_OWN", "TE", "UPGRADE", "EXPECT")) {
            assertNull(variables.get("HTTP_" + name), name);
        }
        assertNull(variables.get("HTTP_PROXY_AUTHORIZATION"));
        assertNull(variables.get("AUTH_TYPE"));
        assertNull(variables.get("REMOTE_USER"));
    }

    @Test
    void authorizationIsPassedWhenAskedFor() {
        passAuthorization = true;
        assertEquals("Basic dTpw", get("Authorization: Basic dTpw\r\n").get("HTTP_AUTHORIZATION"));
    }

    @Test
    void scriptNameIsTakenOffThePath() {
        scriptName = "/a b";
        documentRoot = Bytes.ascii("/srv/www");
        var variables = get("");
        assertEquals("/a b", variables.get("SCRIPT_NAME"));
        assertEquals("/c", variables.get("PATH_INFO"));
        assertEquals("/srv/www/c", variables.get("PATH_TRANSLATED"));
        assertEquals("/srv/www", variables.get("DOCUMENT_ROOT"));
    }

    @Test
    void pathInfoIsNotSetIfThereIsNone() {
        scriptName = "/a b/c";
        assertNull(get("").get("PATH_INFO"));
    }

    @Test
    void onlyPathsBelowTheScriptNameAreServed() {
        ProgramPaths paths = new ProgramPaths(Bytes.ascii("/app"), null);
        assertEquals(4, paths.scriptLength(Bytes.ascii("/app")));
        assertEquals(4, paths.scriptLength(Bytes.ascii("/app/")));
        assertEquals(-1, paths.scriptLength(Bytes.ascii("/application")));
        assertEquals(-1, paths.scriptLength(Bytes.ascii("/ap")));
        assertEquals(-1, paths.scriptLength(Bytes.ascii("/bpp/x")));
        assertEquals(0, new ProgramPaths(new byte[0], null).scriptLength(Bytes.ascii("/x")));
    }

    @Test
    void serverNameFallsBackToListenerThenAddress() {
        assertEquals("[::1]", variables("GET / HTTP/1.0\r\n\r\n").get("SERVER_NAME"));
        gateway = new Gateway(
                GATEWAY.remoteAddress(),
                new byte[0],
                Bytes.ascii("client"),
                Bytes.ascii("me"),
                GATEWAY.localAddress(),
                GATEWAY.localPort(),
                Bytes.ascii("www"),
                true);
        var variables = variables("GET / HTTP/1.0\r\n\r\n");
        assertEquals("www", variables.get("SERVER_NAME"));
        assertEquals("client", variables.get("REMOTE_HOST"));
        assertEquals("me", variables.get("REMOTE_IDENT"));
        assertEquals("on", variables.get("HTTPS"));
        assertEquals("https", variables.get("REQUEST_SCHEME"));
        assertNull(variables.get("REMOTE_PORT"));
    }

    @Test
    void redirectedRequestIsAGetWithoutBody() {
        Request post = Feeding.request("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nX-Y: z\r\n\r\n");
        Request next = post.redirectedTo(Bytes.ascii("/b%20c?d"));
        assertEquals("GET", Bytes.string(next.method()));
        assertEquals("/b c", Bytes.string(next.path()));
        assertEquals("d", Bytes.string(next.query()));
        assertEquals(Request.Framing.NONE, next.framing());
        assertEquals("h", Bytes.string(next.host()));
    }

    @Test
    void pathHasADefault() {
        byte[][] entries = FixedEnvironment.entries(new byte[0][], List.of(), Bytes.ascii("x"), null);
        assertEquals("PATH=/usr/local/bin:/usr/bin:/bin", Bytes.string(entries[0]));
    }
}
