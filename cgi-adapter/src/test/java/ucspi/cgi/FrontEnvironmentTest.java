package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;

/** What a program behind a web server sees of the variables that this sends. */
class FrontEnvironmentTest {
    private static final Gateway GATEWAY = new Gateway(
            Bytes.ascii("127.0.0.1"),
            new byte[0],
            null,
            null,
            Bytes.ascii("127.0.0.1"),
            Bytes.ascii("80"),
            null,
            false);

    private String scriptName = "";
    private boolean passAuthorization;
    private long contentLength = -1;

    /** The environment for a request with these names and values. */
    private TreeMap<String, String> environment(String... words) {
        Variables given = new Variables();
        add(given, "REQUEST_METHOD", "GET");
        add(given, "REQUEST_URI", "/app/x%20y?q=%41");
        for (int i = 0; i < words.length; i += 2) {
            add(given, words[i], words[i + 1]);
        }
        Request request = FrontRequest.of(given, Request.Framing.NONE, 0, false);
        ProgramPaths paths = new ProgramPaths(Bytes.latin1(scriptName), null);
        EnvironmentBlock block = new EnvironmentBlock();
        byte[][] ours = {Bytes.ascii("PATH=/bin"), Bytes.ascii("MARKER=1"), Bytes.ascii("TCPREMOTEIP=9.9.9.9")};
        byte[][] fixed = FixedEnvironment.passed(ours, List.of("MARKER"));
        block.setFixed(fixed);
        byte[][] own = FixedEnvironment.own(Bytes.ascii("/srv/app"), null);
        new FrontEnvironment(block, paths, passAuthorization, fixed, own)
                .fill(request, GATEWAY, paths.scriptLength(request.path()), contentLength, Bytes.ascii("id"));
        TreeMap<String, String> variables = new TreeMap<>();
        for (String entry : Bytes.string(block.block(), 0, block.length()).split("\0")) {
            int equals = entry.indexOf('=');
            assertNull(variables.put(entry.substring(0, equals), entry.substring(equals + 1)), entry + " is twice");
        }
        assertEquals(block.count(), variables.size());
        return variables;
    }

    private static void add(Variables given, String name, String value) {
        given.add(Bytes.latin1(name + value), 0, name.length(), value.length());
    }

    @Test
    void whatIsNotSaidIsFilledIn() {
        TreeMap<String, String> expected = new TreeMap<>();
        expected.put("GATEWAY_INTERFACE", "CGI/1.1");
        expected.put("MARKER", "1");
        expected.put("PATH", "/bin");
        expected.put("PATH_INFO", "/app/x y");
        expected.put("QUERY_STRING", "q=%41");
        expected.put("REDIRECT_STATUS", "200");
        expected.put("REMOTE_ADDR", "127.0.0.1");
        expected.put("REQUEST_METHOD", "GET");
        expected.put("REQUEST_URI", "/app/x%20y?q=%41");
        expected.put("SCRIPT_FILENAME", "/srv/app");
        expected.put("SCRIPT_NAME", "");
        expected.put("SERVER_NAME", "127.0.0.1");
        expected.put("SERVER_PORT", "80");
        expected.put("SERVER_PROTOCOL", "HTTP/1.0");
        expected.put("SERVER_SOFTWARE", "ucspi-kit/" + ucspi.cli.Version.NUMBER);
        expected.put("UNIQUE_ID", "id");
        assertEquals(expected, environment());
    }

    @Test
    void whatTheFrontEndSaysIsBelieved() {
        TreeMap<String, String> seen = environment(
                "REMOTE_USER", "alice",
                "AUTH_TYPE", "Basic",
                "REMOTE_ADDR", "192.0.2.7",
                "SERVER_SOFTWARE", "nginx/1.22",
                "SCRIPT_FILENAME", "/var/www/x.php",
                "SCRIPT_NAME", "/app",
                "PATH_INFO", "/x y",
                "HTTPS", "on",
                "SITE_SETTING", "7");
        assertEquals("alice", seen.get("REMOTE_USER"));
        assertEquals("Basic", seen.get("AUTH_TYPE"));
        assertEquals("192.0.2.7", seen.get("REMOTE_ADDR"));
        assertEquals("nginx/1.22", seen.get("SERVER_SOFTWARE"));
        assertEquals("/var/www/x.php", seen.get("SCRIPT_FILENAME"));
        assertEquals("/app", seen.get("SCRIPT_NAME"));
        assertEquals("/x y", seen.get("PATH_INFO"));
        assertEquals("on", seen.get("HTTPS"));
        assertEquals("7", seen.get("SITE_SETTING"));
    }

