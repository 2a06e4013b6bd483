package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs print, and what the client gets of it: RFC 3875 section 6. */
@BothHostings
class CgiAdapterResponseIT {
    private static final String HEAD = "echo Content-Type: text/plain; echo; ";

    private static HttpAnswer answerOf(String script) {
        try (CgiSite site = CgiSite.of("", script)) {
            return site.get("/");
        }
    }

    @Test
    void aDocumentIsPassedOn() {
        HttpAnswer answer = answerOf(HEAD + "echo hello\n");
        assertEquals("HTTP/1.1 200 OK", answer.lines().get(0));
        assertEquals("text/plain", answer.field("Content-Type"));
        assertEquals("hello\n", answer.body());
        assertTrue(answer.whole());
    }

    @Test
    void statusAndReasonAreTheProgramsAndMayStandAnywhere() {
        HttpAnswer answer = answerOf("printf 'A: b\\r\\nStatus: 404 Gone Fishing\\nX-Y: z\\n\\nnot here'\n");
        assertEquals("HTTP/1.1 404 Gone Fishing", answer.lines().get(0));
        assertNull(answer.field("Status"));
        assertEquals("z", answer.field("X-Y"));
        assertEquals("not here", answer.body());
    }

    @Test
    void aWholeStatusLineIsTakenForAStatus() {
        assertEquals(
                403,
                answerOf("printf 'HTTP/1.0 403 No\\r\\nA: b\\r\\n\\r\\n'\n").status());
    }

    @Test
    void locationsBecomeRedirects() {
        HttpAnswer answer = answerOf("echo Location: http://example.com/; echo\n");
        assertEquals(302, answer.status());
        assertEquals("http://example.com/", answer.field("Location"));
        assertEquals(
                303,
                answerOf("echo Status: 303; echo Location: /x; echo; echo body\n")
                        .status());
    }

    @Test
    void aLocalRedirectRunsTheProgramAgain() {
        String script = "if [ \"$PATH_INFO\" = /to ]; then " + HEAD
                + "echo \"$REQUEST_METHOD $QUERY_STRING <$(cat)>\"\n" + "else echo Location: /to?q; echo; fi\n";
        try (CgiSite site = CgiSite.of("", script)) {
            assertEquals(
                    "GET q <>\n",
                    site.request("POST", "/from", "Content-Length: 3\r\n", "abc")
                            .body());
        }
    }

