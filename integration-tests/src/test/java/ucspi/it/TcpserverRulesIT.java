package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tcpserver -x: who gets a process, and with which variables. */
class TcpserverRulesIT {
    @TempDir
    Path directory;

    private RuleFile rules;

    @BeforeEach
    void file() {
        rules = new RuleFile(directory);
    }

    private Server server(String options, String... program) {
        return Server.tcp(launch(options, "127.0.0.1", program));
    }

    private Launch launch(String options, String host, String... program) {
        return Launch.of("tcpserver", "-1")
                .with(options, "-x", rules.toString(), host, "0")
                .with(program);
    }

    /** What the server sends to a client at an address. */
    private static String ask(Server server, String from) {
        try (Client client = Client.connect("127.0.0.1", server.port(), from)) {
            return client.all();
        }
    }

    private static boolean served(Server server, String from) {
        return ask(server, from).equals("served\n");
    }

    @Test
    void whoIsDeniedGetsNoProcess() {
        rules.compile("127.0.0.2:deny\n");
        try (Server server = server("-vRHl0", "echo", "served")) {
            int port;
            try (Client client = Client.connect("127.0.0.1", server.port(), "127.0.0.2")) {
                port = client.localPort();
                assertEquals("", client.all());
            }
            assertTrue(served(server, "127.0.0.3"));
            server.log().await("tcpserver: end ");
            List<String> lines = server.log().soFar();
            // A process that was not started has no number, takes no slot and does not end.
            String denied = "tcpserver: deny 0 0:127.0.0.1:" + server.port() + " :127.0.0.2::" + port;
            assertEquals(List.of("tcpserver: status: 0/40", denied, "tcpserver: status: 1/40"), lines.subList(0, 3));
        }
    }

    @Test
    void denialIsLoggedWithVerboseOnly() {
        rules.compile(":deny\n");
        try (Server server = server("-RHl0", "echo", "served")) {
            assertFalse(served(server, "127.0.0.2"));
            assertEquals(0, server.terminate());
            assertEquals("", server.log().awaitEnd());
        }
    }

    @Test
    void manyWhoAreDeniedTakeNoSlot() {
        rules.compile("127.0.0.2:deny\n");
        try (Server server = server("-vRHl0c1", "echo", "served")) {
            for (int i = 0; i < 100; i++) {
                assertFalse(served(server, "127.0.0.2"));
            }
            assertTrue(served(server, "127.0.0.3"));
            server.log().awaitTimes(100, "deny", line -> line.startsWith("tcpserver: deny 0 "));
        }
    }

    @Test
    void aRulesVariablesReplaceInheritedOnesAndTheConnections() {
        rules.compile("127.0.0.2:allow,TCPREMOTEIP=\"else\",HOME=\"/h\",NEW=\"\",TCPREMOTEHOST=/h=x/,A=/1/,A=/2/\n");
        Launch launch = launch("-RHl0", "127.0.0.1", Probe.command()).environment("HOME", "/root");
        try (Server server = Server.tcp(launch)) {
            for (int round = 0; round < 2; round++) {
                Probe ruled = Probe.read(Client.connect("127.0.0.1", server.port(), "127.0.0.2"));
                assertEquals("else", ruled.variable("TCPREMOTEIP"));
                assertEquals("/h", ruled.variable("HOME"));
                assertEquals("", ruled.variable("NEW"));
                assertEquals("h=x", ruled.variable("TCPREMOTEHOST"));
                assertEquals("2", ruled.variable("A"));
                Probe plain = server.probe();
                assertEquals("127.0.0.1", plain.variable("TCPREMOTEIP"));
                assertEquals("/root", plain.variable("HOME"));
                assertNull(plain.variable("NEW"));
                assertEquals(ruled.environment().size(), plain.environment().size() + 3);
            }
        }
    }

    @Test
    void newRulesApplyToTheNextConnection() {
        try (Server server = Server.tcp(launch("-XRHl0", "127.0.0.1", "echo", "served"))) {
            assertTrue(served(server, "127.0.0.2"));
            for (int i = 0; i < 4; i++) {
                rules.compile("127.0.0.2:deny\n");
                assertFalse(served(server, "127.0.0.2"));
                assertTrue(served(server, "127.0.0.3"));
                rules.compile("127.0.0.3:deny\n");
                assertTrue(served(server, "127.0.0.2"));
                assertFalse(served(server, "127.0.0.3"));
            }
            rules.delete();
            assertTrue(served(server, "127.0.0.3"));
        }
    }

    @Test
    void withoutItsRulesItServesNobody() {
        String warning = "tcpserver: warning: dropping connection, unable to read " + rules + ": ";
        try (Server server = server("-RHl0", "echo", "served")) {
            assertEquals("", ask(server, "127.0.0.2"));
            server.log().await(0, warning + "file does not exist");
            rules.compile(":allow\n");
            assertTrue(served(server, "127.0.0.2"));
            rules.install(new byte[100]);
            assertEquals("", ask(server, "127.0.0.2"));
            server.log().await(0, warning + "protocol error");
            rules.compile(":allow\n");
            assertTrue(served(server, "127.0.0.2"));
        }
    }

