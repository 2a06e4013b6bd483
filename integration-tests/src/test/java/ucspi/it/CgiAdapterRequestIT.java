package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests on the wire: RFC 9112 and RFC 9110, from the client's side. */
@BothHostings
class CgiAdapterRequestIT {
    private static final String ECHO = "echo Content-Type: text/plain; echo; printf '%s:' \"$PATH_INFO\"; exec cat\n";
    private static final String COUNT =
            "echo Content-Type: text/plain; echo; printf '%s ' \"$CONTENT_LENGTH\"; wc -c\n";
    private static final String TELL = "echo ran >>ran; echo Content-Type: text/plain; echo; echo hello\n";
    private static final String HOST = "Host: a\r\n";
    private static final String CLOSE = HOST + "Connection: close\r\n";

    private static String noise(int length) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private static String chunks(String data, int size) {
        StringBuilder coded = new StringBuilder();
        for (int i = 0; i < data.length(); i += size) {
            String chunk = data.substring(i, Math.min(i + size, data.length()));
            coded.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return coded + "0\r\nX-Trailer: y\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "400, 'GET / HTTP/1.1||'",
        "400, 'GET / HTTP/1.1|Host: a|Host: b||'",
        "400, 'GET / HTTP/1.1|Host: a|X : y||'",
        "400, 'GET / HTTP/1.1|Host: a|X: y| z||'",
        "400, 'GET /%00 HTTP/1.1|Host: a||'",
        "400, 'GET /../x HTTP/1.1|Host: a||'",
        "400, 'POST / HTTP/1.1|Host: a|Content-Length: 3|Content-Length: 4||abc'",
        "400, 'POST / HTTP/1.1|Host: a|Content-Length: +3||abc'",
        "400, 'POST / HTTP/1.1|Host: a|Content-Length: 3|Transfer-Encoding: chunked||0||'",
        "400, 'POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||x||'",
        "405, 'TRACE / HTTP/1.1|Host: a||'",
        "413, 'POST / HTTP/1.1|Host: a|Content-Length: 1000001||abc'",
        "417, 'POST / HTTP/1.1|Host: a|Content-Length: 3|Expect: bananas||'",
        "501, 'POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip||'",
        "501, 'CONNECT a:1 HTTP/1.1|Host: a||'",
        "505, 'GET / HTTP/3.0|Host: a||'",
        "404, 'GET /other HTTP/1.1|Host: a||'",
    })
    void aBadRequestIsAnsweredOnceAndNeverReachesTheProgram(int status, String request) {
        try (CgiSite site = CgiSite.of("--max-body 1000000 --script-name /app", TELL)) {
            String bytes = request.replace("|", "\r\n").replace("T / ", "T /app ");
            HttpAnswer answer = HttpAnswer.only(site.exchange(bytes + "GET /app HTTP/1.1\r\nHost: a\r\n\r\n"));
            assertEquals(status, answer.status());
            assertEquals("close", answer.field("Connection"));
            assertNotNull(answer.field("Date"));
            assertEquals("", site.file("ran"));
            site.log().await("cgi-adapter: " + status + ": ");
        }
    }

    @Test
    void anOverlongTargetAndAnOverlongHeadHaveTheirStatuses() {
        try (CgiSite site = CgiSite.of("", TELL)) {
            assertEquals(414, site.get("/" + "a".repeat(20_000)).status());
            assertEquals(
                    431,
                    site.request("GET", "/", "X: " + "a".repeat(70_000) + "\r\n", "")
                            .status());
            assertEquals(
                    431, site.request("GET", "/", "X: y\r\n".repeat(300), "").status());
            assertEquals("", site.file("ran"));
            assertEquals(200, site.get("/" + "a".repeat(8000)).status());
        }
    }

    @Test
    void aChunkedBodyThatIsTooLargeIsRefusedBeforeTheProgramRuns() {
        try (CgiSite site = CgiSite.of("--max-body 100", TELL)) {
            String coded = chunks("x".repeat(200), 50);
            assertEquals(
                    413,
                    site.request("POST", "/", "Transfer-Encoding: chunked\r\n", coded)
                            .status());
            assertEquals("", site.file("ran"));
        }
    }

