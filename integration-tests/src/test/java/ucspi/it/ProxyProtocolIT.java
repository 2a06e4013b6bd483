package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that come through a proxy: --proxy-from. */
class ProxyProtocolIT {
    private static final String OPTIONS = "-vRHl0 --proxy-from 127.0.0.1,10.0.0.0/8";
    private static final String BAD = "tcpserver: warning: dropping connection, unable to read PROXY header: ";

    @TempDir
    private Path directory;

    private static void checkIpv4(Probe probe) {
        assertEquals("TCP", probe.variable("PROTO"));
        assertEquals("192.0.2.1", probe.variable("TCPREMOTEIP"));
        assertEquals("50001", probe.variable("TCPREMOTEPORT"));
        assertEquals("192.0.2.80", probe.variable("TCPLOCALIP"));
        assertEquals("80", probe.variable("TCPLOCALPORT"));
    }

    @Test
    void variablesAreTheRealClients() {
        try (Server server = Server.tcp(OPTIONS, Probe.command())) {
            checkIpv4(Probe.read(server.connect().send(ProxyHeaders.LINE)));
            checkIpv4(Probe.read(server.connect().send(ProxyHeaders.BINARY)));
            Probe six = Probe.read(server.connect().send(ProxyHeaders.LINE_6));
            assertEquals("TCP6", six.variable("PROTO"));
            assertEquals("2001:db8::1", six.variable("TCP6REMOTEIP"));
            assertEquals("2001:db8::80", six.variable("TCPLOCALIP"));
            assertEquals(3, six.descriptors().size());
            assertEquals(2, six.flags(0) & 04003, "read and write, blocking");
            server.log().await(0, "from the client", line -> line.endsWith(" from 192.0.2.1"));
        }
    }

