package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's variables behind listeners of all kinds: RFC 3875 section 4.1. */
class CgiAdapterEnvironmentIT {
    private static final String[] PRINT = {"sh", "-c", "echo A: b; echo; exec env -0"};

    @TempDir
    private Path directory;

    private static Map<String, String> variables(Server server, String request) {
        try (server;
                Client client = server.connect()) {
            Map<String, String> variables = new TreeMap<>();
            for (String entry :
                    HttpAnswer.only(client.send(request).all()).body().split("\0")) {
                int equals = entry.indexOf('=');
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
            return variables;
        }
    }

    private static Server server(String listenerOptions, String options, String... before) {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of(CgiSite.adapter(options, PRINT)));
        Launch launch = Server.tcpLaunch(listenerOptions, "127.0.0.1", words.toArray(new String[0]));
        return Server.tcp(launch.environment("MARKER", "1")
                .environment("OTHER", "\u00ff")
                .environment("HTTP_STALE", "1")
                .environment("QUERY_STRING", "stale"));
    }

    @Test
    void aRequestGivesExactlyTheVariablesOfTheManual() {
        try (Server server = server("-RH -l www.example", "")) {
            int port = server.port();
            Map<String, String> variables = variables(server, "GET /a%20b?c=%41 HTTP/1.0\r\nX-Y: z\r\n\r\n");
            for (String shells : List.of("PWD", "OLDPWD", "SHLVL", "_")) {
                variables.remove(shells);
            }
            assertFalse(variables.remove("UNIQUE_ID").isEmpty());
            assertFalse(variables.remove("REMOTE_PORT").isEmpty());
            assertFalse(variables.remove("PATH").isEmpty());
            Map<String, String> expected = new TreeMap<>();
            expected.put("GATEWAY_INTERFACE", "CGI/1.1");
            expected.put("HTTP_X_Y", "z");
            expected.put("PATH_INFO", "/a b");
            expected.put("QUERY_STRING", "c=%41");
            expected.put("REDIRECT_STATUS", "200");
            expected.put("REMOTE_ADDR", "127.0.0.1");
            expected.put("REMOTE_HOST", "127.0.0.1");
            expected.put("REQUEST_METHOD", "GET");
            expected.put("REQUEST_SCHEME", "http");
            expected.put("REQUEST_URI", "/a%20b?c=%41");
            expected.put("SCRIPT_FILENAME", "sh");
            expected.put("SCRIPT_NAME", "");
            expected.put("SERVER_ADDR", "127.0.0.1");
            expected.put("SERVER_NAME", "www.example");
            expected.put("SERVER_PORT", Integer.toString(port));
            expected.put("SERVER_PROTOCOL", "HTTP/1.0");
            expected.put("SERVER_SOFTWARE", variables.get("SERVER_SOFTWARE"));
            assertEquals(expected, variables);
            assertTrue(variables.get("SERVER_SOFTWARE").startsWith("ucspi-kit/"));
        }
    }

    @Test
    void variablesThatAreAskedForArePassed() {
        Map<String, String> variables = variables(
                server("-RHl0", "--pass MARKER,OTHER --pass TCPREMOTEIP --https --pass-authorization"),
                "GET / HTTP/1.0\r\nAuthorization: Basic dTpw\r\nProxy: evil\r\n\r\n");
        assertEquals("1", variables.get("MARKER"));
        assertEquals("\u00ff", variables.get("OTHER"));
        assertEquals("127.0.0.1", variables.get("TCPREMOTEIP"));
        assertEquals("on", variables.get("HTTPS"));
        assertEquals("Basic dTpw", variables.get("HTTP_AUTHORIZATION"));
        assertFalse(variables.containsKey("HTTP_PROXY"));
    }

    @Test
    void theSocketItselfTellsWhereTheListenerDoesNot() {
        Server server = server(
                "-RHl0",
                "",
                "env",
                "-u",
                "PROTO",
                "-u",
                "TCPREMOTEIP",
                "-u",
                "TCPREMOTEPORT",
                "-u",
                "TCPLOCALIP",
                "-u",
                "TCPLOCALPORT");
        int port = server.port();
        Map<String, String> variables = variables(server, "GET / HTTP/1.0\r\n\r\n");
        assertEquals("127.0.0.1", variables.get("REMOTE_ADDR"));
        assertEquals("127.0.0.1", variables.get("SERVER_NAME"));
        assertEquals(Integer.toString(port), variables.get("SERVER_PORT"));
        assertFalse(variables.get("REMOTE_PORT").isEmpty());
    }

    @Test
    void systemdTellsThePeerInItsOwnWay() {
        Map<String, String> variables = variables(
                server(
                        "-RHl0",
                        "",
                        "env",
                        "-i",
                        "REMOTE_ADDR=2001:db8::1",
                        "REMOTE_PORT=4711",
                        "PATH=" + System.getenv("PATH")),
                "GET / HTTP/1.0\r\n\r\n");
        assertEquals("2001:db8::1", variables.get("REMOTE_ADDR"));
        assertEquals("4711", variables.get("REMOTE_PORT"));
    }

    @Test
    void aUnixSocketCountsAsThisMachine() throws IOException {
        String path = directory.resolve("socket").toString();
        Launch launch = Launch.of("unixserver", "-v", path).with(CgiSite.adapter("", PRINT));
        Map<String, String> variables =
                variables(Server.unix(launch, path), "GET / HTTP/1.1\r\nHost: x:81\r\nConnection: close\r\n\r\n");
        assertEquals("127.0.0.1", variables.get("REMOTE_ADDR"));
        assertEquals("x", variables.get("SERVER_NAME"));
        assertEquals("80", variables.get("SERVER_PORT"));
        assertEquals("x:81", variables.get("HTTP_HOST"));
        assertFalse(Files.exists(directory.resolve("nothing")));
    }

    @Test
    void thePathIsDividedAtTheScriptName() {
        Map<String, String> variables = variables(
                server("-RHl0", "--script-name /cgi-bin/app --document-root /srv/www"),
                "GET /cgi-bin/app/%7Ex/..%2fy HTTP/1.0\r\n\r\n");
        assertEquals("/cgi-bin/app", variables.get("SCRIPT_NAME"));
        assertEquals("/y", variables.get("PATH_INFO"));
        assertEquals("/srv/www/y", variables.get("PATH_TRANSLATED"));
        assertEquals("/srv/www", variables.get("DOCUMENT_ROOT"));
    }
}
