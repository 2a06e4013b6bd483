package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One cgi-adapter that serves all connections: what is particular to it. */
class ResidentIT {
    private static final String HEAD = "echo Content-Type: text/plain; echo; ";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @TempDir
    Path directory;

    private static Server resident(String options, String script) {
        return Server.tcp(Hosting.resident("127.0.0.1:0", options, "sh", "-c", script));
    }

    private static String body(Client client) {
        return HttpAnswer.only(client.all()).body();
    }

    @Test
    void thereIsAProcessForEachRequestAndNoneForAConnection() {
        try (Server server = resident("", HEAD + "echo $PPID $$; read line")) {
            List<Client> idle = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                idle.add(server.connect());
            }
            int pid = server.running().pid();
            assertTrue(Proc.children(pid).isEmpty());
            String answer = body(server.connect().send(LAST));
            assertTrue(answer.startsWith(pid + " "), answer);
            Await.until("no process", () -> Proc.children(pid).isEmpty());
            idle.forEach(Client::close);
        }
    }

    @Test
    void noProgramHasAnothersConnection() {
        String script = HEAD + "ls -l /proc/$$/fd | grep -c socket; read line";
        try (Server server = resident("", script);
                Client one = server.connect();
                Client two = server.connect()) {
            one.send(GET);
            two.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            assertEquals("0\n", body(server.connect().send(LAST)));
        }
    }

    @Test
    void slowClientsKeepNobodyWaiting() {
        String script = HEAD + "case $QUERY_STRING in big) exec cat /dev/zero;; esac; echo quick";
        try (Server server = resident("", script)) {
            List<Client> slow = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                slow.add(server.connect().send("GET /?big HTTP/1.1\r\nHost: a\r\n\r\n"));
                slow.add(server.connect().send("GET / HT"));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals("quick\n", body(server.connect().send(LAST)));
            }
            slow.forEach(Client::close);
            Await.until(
                    "no process", () -> Proc.children(server.running().pid()).isEmpty());
        }
    }

    @Test
    void moreConnectionsThanTheLimitWait() {
        try (Server server = resident("-c 2", HEAD + "echo here")) {
            Client first = server.connect();
            Client second = server.connect();
            Client third = server.connect().send(LAST);
            second.send(LAST);
            assertEquals("here\n", body(second));
            assertEquals("here\n", body(third));
            first.close();
        }
    }

    @Test
    void withoutDescriptorsClientsWaitUntilThereAreSome() {
        try (Server server = resident("", HEAD + "echo here")) {
            int used =
                    Path.of("/proc/" + server.running().pid() + "/fd").toFile().list().length;
            server.running().limit("nofile", (used + 2) + ":1000");
            List<Client> idle = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                idle.add(server.connect());
            }
            server.log().await("cgi-adapter: warning: unable to accept: ");
            idle.forEach(Client::close);
            server.running().limit("nofile", "1000:1000");
            assertEquals("here\n", body(server.connect().send(LAST)));
        }
    }

    @Test
    void unixSocketsAndSeveralAddressesAreServed() {
        String path = directory.resolve("socket").toString();
        Launch launch = Hosting.resident("127.0.0.1:0", "--listen " + path, "sh", "-c", HEAD + "echo $REMOTE_ADDR");
        try (Server server = Server.tcp(launch)) {
            assertEquals("127.0.0.1\n", body(server.connect().send(LAST)));
            assertEquals("127.0.0.1\n", body(Client.unix(path).send(LAST)));
            assertEquals(0, server.terminate());
            assertFalse(Path.of(path).toFile().exists());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void theEndWaitsForWhatIsServedAndForNothingElse(String signal) {
        try (Server server = resident("", HEAD + "echo begun; read line; echo $line")) {
            Client idle = server.connect();
            Client busy = server.connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            String line = busy.line();
            while (!line.equals("begun")) {
                line = busy.line();
            }
            server.running().signal(signal);
            assertEquals("", idle.all());
            busy.send("line\n");
            assertTrue(busy.all().contains("line\n"));
            assertEquals(0, server.running().awaitExit());
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() {
        try (Server server = resident("", "trap '' TERM; echo $$ >&2; " + HEAD + "sleep 1000")) {
            Client client = server.connect().send(GET);
            int program = Integer.parseInt(server.log().await(""));
            server.running().signal("TERM");
            server.log().await("cgi-adapter: draining: 1 left");
            server.running().signal("TERM");
            assertEquals(0, server.running().awaitExit());
            CgiSite.awaitGone(List.of(program));
            client.close();
        }
    }

    @Test
    void theEndHasADeadline() {
        try (Server server = resident("--drain 1", "echo $$ >&2; " + HEAD + "sleep 1000")) {
            Client client = server.connect().send(GET);
            server.log().await("");
            server.running().signal("TERM");
            server.log().await("cgi-adapter: draining: 1 left, deadline");
            assertEquals(0, server.running().awaitExit());
            client.close();
        }
    }

    @Test
    void requestsBeyondTheLimitWaitTheirTurn() {
        String script = "echo start >&2; read line; " + HEAD + "echo $line";
        String post = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
        try (Server server = resident("--max-processes 1", script)) {
            Client first = server.connect().send(post);
            server.log().await("start");
            Client second = server.connect().send(post + "b\n");
            first.send("a\n");
            assertEquals("a\n", body(first));
            assertEquals("b\n", body(second));
        }
    }

    @Test
    void whoWaitsTooLongOrFindsTheQueueFullIsTurnedAway() {
        String script = "echo start >&2; sleep 1000";
        try (Server server = resident("--max-processes 1 --queue 1 --queue-wait 1", script)) {
            Client first = server.connect().send(GET);
            server.log().await("start");
            Client second = server.connect().send(GET);
            Client third = server.connect().send(GET);
            List<HttpAnswer> answers = List.of(HttpAnswer.only(second.all()), HttpAnswer.only(third.all()));
            for (HttpAnswer answer : answers) {
                assertEquals(503, answer.status());
                assertFalse(answer.field("Retry-After").isEmpty());
            }
            server.log().await("cgi-adapter: 503: too many requests wait for programs to end");
            server.log().await("cgi-adapter: 503: no program has ended in time for this one to start");
            first.close();
        }
    }

    @Test
    void theRulesSayWhoIsServed() {
        RuleFile rules = new RuleFile(directory).compile("127.0.0.1:deny\n:allow\n");
        try (Server server = resident("-x " + rules, HEAD + "echo here")) {
            assertEquals("", server.connect().all());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--max-processes 3", "-c 3", "--workers 2", "-x rules", "-1", "--drain 3"})
    void optionsOfAResidentAdapterAreRefusedElsewhere(String option) {
        try (Running running =
                Launch.of("cgi-adapter", (option + " program").split(" ")).start()) {
            assertEquals(100, running.awaitExit());
            running.stderr().await("cgi-adapter: option " + option.split(" ")[0] + " goes with --listen");
        }
    }
}
