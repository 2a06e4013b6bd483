package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a developer looks at: one request tried, requests traced, the access log. */
class CgiDeveloperIT {
    private static final String TEXT = "echo Content-Type: text/plain; echo; ";

    @TempDir
    private Path directory;

    private String program(String script) throws IOException {
        Path file = directory.resolve("app");
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    /** What cgi-adapter prints, and how it ends. */
    private static String run(int exit, String... words) {
        try (Running running = Launch.of("cgi-adapter", words).start()) {
            String text = running.stdout().awaitEnd();
            assertEquals(exit, running.awaitExit(), running.stderr().awaitEnd());
            return text;
        }
    }

    @Test
    void aRequestIsTriedWithoutASocket() throws IOException {
        String program = program("echo Status: 201; echo X-A: b; echo; echo $HTTP_X_B; cat\n");
        String text = run(0, "--try", "POST", "/x?q=1", "--header", "X-B: c", "--data", "hello", program);
        assertTrue(text.startsWith("# environment\n"), text);
        assertTrue(text.contains("\nREQUEST_METHOD=POST\n"), text);
        assertTrue(text.contains("\nREQUEST_URI=/x?q=1\n"), text);
        assertTrue(text.contains("\nCONTENT_LENGTH=5\n"), text);
        assertTrue(text.contains("\n# output up to the body\nStatus: 201\nX-A: b\n\n"), text);
        assertTrue(text.contains("\n# answer\nHTTP/1.1 201 Created\r\nX-A: b\r\n"), text);
        assertTrue(text.contains("\r\n\r\nc\nhello\n# exit 0, status 201, 7 bytes, 0."), text);
    }

    @Test
    void dataComesFromAFileOfAnySize() throws IOException {
        Path data = directory.resolve("data");
        Files.write(data, new byte[1_000_000]);
        String text = run(
                0, "--header", "Host: a.example", "--try", "PUT", "/", "--data", "@" + data, program(TEXT + "wc -c\n"));
        assertTrue(text.contains("\nSERVER_NAME=a.example\n"), text);
        assertTrue(text.contains("1000000\n"), text);
    }

    @Test
    void aProgramThatFailsIsTold() throws IOException {
        String text = run(1, "--try", "GET", "/", program("exit 3\n"));
        assertTrue(text.contains("# answer\nHTTP/1.1 502 Bad Gateway\r\n"), text);
        assertTrue(text.contains("# exit 3, status 502,"), text);
        run(1, "--try", "GET", "/", program(TEXT + "echo x; kill -9 $$\n"));
        run(100, "--try", "GET", "/");
        run(111, "--try", "GET", "/", "--data", "@" + directory + "/missing", program(TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "combined", "json"})
    void accessIsLogged(String format) {
        try (CgiSite site = CgiSite.of("--access-log " + format, TEXT + "echo ok\n")) {
            assertEquals(
                    "ok\n",
                    site.request("GET", "/a\"b", "User-Agent: x\\\r\n", "").body());
            String line = site.log()
                    .await(0, "of the access log", text -> text.contains("a\\"))
                    .text();
            // what differs from run to run: the time, and how long it took
            String fixed = line.replaceAll("\\[[^]]*\\]", "[T]").replaceAll("\"time\":\"[^\"]*\"", "T");
            assertEquals(accessLine(format), fixed.replaceAll("\"seconds\":0\\.[0-9]{6}", "S"));
        }
    }

    private static String accessLine(String format) {
        String common = "127.0.0.1 - - [T] \"GET /a\\x22b HTTP/1.1\" 200 3";
        return switch (format) {
            case "common" -> common;
            case "combined" -> common + " \"-\" \"x\\x5c\"";
            default ->
                "{T,\"remote\":\"127.0.0.1\",\"host\":\"example.com\",\"method\":\"GET\",\"uri\":\"/a\\u0022b\","
                        + "\"protocol\":\"HTTP/1.1\",\"agent\":\"x\\u005c\",\"status\":200,\"bytes\":3,S,\"exit\":0}";
        };
    }

    @Test
    void refusedRequestsAreLoggedToo() {
        try (CgiSite site = CgiSite.of("--access-log common", TEXT)) {
            site.exchange("bad\r\n\r\n");
            assertTrue(
                    site.log().await("127.0.0.1 - ").endsWith("] \"-\" 400 16"),
                    site.log().toString());
        }
    }

    @Test
    void aTraceTellsAllButSecrets() {
        try (CgiSite site = CgiSite.of("--trace --pass-authorization", TEXT + "exit 4\n")) {
            String fields = "Cookie: secret\r\nAuthorization: Basic secret\r\nX-Y: \u00e9\"\r\n";
            site.exchange("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
            site.log()
                    .await(
                            0,
                            "of the end",
                            text -> text.matches("cgi-adapter: trace \\d+: request GET /x status 200 .* exit 4"));
            String log = site.log().toString();
            assertTrue(log.contains(": REQUEST_URI=/x\n"), log);
            assertTrue(log.contains(": HTTP_X_Y=\\xe9\\x22\n"), log);
            assertTrue(log.contains(": HTTP_COOKIE=(hidden)\n"), log);
            assertTrue(log.contains(": HTTP_AUTHORIZATION=(hidden)\n"), log);
            assertFalse(log.contains("secret"), log);
        }
    }

    @Test
    void thePageOfAWebServersUserIsLoggedWithTheUser() {
        try (CgiSite site = CgiSite.of("--protocol fastcgi --access-log common", TEXT + "echo ok\n")) {
            String more = Fastcgi.get(1, false, "/x", "REMOTE_USER", "alice", "REMOTE_ADDR", "192.0.2.9");
            site.exchange(more);
            String line = site.log().await("192.0.2.9 - alice [");
            assertTrue(line.endsWith("] \"GET /x HTTP/1.0\" 200 3"), line);
        }
    }
}