    @Test
    void ourOwnVariablesAreNotReplaced() {
        assertEquals("/bin", environment("PATH", "/tmp/evil").get("PATH"));
        assertEquals("1", environment("MARKER", "2").get("MARKER"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP_PROXY",
                "HTTP_PROXY_AUTHORIZATION",
                "HTTP_CONNECTION",
                "HTTP_TRANSFER_ENCODING",
                "HTTP_TE",
                "HTTP_UPGRADE",
                "HTTP_KEEP_ALIVE",
                "HTTP_TRAILER",
                "HTTP_EXPECT",
                "HTTP_CONTENT_LENGTH",
                "HTTP_CONTENT_TYPE",
                "HTTP_AUTHORIZATION"
            })
    void whatConcernsTheHopAndWhatIsDangerousIsDropped(String name) {
        assertFalse(environment(name, "x").containsKey(name));
    }

    @Test
    void authorizationIsPassedOnRequest() {
        passAuthorization = true;
        assertEquals("Basic x", environment("HTTP_AUTHORIZATION", "Basic x").get("HTTP_AUTHORIZATION"));
    }

    @Test
    void aScriptNameOfOursDividesThePathAnew() {
        scriptName = "/app";
        TreeMap<String, String> seen = environment("SCRIPT_NAME", "/app/x y", "PATH_INFO", "", "DOCUMENT_ROOT", "/www");
        assertEquals("/app", seen.get("SCRIPT_NAME"));
        assertEquals("/x y", seen.get("PATH_INFO"));
        assertEquals("/www/x y", seen.get("PATH_TRANSLATED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH_TYPE", "CONTENT_TYPE", "HTTPS", "REMOTE_USER", "PATH_TRANSLATED"})
    void emptyOnesThatWouldMeanSomethingAreLeftOut(String name) {
        assertFalse(environment(name, "").containsKey(name));
    }

    @Test
    void emptyOnesThatMustHaveAValueAreFilledIn() {
        TreeMap<String, String> seen =
                environment("SERVER_NAME", "", "REMOTE_ADDR", "", "SERVER_PORT", "", "GATEWAY_INTERFACE", "");
        assertEquals("127.0.0.1", seen.get("SERVER_NAME"));
        assertEquals("127.0.0.1", seen.get("REMOTE_ADDR"));
        assertEquals("80", seen.get("SERVER_PORT"));
        assertEquals("CGI/1.1", seen.get("GATEWAY_INTERFACE"));
        assertEquals(
                "www", environment("SERVER_NAME", "", "HTTP_HOST", "www:81").get("SERVER_NAME"));
        assertEquals(
                "[::1]", environment("SERVER_NAME", "", "SERVER_ADDR", "::1").get("SERVER_NAME"));
        assertEquals(
                "[::1]", environment("SERVER_NAME", "", "SERVER_ADDR", "[::1]").get("SERVER_NAME"));
    }

    @Test
    void theLengthIsThatOfTheBody() {
        assertFalse(environment().containsKey("CONTENT_LENGTH"));
        contentLength = 0;
        assertFalse(environment("CONTENT_LENGTH", "0").containsKey("CONTENT_LENGTH"));
        assertEquals(
                "0",
                environment("CONTENT_LENGTH", "0", "REQUEST_METHOD", "POST").get("CONTENT_LENGTH"));
        assertFalse(environment("CONTENT_LENGTH", "", "REQUEST_METHOD", "POST").containsKey("CONTENT_LENGTH"));
        contentLength = 12;
        assertEquals(
                "12",
                environment("CONTENT_LENGTH", "", "REQUEST_METHOD", "POST").get("CONTENT_LENGTH"));
    }

    @Test
    void theHostNamesTheServer() {
        assertEquals("example.com", environment("HTTP_HOST", "example.com:81").get("SERVER_NAME"));
        assertEquals("127.0.0.1", environment("HTTP_HOST", "ex/ample").get("SERVER_NAME"));
        assertEquals("www", environment("SERVER_NAME", "www", "HTTP_HOST", "x").get("SERVER_NAME"));
    }
}