    @Test
    void aLocalRedirectToWhatIsNotTheProgramsGoesToTheClient() {
        try (CgiSite site = CgiSite.of("--script-name /app", "echo Location: /other; echo\n")) {
            HttpAnswer answer = site.get("/app");
            assertEquals(302, answer.status());
            assertEquals("/other", answer.field("Location"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 0",
                "exit 3",
                "kill -9 $$",
                "echo hello",
                "echo A: b",
                "echo; echo body",
                "echo A: b; echo 'no colon'; echo",
                "echo Status: 42; echo",
                "echo Status: 200; echo Status: 200; echo",
                "echo Content-Length: x; echo",
                "echo Location: /; echo"
            })
    void whatIsNoResponseIsABadGateway(String script) {
        try (CgiSite site = CgiSite.of("", script + "\n")) {
            assertEquals(502, site.get("/").status());
            site.log().await("cgi-adapter: 502: ");
        }
    }

    @Test
    void aProgramThatCannotBeRunIsAnErrorOfTheServer() {
        try (CgiSite site = CgiSite.of("", "")) {
            assertTrue(site.directory().resolve("program.cgi").toFile().delete());
            assertEquals(500, site.get("/").status());
            site.log().await("cgi-adapter: 500: unable to run ");
        }
    }

    @Test
    void contentLengthOfTheProgramIsHonouredAndNeverExceeded() {
        HttpAnswer answer = answerOf("echo Content-Length: 3; echo; printf abcdef\n");
        assertEquals("3", answer.field("Content-Length"));
        assertEquals("abc", answer.body());
    }

    @Test
    void aBodyShorterThanItsContentLengthIsNotFilledUp() {
        HttpAnswer answer = answerOf("echo Content-Length: 9; echo; printf abc\n");
        assertEquals("abc", answer.body());
        assertFalse(answer.whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 1", "kill -9 $$", "kill -TERM $$"})
    void theResponseOfAProgramThatFailsIsCutOff(String end) {
        HttpAnswer answer = answerOf(HEAD + "echo half; " + end + "\n");
        assertEquals("half\n", answer.body());
        assertFalse(answer.whole());
    }

    @Test
    void statusesWithoutABodyHaveNone() {
        HttpAnswer answer = answerOf("echo Status: 204; echo; echo body\n");
        assertEquals(204, answer.status());
        assertNull(answer.field("Transfer-Encoding"));
        assertEquals("", answer.rest());
        assertEquals(
                "",
                answerOf("echo Status: 304; echo ETag: x; echo; echo body\n").rest());
    }

    @Test
    void fieldsThatConcernTheConnectionAreTheAdapters() {
        HttpAnswer answer =
                answerOf("echo Connection: keep-alive; echo Transfer-Encoding: chunked; echo Keep-Alive: 9; "
                        + "echo Date: then; " + HEAD + "echo hello\n");
        assertEquals("close", answer.field("Connection"));
        assertEquals("chunked", answer.field("Transfer-Encoding"));
        assertNull(answer.field("Keep-Alive"));
        assertEquals("then", answer.field("Date"));
        assertEquals("hello\n", answer.body());
    }

    @Test
    void interimResponsesArePassedOnToClientsThatKnowThem() {
        String script = "echo Status: 103; echo 'Link: </a>'; echo; " + HEAD + "echo hello\n";
        try (CgiSite site = CgiSite.of("", script)) {
            List<HttpAnswer> answers =
                    HttpAnswer.all(site.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertEquals(
                    List.of("HTTP/1.1 103 Early Hints", "Link: </a>"),
                    answers.get(0).lines());
            assertEquals("hello\n", answers.get(1).body());
            assertEquals(
                    200,
                    HttpAnswer.only(site.exchange("GET / HTTP/1.0\r\n\r\n")).status());
        }
    }

    @Test
    void outputIsPassedOnAsItComes() {
        String script = HEAD + "echo one; while [ ! -e go ]; do sleep 0.01; done; echo two\n";
        try (CgiSite site = CgiSite.of("", script);
                Client client = site.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String line = client.line();
            while (!line.equals("one")) {
                line = client.line();
            }
            assertTrue(site.directory().resolve("go").toFile().mkdir());
            assertTrue(client.all().contains("two\n\r\n0\r\n\r\n"));
        }
    }

    @Test
    void aLargeResponseArrivesWhole() {
        try (CgiSite site = CgiSite.of("", HEAD + "exec perl -e 'print pack(\"N\", $_) x 25 for 1..200000'\n")) {
            HttpAnswer chunked = site.get("/");
            assertTrue(chunked.whole());
            assertEquals(20_000_000, chunked.body().length());
            for (int i = 1; i <= 200_000; i += 997) {
                String number =
                        "" + (char) (i >> 24) + (char) (i >> 16 & 255) + (char) (i >> 8 & 255) + (char) (i & 255);
                assertTrue(chunked.body().startsWith(number.repeat(25), (i - 1) * 100), "block " + i);
            }
            assertEquals(
                    chunked.body(),
                    HttpAnswer.only(site.exchange("GET / HTTP/1.0\r\n\r\n")).body());
        }
    }

    @Test
    void aLargeResponseWithItsLengthLeavesTheConnectionUsable() {
        String script = "echo Content-Length: 5000000; echo; exec head -c 5000000 /dev/zero\n";
        try (CgiSite site = CgiSite.of("", script)) {
            String get = "GET / HTTP/1.1\r\nHost: a\r\n";
            List<HttpAnswer> answers = HttpAnswer.all(site.exchange(get + "\r\n" + get + "Connection: close\r\n\r\n"));
            assertEquals(
                    List.of(5_000_000, 5_000_000),
                    answers.stream().map(a -> a.body().length()).toList());
        }
    }

    @Test
    void standardErrorIsNeitherInTheWayNorInTheResponse() {
        String script = "head -c 1000000 /dev/zero | tr '\\0' '\\n' >&2; " + HEAD + "echo hello; echo done >&2\n";
        try (CgiSite site = CgiSite.of("", script)) {
            assertEquals("hello\n", site.get("/").body());
            site.log().await("done");
        }
    }

    @Test
    void nphProgramsWriteToTheConnectionThemselves() {
        String script =
                "printf 'HTTP/1.1 299 Mine\\r\\nConnection: close\\r\\n\\r\\n'; cat; readlink /proc/self/fd/1\n";
        try (CgiSite site = CgiSite.named("nph-own", "", script)) {
            String bytes = site.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertTrue(bytes.startsWith("HTTP/1.1 299 Mine\r\nConnection: close\r\n\r\nabcsocket:"), bytes);
        }
        try (CgiSite site = CgiSite.of("--nph", script)) {
            assertTrue(site.exchange("GET / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 299 Mine\r\n"));
        }
    }
}