    @Test
    void optionsOfTheServerIsAnsweredByTheAdapter() {
        try (CgiSite site = CgiSite.of("", TELL)) {
            HttpAnswer answer = site.request("OPTIONS", "*", "", "");
            assertEquals(200, answer.status());
            assertTrue(answer.field("Allow").contains("GET"));
            assertEquals("", site.file("ran"));
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        try (CgiSite site = CgiSite.of("", ECHO)) {
            String first = "POST /1 HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc";
            String second =
                    "\r\nPOST /2 HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks("defg", 3);
            String third = "GET /3 HTTP/1.1\r\n" + CLOSE + "\r\n";
            List<HttpAnswer> answers = HttpAnswer.all(site.exchange(first + second + third));
            assertEquals(
                    List.of("/1:abc", "/2:defg", "/3:"),
                    answers.stream().map(HttpAnswer::body).toList());
            assertNull(answers.get(0).field("Connection"));
            assertEquals("close", answers.get(2).field("Connection"));
        }
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() {
        try (CgiSite site = CgiSite.of("", ECHO);
                Client client = site.connect()) {
            client.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\nHost: a\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK\r", client.line());
            assertTrue(client.all().contains("\r\nConnection: close\r\n"), "HTTP/1.0 knows no other end of a body");
        }
        try (CgiSite site = CgiSite.of("", "echo Content-Length: 2; echo; echo 1\n");
                Client client = site.connect()) {
            client.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            String line = client.line();
            while (!line.equals("1")) {
                line = client.line();
            }
            assertEquals(
                    "1\n",
                    HttpAnswer.only(client.send("GET /2 HTTP/1.1\r\n" + CLOSE + "\r\n")
                                    .all())
                            .body());
        }
    }

    @Test
    void aConnectionIsClosedWhenNoNextRequestComes() {
        try (CgiSite site = CgiSite.of("--keep-alive 1", ECHO)) {
            HttpAnswer answer = HttpAnswer.only(site.exchange("GET / HTTP/1.1\r\n" + HOST + "\r\n"));
            assertNull(answer.field("Connection"));
        }
    }

    @Test
    void keepAliveCanBeSwitchedOff() {
        try (CgiSite site = CgiSite.of("--keep-alive 0", ECHO)) {
            HttpAnswer answer = HttpAnswer.only(site.exchange("GET / HTTP/1.1\r\n" + HOST + "\r\n"));
            assertEquals("close", answer.field("Connection"));
        }
    }

    @Test
    void headHasNoBodyAndTheConnectionGoesOn() {
        try (CgiSite site = CgiSite.of("", TELL)) {
            String bytes = site.exchange("HEAD / HTTP/1.1\r\n" + HOST + "\r\nGET / HTTP/1.1\r\n" + CLOSE + "\r\n");
            int second = bytes.indexOf("\r\n\r\n") + 4;
            assertEquals("hello\n", HttpAnswer.only(bytes.substring(second)).body());
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "5000", "65536", "65537", "3000000"})
    void aBodyOfAnyLengthReachesTheProgramWholeAndWithItsLength(int length) {
        try (CgiSite site = CgiSite.of("", COUNT)) {
            String body = noise(length);
            String expected = length + " " + length + "\n";
            assertEquals(
                    expected,
                    site.request("POST", "/", "Content-Length: " + length + "\r\n", body)
                            .body());
            assertEquals(
                    expected,
                    site.request("POST", "/", "Transfer-Encoding: chunked\r\n", chunks(body, 7777))
                            .body());
        }
    }

    @Test
    void bodiesArriveUnchanged() {
        try (CgiSite site = CgiSite.of("", ECHO)) {
            String body = noise(300_000);
            assertEquals(
                    "/:" + body,
                    site.request("POST", "/", "Content-Length: 300000\r\n", body)
                            .body());
            assertEquals(
                    "/:" + body,
                    site.request("POST", "/", "Transfer-Encoding: chunked\r\n", chunks(body, 70_000))
                            .body());
        }
    }

    @Test
    void aStreamedBodyHasNoLengthAndComesAsItIsSent() {
        String script = "echo A: b; echo; echo \"<$CONTENT_LENGTH>\"; read line; echo \"$line\"; cat\n";
        try (CgiSite site = CgiSite.of("--stream-body", script);
                Client client = site.connect()) {
            client.send("POST / HTTP/1.1\r\n" + CLOSE + "Transfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n");
            String line = client.line();
            while (!line.equals("one")) {
                line = client.line();
            }
            assertTrue(client.send("3\r\ntwo\r\n0\r\n\r\n").all().contains("two\r\n0\r\n\r\n"));
        }
    }

    @Test
    void continueIsSentWhenTheBodyWillBeRead() {
        try (CgiSite site = CgiSite.of("", ECHO);
                Client client = site.connect()) {
            client.send("POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r", client.line());
            assertEquals("\r", client.line());
            assertEquals("/:abc", HttpAnswer.only(client.send("abc").all()).body());
        }
    }

    @Test
    void continueIsNotSentForABodyThatIsRefused() {
        try (CgiSite site = CgiSite.of("--max-body 2", ECHO);
                Client client = site.connect()) {
            client.send("POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertEquals("HTTP/1.1 413 Content Too Large\r", client.line());
        }
    }

    @Test
    void aBodyThatTheProgramDoesNotReadIsNoHindrance() {
        try (CgiSite site = CgiSite.of("", TELL)) {
            String head = "POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: 300000\r\n\r\n";
            List<HttpAnswer> answers = HttpAnswer.all(site.exchange(head + noise(300_000)));
            assertEquals("hello\n", answers.get(0).body());
        }
    }

    @Test
    void anAnswerMayComeBeforeTheBody() {
        try (CgiSite site = CgiSite.of("", TELL);
                Client client = site.connect()) {
            client.send("POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: 1000000\r\n\r\nabc");
            assertEquals("HTTP/1.1 200 OK\r", client.line());
        }
    }

    @Test
    void aClientThatEndsItsSendingSideGetsItsAnswer() {
        String slow = "echo A: b; echo; sleep 1; echo slow\n";
        try (CgiSite site = CgiSite.of("", slow);
                Client client = site.connect()) {
            client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").sendEnd();
            assertEquals("slow\n", HttpAnswer.only(client.all()).body().substring(0, 5));
        }
    }

    @Test
    void aClientThatEndsItsSendingSideGetsItsAnswerThoughTheHeadIsLate() {
        try (CgiSite site = CgiSite.of("", "sleep 1; echo A: b; echo; echo slow\n");
                Client client = site.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n").sendEnd();
            assertEquals("slow\n", HttpAnswer.only(client.all()).body());
        }
    }

    @Test
    void aBodyThatIsCutOffIsAnsweredAndTheProgramEnded() {
        try (CgiSite site = CgiSite.of("", "echo $$ >pid; cat >/dev/null; echo A: b; echo; echo whole >>ran\n");
                Client client = site.connect()) {
            client.send("POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: 10\r\n\r\nabc");
            List<Integer> pids = site.pids("pid", 1);
            assertEquals(400, HttpAnswer.only(client.sendEnd().all()).status());
            CgiSite.awaitGone(pids);
            assertEquals("", site.file("ran"));
        }
    }

    @Test
    void aHeadThatTakesTooLongIsRefused() {
        try (CgiSite site = CgiSite.of("--timeout-head 1", TELL);
                Client client = site.connect()) {
            assertEquals(
                    408,
                    HttpAnswer.only(client.send("GET / HTTP/1.1\r\nX: ").all()).status());
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosedWithoutAnAnswer() {
        try (CgiSite site = CgiSite.of("--timeout-head 1", TELL);
                Client client = site.connect()) {
            assertEquals("", client.all());
        }
    }

    @Test
    void aBodyThatTakesTooLongIsRefused() {
        try (CgiSite site = CgiSite.of(
                        "--timeout-body 1",
                        ECHO.replace("exec cat", "cat >/dev/null").replace("echo;", "cat;"));
                Client client = site.connect()) {
            client.send("POST / HTTP/1.1\r\n" + CLOSE + "Transfer-Encoding: chunked\r\n\r\n3\r\nab");
            assertEquals(408, HttpAnswer.only(client.all()).status());
        }
    }

    @Test
    void linesMayEndInBareLf() {
        try (CgiSite site = CgiSite.of("", ECHO)) {
            assertEquals(
                    "/x:",
                    HttpAnswer.only(site.exchange("GET /x HTTP/1.1\nHost: a\n\n"))
                            .body());
        }
    }
}
