package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind web servers: nginx and lighttpd, by SCGI and by FastCGI. */
@BothHostings
class CgiFrontIT {
    private static final String TEXT = "echo Content-Type: text/plain; echo; ";

    private static WebServer start(String server, String protocol, String script) {
        return server.equals("nginx")
                ? WebServer.nginx(protocol, "--grace 1", script)
                : WebServer.lighttpd(protocol, "--grace 1", script);
    }

    private static String noise(int length) {
        char[] chars = new char[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            chars[i] = (char) random.nextInt(256);
        }
        return new String(chars);
    }

    @ParameterizedTest
    @CsvSource({"nginx,scgi", "nginx,fastcgi", "lighttpd,scgi", "lighttpd,fastcgi"})
    void theProgramSeesTheRequestOfTheClient(String server, String protocol) {
        try (WebServer site = start(server, protocol, TEXT + "env\n")) {
            HttpAnswer answer = site.request("GET", "/app/p%20a?q=1+2", "X-One: 1\r\nProxy: http://evil/\r\n", "");
            assertEquals(200, answer.status());
            String seen = "\n" + answer.body();
            assertTrue(seen.contains("\nSCRIPT_NAME=/app\n"), seen);
            assertTrue(seen.contains("\nPATH_INFO=/p a\n"), seen);
            assertTrue(seen.contains("\nQUERY_STRING=q=1+2\n"), seen);
            assertTrue(seen.contains("\nREQUEST_URI=/app/p%20a?q=1+2\n"), seen);
            assertTrue(seen.contains("\nREMOTE_ADDR=127.0.0.1\n"), seen);
            assertTrue(seen.contains("\nSERVER_PROTOCOL=HTTP/1.1\n"), seen);
            assertTrue(seen.contains("\nHTTP_X_ONE=1\n"), seen);
            assertFalse(seen.contains("HTTP_PROXY"), seen);
            assertFalse(seen.contains("CONTENT_LENGTH"), seen);
        }
    }

    @ParameterizedTest
    @CsvSource({"nginx,scgi", "nginx,fastcgi", "lighttpd,scgi", "lighttpd,fastcgi"})
    void threeMegabytesGoBothWaysThoughTheProgramAnswersFirst(String server, String protocol) {
        String body = noise(3_000_000);
        try (WebServer site = start(server, protocol, TEXT + "cat\n")) {
            HttpAnswer answer = site.request("POST", "/app", "Content-Length: 3000000\r\n", body);
            assertEquals(200, answer.status());
            assertTrue(body.equals(answer.body()), "the body came back differently");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scgi", "fastcgi"})
    void aChunkedBodyHasALength(String protocol) {
        try (WebServer site = start("nginx", protocol, TEXT + "echo $CONTENT_LENGTH; cat\n")) {
            String chunks = "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
            HttpAnswer answer = site.request("POST", "/app", "Transfer-Encoding: chunked\r\n", chunks);
            assertEquals("11\nhello world", answer.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"nginx,scgi", "nginx,fastcgi", "lighttpd,scgi", "lighttpd,fastcgi"})
    void eventsComeAtOnceAndTheProgramGoesWithTheClient(String server, String protocol) {
        String script = "echo Content-Type: text/event-stream; echo X-Accel-Buffering: no; echo\n"
                + "echo data: first; until [ -e go ]; do sleep 0.05; done; echo data: second\n"
                + "echo $$ >>pids; sleep 1000 & echo $! >>pids; wait\n";
        try (WebServer site = start(server, protocol, "cd \"${0%/*}\"; " + script);
                Client client = site.connect()) {
            client.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
            awaitLine(client, "data: first");
            site.touch("go");
            awaitLine(client, "data: second");
            List<Integer> pids = site.pids("pids", 2);
            client.hangUp();
            CgiSite.awaitGone(pids);
        }
    }

    private static void awaitLine(Client client, String text) {
        String line = client.line();
        while (!line.contains(text)) {
            assertFalse(line.isEmpty(), "ended without " + text);
            line = client.line();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scgi", "fastcgi"})
    void aFileIsSentByNginx(String protocol) {
        try (WebServer site = start("nginx", protocol, "echo X-Accel-Redirect: /internal/page; echo; echo unseen\n")) {
            HttpAnswer answer = site.get("/app");
            assertEquals("a page\n", answer.body());
            assertNull(answer.field("X-Accel-Redirect"));
        }
    }

    @ParameterizedTest
    @CsvSource({"nginx,scgi", "nginx,fastcgi", "lighttpd,scgi", "lighttpd,fastcgi"})
    void statusesAndErrorsArrive(String server, String protocol) {
        String script = "case $PATH_INFO in /gone) printf 'Status: 410 Gone\\nX-A: b\\n\\nbye';; *) exit 3;; esac\n";
        try (WebServer site = start(server, protocol, script)) {
            HttpAnswer answer = site.get("/app/gone");
            assertEquals(410, answer.status());
            assertEquals("bye", answer.body());
            assertEquals(502, site.get("/app/nothing").status());
            assertEquals(404, site.get("/application").status());
        }
    }

    @Test
    void nginxKeepsAFastcgiConnectionForSeveralRequests() {
        try (WebServer site = start("nginx", "fastcgi", TEXT + "echo $PPID\n")) {
            String first = site.get("/app").body();
            assertEquals(first, site.get("/app").body());
            assertEquals(
                    first,
                    site.request("POST", "/app", "Content-Length: 2\r\n", "hi").body());
        }
    }

    @Test
    void standardErrorGoesToTheLogOfNginx() {
        try (WebServer site = start("nginx", "fastcgi", "echo a message >&2; " + TEXT + "echo ok\n")) {
            assertEquals("ok\n", site.get("/app").body());
            assertTrue(
                    site.file("error.log").contains("FastCGI sent in stderr: \"a message\""), site.file("error.log"));
        }
    }
}