    @Test
    void withoutAddressesTheyAreTheConnectionsOwn() {
        try (Server server = Server.tcp(OPTIONS, Probe.command())) {
            String unix = ProxyHeaders.binary(0x21, 0x31, "x".repeat(216));
            for (String header : List.of("PROXY UNKNOWN\r\n", ProxyHeaders.LOCAL, unix)) {
                Probe.read(server.connect().send(ProxyHeaders.LINE));
                Client client = server.connect();
                int port = client.localPort();
                Probe probe = Probe.read(client.send(header));
                assertEquals("127.0.0.1", probe.variable("TCPREMOTEIP"));
                assertEquals("" + port, probe.variable("TCPREMOTEPORT"));
                assertEquals("" + server.port(), probe.variable("TCPLOCALPORT"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHeaderMayComeByteByByteAndWhatFollowsIsThePrograms(boolean slowly) {
        try (Server server = Server.tcp(OPTIONS, "sh", "-c", "echo $TCPREMOTEIP; cat")) {
            for (String header : List.of(ProxyHeaders.LINE, ProxyHeaders.BINARY, ProxyHeaders.LOCAL)) {
                Client client = server.connect();
                if (slowly) {
                    for (char c : header.toCharArray()) {
                        client.send(String.valueOf(c));
                    }
                } else {
                    client.send(header + "pay");
                }
                client.send("load\r\nPROXY ").sendEnd();
                String remote = header.equals(ProxyHeaders.LOCAL) ? "127.0.0.1" : "192.0.2.1";
                assertEquals(remote + "\n" + (slowly ? "" : "pay") + "load\r\nPROXY ", client.all());
            }
        }
    }

    @Test
    void aSlowHeaderDelaysNobodyButTakesASlot() {
        try (Server server = Server.tcp(OPTIONS + " -c 2", "cat")) {
            Client slow = server.connect().send("PROXY ");
            for (int i = 0; i < 3; i++) {
                Client other = server.connect().send(ProxyHeaders.LINE + "x").sendEnd();
                assertEquals("x", other.all());
            }
            Client running = server.connect().send(ProxyHeaders.LINE + "x");
            assertEquals("x", running.exactly(1));
            Client third = server.connect().send(ProxyHeaders.LINE + "third").sendEnd();
            int seen = server.log().count();
            assertEquals(
                    0,
                    server.log().soFar().stream()
                            .filter(line -> line.contains("status: 3/"))
                            .count());
            slow.send("UNKNOWN\r\nslow").sendEnd();
            assertEquals("slow", slow.all());
            assertEquals("third", third.all());
            server.log().await(seen, "tcpserver: status: 2/2");
            running.close();
        }
    }

    @Test
    void aHeaderThatDoesNotComeTimesOutAndGivesItsSlotBack() {
        try (Server server = Server.tcp(OPTIONS + " --proxy-timeout 1 -c 1", "cat")) {
            try (Client silent = server.connect()) {
                assertEquals("", silent.all());
            }
            server.log().await(BAD + "timed out");
            try (Client half = server.connect().send(ProxyHeaders.BINARY.substring(0, 20))) {
                Client next = server.connect().send(ProxyHeaders.LINE + "x").sendEnd();
                assertEquals("x", next.all());
                assertTrue(half.localPort() > 0);
            }
        }
    }

    @Test
    void aConnectionThatEndsBeforeItsHeaderIsDroppedAtOnce() {
        try (Server server = Server.tcp(OPTIONS + " --proxy-timeout 3600 -c 1", "cat")) {
            server.connect().close();
            server.log().await(BAD + "connection reset");
            assertEquals("", answer(server.connect().send("PROXY TCP4 ").sendEnd()));
            server.connect().send("PRO").reset();
            Client next = server.connect().send(ProxyHeaders.LINE + "x").sendEnd();
            assertEquals("x", next.all());
        }
    }

    @Test
    void anythingButAHeaderIsDroppedAndNeverServed() {
        Random random = new Random(1);
        List<String> inputs = new ArrayList<>(List.of(
                "GET / HTTP/1.0\r\n\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 99999\r\n",
                ProxyHeaders.binary(0x21, 0x11, "short"),
                ProxyHeaders.binary(0x21, 0x12, "x".repeat(12)),
                "\r\n\r\n\0\r\nQUIT\n\41\21\377\377"));
        for (int i = 0; i < 40; i++) {
            StringBuilder bytes = new StringBuilder(i % 2 == 0 ? "" : ProxyHeaders.BINARY.substring(0, 13));
            for (int length = 1 + random.nextInt(300); length > 0; length--) {
                bytes.append((char) random.nextInt(256));
            }
            inputs.add(bytes + "\377".repeat(300));
        }
        try (Server server = Server.tcp(OPTIONS + " --proxy-timeout 1 -c 1", "echo", "served")) {
            for (String input : inputs) {
                assertEquals("", answer(server.connect().send(input)), input);
            }
            assertEquals("served\n", server.connect().send(ProxyHeaders.LINE).all());
            assertEquals(
                    1,
                    server.log().soFar().stream()
                            .filter(line -> line.contains(" ok "))
                            .count());
        }
    }

    /** What comes back; input that was not read makes the end a reset. */
    private static String answer(Client client) {
        try (client) {
            return client.all();
        } catch (UncheckedIOException e) {
            return "";
        }
    }

    @Test
    void onlyTrustedSourcesAreBelieved() {
        try (Server server = Server.tcp(Server.tcpLaunch(OPTIONS, "0", Probe.command()))) {
            Client client = Client.connect("127.0.0.1", server.port(), "127.0.0.2");
            Probe probe = Probe.read(client);
            assertEquals("127.0.0.2", probe.variable("TCPREMOTEIP"));
        }
        // The listener looks when the connection's turn comes: here the header is there by then.
        try (Server server = Server.tcp(Server.tcpLaunch(OPTIONS + " -c 1", "0", "cat"))) {
            for (String header : List.of(ProxyHeaders.LINE, ProxyHeaders.BINARY)) {
                Client holds = server.connect().send(ProxyHeaders.LINE + "x");
                assertEquals("x", holds.exactly(1));
                Client liar =
                        Client.connect("127.0.0.1", server.port(), "127.0.0.2").send(header);
                int seen = server.log().count();
                holds.sendEnd().all();
                server.log().await(seen, "tcpserver: warning: dropping connection, unable to believe PROXY header: ");
                liar.close();
            }
        }
    }

    @Test
    void withoutTheOptionAHeaderIsInputLikeAnyOther() {
        try (Server server = Server.tcp("-vRHl0", "sh", "-c", "echo $TCPREMOTEIP; cat")) {
            assertEquals(
                    "127.0.0.1\n" + ProxyHeaders.LINE,
                    server.connect().send(ProxyHeaders.LINE).sendEnd().all());
        }
    }

    @Test
    void rulesSeeTheRealClient() {
        RuleFile rules = new RuleFile(directory).compile("192.0.2.1:allow,WHO=\"client\"\n:deny\n");
        try (Server server = Server.tcp(OPTIONS + " -x " + rules, "sh", "-c", "echo $WHO")) {
            assertEquals("client\n", server.connect().send(ProxyHeaders.LINE).all());
            assertEquals("", server.connect().send(ProxyHeaders.LINE_6).all());
            assertEquals("", server.connect().send(ProxyHeaders.LOCAL).all());
        }
    }

    @Test
    void theBannerWaitsForTheHeader() {
        try (Server server = Server.tcp(OPTIONS + " --proxy-timeout 1 -B hello", "cat")) {
            assertEquals("", server.connect().all());
            assertEquals(
                    "hello", server.connect().send(ProxyHeaders.LINE).sendEnd().all());
        }
    }

    @Test
    void hangupKeepsConnectionsThatWaitForTheirHeader() {
        try (Server server = Server.tcp(OPTIONS, "sh", "-c", "echo $TCPREMOTEIP; cat")) {
            Client first = server.connect().send(ProxyHeaders.BINARY.substring(0, 14));
            Client second = server.connect().send(ProxyHeaders.LINE);
            assertEquals("192.0.2.1", second.line(), "the first one has been accepted, too");
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            first.send(ProxyHeaders.BINARY.substring(14) + "x").sendEnd();
            assertEquals("192.0.2.1\nx", first.all());
            assertEquals("y", second.send("y").sendEnd().all());
        }
    }

    @Test
    void drainServesWhoWaitsForAHeader() {
        try (Server server = Server.tcp(OPTIONS + " --drain", "cat")) {
            Client first = server.connect().send("PROXY ");
            assertEquals(
                    "y",
                    server.connect().send(ProxyHeaders.LINE + "y").sendEnd().all());
            server.running().signal("TERM");
            server.log().await("tcpserver: draining: ");
            assertEquals("x", first.send("UNKNOWN\r\nx").sendEnd().all());
            assertEquals(0, server.running().awaitExit());
        }
    }

    @Test
    void whatWentWrongIsCounted() {
        try (Server server = Server.tcp(OPTIONS + " --proxy-timeout 1", "cat")) {
            assertEquals("", answer(server.connect().send("nonsense")));
            assertEquals("", server.connect().all());
            server.running().signal("USR1");
            server.log().await(0, "proxy-header 1", line -> line.endsWith("proxy-header 1"));
            server.log().await(0, "proxy-timeout 1", line -> line.endsWith("proxy-timeout 1"));
        }
    }

    @Test
    void aUnixSocketsProxyIsTrustedByItsUser() {
        String path = directory.resolve("socket").toString();
        String uid = Integer.toString(Signals.uid());
        for (String trusted : List.of("unix", "uid:" + uid, "uid:4000000," + "uid:" + uid)) {
            try (Server server = Server.unix("-v --proxy-from " + trusted, path, Probe.command())) {
                Client slow = server.connect();
                for (char c : ProxyHeaders.BINARY.toCharArray()) {
                    slow.send(String.valueOf(c));
                }
                Probe probe = Probe.read(slow);
                checkIpv4(probe);
                assertEquals(path, probe.variable("UNIXLOCALPATH"));
                assertEquals(uid, probe.variable("UNIXREMOTEEUID"));
                Probe own = Probe.read(server.connect().send(ProxyHeaders.LOCAL));
                assertEquals("UNIX", own.variable("PROTO"));
                assertNull(own.variable("TCPREMOTEIP"));
            }
        }
        try (Server server = Server.unix("-v --proxy-from uid:4000000", path, Probe.command())) {
            Probe probe = server.probe();
            assertEquals("UNIX", probe.variable("PROTO"));
            assertFalse(probe.environment().containsKey("TCPREMOTEIP"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcpserver|--proxy-from localhost|option --proxy-from takes addresses and networks",
                "tcpserver|--proxy-from unix|option --proxy-from takes addresses and networks",
                "tcpserver|--proxy-from=|option --proxy-from takes addresses and networks",
                "unixserver|--proxy-from 10.0.0.0/8|option --proxy-from takes unix or user ids",
                "tcpserver|--proxy-timeout 0|option --proxy-timeout takes a number from 1 to 3600",
            })
    void nonsenseIsAUsageError(String program, String words, String complaint) {
        try (Running running =
                Launch.of(program, words.split(" ")).with("a", "b", "c").start()) {
            assertEquals(100, running.awaitExit());
            running.stderr().await(program + ": " + complaint);
        }
    }
}