    @Test
    void aFileThatMayBeAbsentMayNotBeDamaged() {
        rules.install(new byte[2047]);
        try (Server server = server("-XRHl0", "echo", "served")) {
            assertEquals("", ask(server, "127.0.0.2"));
            server.log().await("tcpserver: warning: dropping connection, unable to read ");
        }
    }

    @Test
    void aFileOfDjbsToolApplies() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("10.").append(i / 100).append('.').append(i % 100).append(".:deny\n");
        }
        rules.compileByPeer(text + "127.0.0.2:deny\n127.0.0.4-9:deny\n127.:allow\n:deny\n");
        try (Server server = server("-RHl0", "echo", "served")) {
            assertFalse(served(server, "127.0.0.2"));
            assertFalse(served(server, "127.0.0.5"));
            assertTrue(served(server, "127.0.0.3"));
        }
    }

    @Test
    void networksApplyAndTheLongestPrefixWins() {
        rules.compile("127.0.0.0/8:deny\n127.0.0.4/30:allow\n127.0.0.5/32:deny\n127.0.0.6:deny\n");
        try (Server server = server("-RHl0", "echo", "served")) {
            assertFalse(served(server, "127.0.0.2"));
            assertTrue(served(server, "127.0.0.4"));
            assertFalse(served(server, "127.0.0.5"));
            assertFalse(served(server, "127.0.0.6"));
            assertTrue(served(server, "127.0.0.7"));
            assertFalse(served(server, "127.0.0.8"));
        }
    }

    @Test
    void ipv6ClientsAreMatchedAndMappedOnesAreIpv4() {
        rules.compile("::1:deny\n127.0.0.2:deny\n");
        try (Server server = Server.tcp(launch("-6RHl0", "0", "echo", "served"))) {
            assertEquals("", Client.connect("::1", server.port()).all());
            assertFalse(served(server, "127.0.0.2"));
            assertTrue(served(server, "127.0.0.3"));
            rules.compile("::/64:allow,N=/x/\n:deny\n");
            assertEquals("served\n", Client.connect("::1", server.port()).all());
            assertFalse(served(server, "127.0.0.3"));
        }
    }

    @Test
    void damagedFilesNeverStopIt() {
        rules.compile("127.0.0.2:allow,N=\"x\"\n127.0.0.0/9:allow\n127.0.0.3:deny\n");
        byte[] whole = rules.bytes();
        Random random = new Random(3);
        try (Server server = server("-QRHl0", "echo", "served")) {
            List<String> answers = new ArrayList<>();
            for (int round = 0; round < 60; round++) {
                byte[] damaged = random.nextInt(4) == 0
                        ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length))
                        : whole.clone();
                for (int i = random.nextInt(20); i >= 0 && damaged.length > 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                rules.install(damaged);
                answers.add(ask(server, "127.0.0." + (2 + round % 3)));
            }
            assertTrue(answers.contains("") && answers.contains("served\n"), answers.toString());
            rules.install(whole);
            assertTrue(served(server, "127.0.0.2"));
            assertFalse(served(server, "127.0.0.3"));
        }
    }

    @Test
    void aFileThatIsCutShortAnywhereAdmitsNobodyAndIsNamed() {
        rules.compile("127.0.0.2:allow\n10.0.0.0/8:deny\n127.:allow\n:allow\n");
        byte[] whole = rules.bytes();
        String warning = "tcpserver: warning: dropping connection, unable to read " + rules + ": protocol error";
        for (String lookups : List.of("-RHl0", "-Rl0")) {
            try (Server server = server(lookups, "echo", "served")) {
                int warnings = 0;
                for (int length = 0; length < whole.length; length += 1 + whole.length / 40) {
                    rules.install(java.util.Arrays.copyOf(whole, length));
                    assertEquals("", ask(server, "127.0.0.2"), length + " bytes");
                    warnings++;
                }
                server.log().awaitTimes(warnings, warning, line -> line.equals(warning));
                rules.install(whole);
                assertTrue(served(server, "127.0.0.2"));
            }
        }
    }

    @Test
    void aFlippedByteIsAnotherAnswerOrAWarningAndNeverTheEnd() {
        rules.compile("127.0.0.2:allow,N=\"x\"\n127.0.0.3:deny\n127.0.0.0/16:allow\n");
        byte[] whole = rules.bytes();
        Random random = new Random(7);
        try (Server server = server("-QRHl0", "echo", "served")) {
            for (int round = 0; round < 150; round++) {
                byte[] flipped = whole.clone();
                int at = round < 100 ? 2048 + round * (whole.length - 2048) / 100 : random.nextInt(2048);
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                rules.install(flipped);
                String answer = ask(server, "127.0.0." + (2 + round % 3));
                assertTrue(answer.isEmpty() || answer.equals("served\n"), answer);
            }
            for (String line : server.log().soFar()) {
                assertTrue(line.startsWith("tcpserver: warning: dropping connection, unable to read "), line);
            }
            rules.install(whole);
            assertTrue(served(server, "127.0.0.2"));
            assertFalse(served(server, "127.0.0.3"));
            assertEquals(0, server.terminate());
        }
    }
}
