package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.it.RuleFile.Ended;

/** tcpclient and the scripts over it, beside djb's tcpclient. */
class TcpclientIT {
    private static final Path NOTHING = Path.of("/dev/null");
    private static final String VARIABLES = "for v in PROTO TCPLOCALHOST TCPLOCALIP TCPREMOTEHOST TCPREMOTEIP"
            + " TCPREMOTEPORT TCPREMOTEINFO TCP6REMOTEIP; do eval \"echo $v=\\${$v-unset}\"; done";

    private Server server;

    @BeforeEach
    void listen() {
        server = Server.tcp("-RHl0", "sh", "-c", "echo to $TCPREMOTEIP; cat");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String port() {
        return Integer.toString(server.port());
    }

    private static Ended run(String... words) {
        return run(Map.of(), words);
    }

    private static Ended run(Map<String, String> variables, String... words) {
        return RuleFile.run(variables, NOTHING, words);
    }

    /** What both say: they must be the same. */
    private static Ended both(String... words) {
        List<String> ours = new ArrayList<>(List.of(words));
        List<String> peers = new ArrayList<>(ours);
        ours.add(0, Programs.path("tcpclient"));
        peers.add(0, RuleFile.peer("tcpclient"));
        Ended ended = run(ours.toArray(new String[0]));
        assertEquals(run(peers.toArray(new String[0])), ended);
        return ended;
    }

    @Test
    void theConnectionIsDescriptors6And7AndNothingElseIsOpen() {
        String list = "for fd in /proc/self/fd/*; do [ -e $fd ] && echo ${fd##*/}; done";
        Ended ended = run(Programs.path("tcpclient"), "-RHl0", "0", port(), "sh", "-c", list);
        List<String> open = new ArrayList<>(List.of(ended.out().split("\n")));
        open.remove("3");
        assertEquals(List.of("0", "1", "2", "6", "7"), open);
    }

    @Test
    void bothDirectionsWork() {
        String talk = "read hello <&6; echo \"$hello\"; echo question >&7; read answer <&6; echo \"$answer\"";
        assertEquals(
                "to 127.0.0.1\nquestion\n",
                both("-RHl0", "127.0.0.1", port(), "sh", "-c", talk).out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "127.0.0.1", "[127.0.0.1]", "127.000.000.001"})
    void theEnvironmentIsDjbs(String host) {
        String out = both("-RHl", "Local", host, port(), "sh", "-c", VARIABLES.replace("TCPREMOTEHOST ", ""))
                .out();
        assertTrue(out.contains("PROTO=TCP\nTCPLOCALHOST=Local\nTCPLOCALIP=127.0.0.1\nTCPREMOTEIP=127.0.0.1\n"), out);
        assertTrue(out.contains("TCPREMOTEPORT=" + port() + "\nTCPREMOTEINFO=unset\nTCP6REMOTEIP=unset\n"), out);
    }

    @Test
    void verboseSaysWhereItConnectedTo() {
        assertEquals(
                "tcpclient: connected to 127.0.0.1 port " + port() + "\n",
                both("-vRHl0", "-D", "0", port(), "echo", "ok").err());
    }

    @Test
    void theProgramsExitCodeIsTheClients() {
        assertEquals(42, both("-RHl0", "0", port(), "sh", "-c", "exit 42").status());
        assertEquals(111, both("-RHl0", "0", port(), "no-such-program").status());
        assertEquals(111, both("-qRHl0", "0", port(), "no-such-program").status());
    }

    @Test
    void nobodyAtThePortIsOneLineAnd111() {
        String port = port();
        server.close();
        Ended ended = both("-RHl0", "0", port, "echo", "wrong");
        assertEquals(
                new Ended(111, "", "tcpclient: unable to connect to 127.0.0.1 port " + port + ": connection refused\n"),
                ended);
        assertEquals(new Ended(111, "", ""), both("-qRHl0", "0", port, "echo", "wrong"));
    }

    @Test
    void wrongCommandLinesAreDjbs() {
        assertEquals(100, both("0", "0").status());
        assertEquals(100, both("-Z", "0", port(), "echo").status());
        assertEquals(111, both("0", "no-such-port", "echo").status());
        assertEquals(111, both("-RHl0", "-i", "192.0.2.1", "0", port(), "echo").status());
    }

    @Test
    void theLocalAddressAndPortCanBeChosen() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Ended ended = run(
                Programs.path("tcpclient"),
                "-RHl0",
                "-i",
                "127.0.0.9",
                "-p",
                Integer.toString(free),
                "0",
                port(),
                "sh",
                "-c",
                "read line <&6; echo $line $TCPLOCALIP $TCPLOCALPORT");
        assertEquals("to 127.0.0.9 127.0.0.9 " + free + "\n", ended.out());
    }

