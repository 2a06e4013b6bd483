package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SCGI and FastCGI byte by byte: what web servers never send, or seldom. */
@BothHostings
class CgiFrontProtocolIT {
    private static final String TEXT = "echo Content-Type: text/plain; echo; ";
    private static final String PLAIN = "Status: 200 OK\r\nContent-Type: text/plain\r\n\r\n";

    private static CgiSite scgi(String script) {
        return CgiSite.of("--protocol scgi --grace 1", script);
    }

    private static CgiSite fastcgi(String script) {
        return CgiSite.of("--protocol fastcgi --grace 1", script);
    }

    private static String scgiHead(String method, int length, String... more) {
        StringBuilder head = new StringBuilder("CONTENT_LENGTH\0" + length + "\0SCGI\0" + "1\0");
        head.append("REQUEST_METHOD\0").append(method).append("\0REQUEST_URI\0/x\0");
        for (String word : more) {
            head.append(word).append('\0');
        }
        return head.length() + ":" + head + ",";
    }

    @Test
    void scgiAnswersAndEndsTheConnection() {
        try (CgiSite site = scgi(TEXT + "echo $REQUEST_METHOD $CONTENT_LENGTH; cat\n")) {
            assertEquals(PLAIN + "POST 5\nhello", site.exchange(scgiHead("POST", 5) + "hello"));
            assertEquals(PLAIN + "GET\n", site.exchange(scgiHead("GET", 0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "5:abcde,", "3:a\0b,", "99999999:", "12:CONTENT_LENGTH\0"})
    void whatIsNoScgiIsRefused(String bytes) {
        try (CgiSite site = scgi(TEXT);
                Client client = site.connect()) {
            String answer = client.send(bytes).sendEnd().all();
            assertTrue(answer.startsWith("Status: 4"), answer);
        }
    }

    @Test
    void anScgiBodyThatIsCutOffNeverReachesTheProgram() {
        try (CgiSite site = scgi("touch ran; " + TEXT);
                Client client = site.connect()) {
            assertTrue(client.send(scgiHead("POST", 10) + "abc").sendEnd().all().startsWith("Status: 400"));
            site.awaitIdle();
            assertFalse(site.directory().resolve("ran").toFile().exists());
        }
    }

    @Test
    void anScgiClientThatLeavesTakesTheProgramWithIt() {
        try (CgiSite site = scgi("echo $$ >>pids; sleep 1000 & echo $! >>pids; wait\n");
                Client client = site.connect()) {
            client.send(scgiHead("GET", 0));
            List<Integer> pids = site.pids("pids", 2);
            client.hangUp();
            CgiSite.awaitGone(pids);
        }
    }

    @Test
    void fastcgiRequestsFollowEachOtherOnOneConnection() {
        try (CgiSite site = fastcgi(TEXT + "echo $PPID; cat\n");
                Client client = site.connect()) {
            client.send(Fastcgi.get(1, true, "/"));
            awaitEnd(client);
            client.send(Fastcgi.post(1, true, "/", "second"));
            String second = awaitEnd(client).get("STDOUT.1");
            client.send(Fastcgi.post(2, false, "/", "third"));
            Map<String, String> third = Fastcgi.answer(client.all());
            assertEquals("0/0", third.get("END.2"));
            assertTrue(third.get("STDOUT.2").endsWith("\nthird"));
            assertEquals(second.replace("second", "third"), third.get("STDOUT.2"));
        }
    }

    /** Reads records up to the end of a request. */
    private static Map<String, String> awaitEnd(Client client) {
        StringBuilder bytes = new StringBuilder();
        int type = 0;
        while (type != 3) {
            String header = client.exactly(8);
            type = header.charAt(1);
            bytes.append(header).append(client.exactly(header.charAt(4) << 8 | header.charAt(5)));
        }
        return Fastcgi.answer(bytes.toString());
    }

    @Test
    void aSecondRequestAtTheSameTimeIsRefusedAndTheFirstGoesOn() {
        try (CgiSite site = fastcgi("cd \"${0%/*}\"; until [ -e go ]; do sleep 0.05; done; " + TEXT + "echo done\n");
                Client client = site.connect()) {
            client.send(Fastcgi.get(1, false, "/"));
            client.send(Fastcgi.get(2, false, "/"));
            assertEquals("0/1", awaitEnd(client).get("END.2"));
            write(site, "go");
            assertEquals(PLAIN + "done\n", awaitEnd(client).get("STDOUT.1"));
        }
    }

    private static void write(CgiSite site, String name) {
        assertTrue(site.directory().resolve(name).toFile().mkdir());
    }

    @Test
    void questionsAreAnsweredBeforeAndWithinARequest() {
        String ask = Fastcgi.record(9, 0, Fastcgi.pair("FCGI_MPXS_CONNS", "") + Fastcgi.pair("FCGI_MAX_REQS", ""));
        try (CgiSite site = fastcgi(TEXT + "cat\n")) {
            String request =
                    Fastcgi.head(1, false, "POST", "/", "CONTENT_LENGTH", "2") + ask + Fastcgi.stream(5, 1, "hi");
            Map<String, String> answer = Fastcgi.answer(site.exchange(ask + Fastcgi.record(42, 0, "") + request));
            String one = "\17\1FCGI_MPXS_CONNS0";
            assertEquals(one + one, answer.get("VALUES.0"));
            assertEquals("*\0\0\0\0\0\0\0", answer.get("UNKNOWN.0"));
            assertEquals(PLAIN + "hi", answer.get("STDOUT.1"));
        }
    }

    @Test
    void anAbortedRequestEndsWithItsProcessesAndTheConnectionGoesOn() {
        String script = "[ \"$PATH_INFO\" = /quick ] && { " + TEXT + "echo quick; exit; }\n"
                + "trap : TERM; setsid sh -c 'trap : TERM; echo $$ >>pids; sleep 1000; sleep 1000' &\n"
                + "echo $$ >>pids; wait; wait; sleep 1000\n";
        try (CgiSite site = fastcgi("cd \"${0%/*}\"; " + script);
                Client client = site.connect()) {
            client.send(Fastcgi.get(1, true, "/slow"));
            List<Integer> pids = site.pids("pids", 2);
            client.send(Fastcgi.record(Fastcgi.ABORT, 1, ""));
            assertEquals("143/0", awaitEnd(client).get("END.1"));
            CgiSite.awaitGone(pids);
            client.send(Fastcgi.get(1, false, "/quick"));
            assertEquals(PLAIN + "quick\n", awaitEnd(client).get("STDOUT.1"));
        }
    }

    @Test
    void aWebServerThatLeavesTakesTheProgramWithIt() {
        try (CgiSite site = fastcgi("echo $$ >>pids; sleep 1000 & echo $! >>pids; wait\n");
                Client client = site.connect()) {
            client.send(Fastcgi.get(1, true, "/"));
            List<Integer> pids = site.pids("pids", 2);
            client.hangUp();
            CgiSite.awaitGone(pids);
        }
    }

    @Test
    void standardErrorIsAStreamAndTheExitCodeIsTold() {
        try (CgiSite site = fastcgi("echo oops >&2; printf 'Content-Length: 2\\n\\nok'; echo late >&2; exit 7\n")) {
            Map<String, String> answer = Fastcgi.answer(site.exchange(Fastcgi.get(1, false, "/")));
            assertEquals("oops\nlate\n", answer.get("STDERR.1"));
            assertEquals("7/0", answer.get("END.1"));
            assertEquals("Status: 200 OK\r\nContent-Length: 2\r\n\r\nok", answer.get("STDOUT.1"));
        }
    }

    @Test
    void muchStandardErrorDoesNotStopTheProgram() {
        try (CgiSite site = fastcgi("head -c 300000 /dev/zero >&2; " + TEXT + "head -c 300000 /dev/zero\n")) {
            Map<String, String> answer = Fastcgi.answer(site.exchange(Fastcgi.get(1, false, "/")));
            assertEquals(300_000, answer.get("STDERR.1").length());
            assertEquals(PLAIN.length() + 300_000, answer.get("STDOUT.1").length());
        }
    }

    @Test
    void aProgramThatFailsInTheMiddleLeavesItsRequestWithoutEnd() {
        try (CgiSite site = fastcgi(TEXT + "echo half; exit 1\n")) {
            Map<String, String> answer = Fastcgi.answer(site.exchange(Fastcgi.get(1, true, "/")));
            assertEquals(PLAIN + "half\n", answer.get("STDOUT.1"));
            assertNull(answer.get("END.1"));
        }
    }

    @Test
    void anAuthorizerIsAskedWithoutABody() {
        String script = "echo Status: 200; echo Variable-AUTH: $FCGI_ROLE; echo; cat\n";
        try (CgiSite site = fastcgi(script)) {
            String pairs = Fastcgi.pair("REQUEST_METHOD", "GET") + Fastcgi.pair("REQUEST_URI", "/");
            String request = Fastcgi.begin(1, 2, false) + Fastcgi.stream(Fastcgi.PARAMS, 1, pairs);
            Map<String, String> answer = Fastcgi.answer(site.exchange(request));
            assertEquals("Status: 200 OK\r\nVariable-AUTH: AUTHORIZER\r\n\r\n", answer.get("STDOUT.1"));
        }
    }

    @Test
    void filtersAreRefused() {
        try (CgiSite site = fastcgi(TEXT)) {
            assertEquals(Map.of("END.1", "0/3"), Fastcgi.answer(site.exchange(Fastcgi.begin(1, 3, false))));
        }
    }

    @Test
    void variablesMayBeLongerThanARecord() {
        String value = "v".repeat(100_000);
        try (CgiSite site = fastcgi(TEXT + "echo ${#HTTP_LONG}\n")) {
            Map<String, String> answer = Fastcgi.answer(site.exchange(Fastcgi.get(1, false, "/", "HTTP_LONG", value)));
            assertEquals(PLAIN + "100000\n", answer.get("STDOUT.1"));
        }
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysNeverReachesTheProgram() {
        try (CgiSite site = fastcgi("touch ran; " + TEXT)) {
            String head = Fastcgi.head(1, true, "POST", "/", "CONTENT_LENGTH", "5");
            for (String body : new String[] {"abc", "abcdef"}) {
                Map<String, String> answer = Fastcgi.answer(site.exchange(head + Fastcgi.stream(5, 1, body)));
                assertTrue(answer.get("STDOUT.1").startsWith("Status: 400"), answer.toString());
            }
            assertFalse(site.directory().resolve("ran").toFile().exists());
        }
    }

    @Test
    void whatIsNoFastcgiGetsNoAnswer() {
        try (CgiSite site = fastcgi(TEXT)) {
            assertEquals("", site.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            assertEquals("", site.exchange("\1\1\0\1\0\3\0\0abc"));
        }
    }
}