    @Test
    void everyAddressIsTriedAndNamesAreLookedUp() {
        try (NameServer names = new NameServer()) {
            names.address("many.example", 127, 0, 0, 6).address("many.example", 127, 0, 0, 7);
            Ended ended = run(
                    Map.of("DNSCACHEIP", names.address()),
                    Programs.path("tcpclient"),
                    "-RHl0",
                    "many.example",
                    port(),
                    "echo",
                    "wrong");
            String text = "tcpclient: unable to connect to 127.0.0.%s port " + port() + ": connection refused\n";
            assertEquals(111, ended.status());
            assertTrue(ended.err().contains(text.replace("%s", "6")), ended.err());
            assertTrue(ended.err().contains(text.replace("%s", "7")), ended.err());
            names.address("many.example", 127, 0, 0, 1)
                    .name("127.0.0.1", "localhost")
                    .name("127.0.0.9", "local.example");
            ended = run(
                    Map.of("DNSCACHEIP", names.address()),
                    Programs.path("tcpclient"),
                    "-qRi",
                    "127.0.0.9",
                    "many.example.",
                    port(),
                    "sh",
                    "-c",
                    VARIABLES);
            assertTrue(ended.out().contains("TCPLOCALHOST=local.example\n"), ended.toString());
            assertTrue(ended.out().contains("TCPREMOTEHOST=localhost\nTCPREMOTEIP=127.0.0.1\n"), ended.toString());
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsTriedTwiceWhenThereAreOthers() throws IOException {
        try (NameServer names = new NameServer();
                FullQueue full = new FullQueue("127.0.0.11")) {
            names.address("slow.example", 127, 0, 0, 11).address("slow.example", 127, 0, 0, 12);
            String port = Integer.toString(full.port());
            long start = System.nanoTime();
            Ended ended = run(
                    Map.of("DNSCACHEIP", names.address()),
                    Programs.path("tcpclient"),
                    "-RHl0",
                    "-T",
                    "1+1",
                    "slow.example",
                    port,
                    "echo",
                    "wrong");
            long millis = (System.nanoTime() - start) / 1_000_000;
            String where = "tcpclient: unable to connect to 127.0.0.1";
            assertEquals(
                    where + "2 port " + port + ": connection refused\n" + where + "1 port " + port + ": timed out\n",
                    ended.err());
            assertTrue(millis >= 2000, "after " + millis + " ms");
        }
    }

    /** A listening socket whose queue is full: who connects to it gets no answer at all. */
    private static final class FullQueue implements AutoCloseable {
        private final ServerSocket socket;
        private final List<java.nio.channels.SocketChannel> waiting = new ArrayList<>();

        FullQueue(String address) throws IOException {
            socket = new ServerSocket(0, 1, InetAddress.getByName(address));
            for (int i = 0; i < 8; i++) {
                java.nio.channels.SocketChannel channel = java.nio.channels.SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(address, socket.getLocalPort()));
                waiting.add(channel);
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (java.nio.channels.SocketChannel channel : waiting) {
                channel.close();
            }
            socket.close();
        }
    }

    @Test
    void overIpv6ThereAreVariablesOfBothKinds() {
        try (Server six = Server.tcp(Server.tcpLaunch("-RHl0", "::1", "cat"))) {
            String port = Integer.toString(six.port());
            Ended ended = run(Programs.path("tcpclient"), "-RHl0", "::1", port, "sh", "-c", VARIABLES);
            assertTrue(ended.out().startsWith("PROTO=TCP6\n"), ended.toString());
            assertTrue(ended.out().contains("TCPREMOTEIP=::1\n"), ended.toString());
            assertTrue(ended.out().endsWith("TCP6REMOTEIP=::1\n"), ended.toString());
            assertEquals(
                    0,
                    run(Programs.path("tcpclient"), "-6RHl0", "0", port, "true").status());
            assertEquals(
                    111,
                    run(Programs.path("tcpclient"), "-4RHl0", "::1", port, "true")
                            .status());
        }
    }

    @Test
    void tcpcatPrintsWhatTheServerSends() {
        try (Server date = Server.tcp("-RHl0", "echo", "it is late")) {
            assertEquals(
                    "it is late\n",
                    run(Programs.path("tcpcat"), "0", Integer.toString(date.port()))
                            .out());
        }
    }

    @Test
    void mconnectSendsCompleteLineEndsAndPrintsAnswersAsTheyAre() {
        String script = "printf 'hello\\r\\n'; read line; printf '%s' \"$line\" | od -An -c";
        try (Server mail = Server.tcp("-RHl0", "sh", "-c", script)) {
            String port = Integer.toString(mail.port());
            Ended ended = run("sh", "-c", "echo quit | \"$0\" 0 " + port, Programs.path("mconnect"));
            assertEquals("hello\r\n   q   u   i   t  \\r\n", ended.out());
        }
    }

    @Test
    void mconnectStaysForTheAnswerWhenThereIsNothingToSend() {
        try (Server mail = Server.tcp("-RHl0", "sh", "-c", "printf 'a\\nb'")) {
            assertEquals(
                    "a\nb",
                    run(Programs.path("mconnect"), "0", Integer.toString(mail.port()))
                            .out());
        }
    }

    @Test
    void httpAtPrintsTheBodyOfAnAnswer() {
        String script = "read a b c; while read h && [ \"$h\" != \"$(printf '\\r')\" ]; do l=\"$l,$h\"; done;"
                + " printf 'HTTP/1.0 200 OK\\r\\nA: b\\r\\n\\r\\n%s %s%s\\n\\nend\\n' \"$a\" \"$b\" \"$l\"";
        try (Server web = Server.tcp("-RHl0", "sh", "-c", script)) {
            String port = Integer.toString(web.port());
            Ended ended = run(Programs.path("http@"), "127.0.0.1", "a%20b?c", port);
            assertEquals("GET /a%20b?c,Host: 127.0.0.1:" + port + "\n\nend\n", ended.out());
        }
    }

    @Test
    void theOtherScriptsAskAtTheirPorts() {
        Map<String, String> ports = Map.of("date@", "13", "finger@", "79", "who@", "11");
        ports.forEach((script, port) -> assertEquals(
                "tcpclient: unable to connect to 127.0.0.77 port " + port + ": connection refused\n",
                run(Programs.path(script), "127.0.0.77").err()));
    }
}
