package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tcpserver -C, and what rules say of the same: how many connections a client and its network may have. */
class TcpserverClientLimitIT {
    private static final String SERVE = "echo served; cat";

    @TempDir
    Path directory;

    private static Server server(String... options) {
        return Server.tcp(Launch.of("tcpserver", "-1")
                .with(options)
                .with("127.0.0.1", "0")
                .with("sh", "-c", SERVE));
    }

    private static Client from(Server server, String address) {
        return Client.connect("127.0.0.1", server.port(), address);
    }

    /** A client that has got its process. */
    private static Client served(Server server, String address) {
        Client client = from(server, address);
        assertEquals("served", client.line());
        return client;
    }

    private static void assertRefused(Server server, String address, String message) {
        try (Client client = from(server, address)) {
            assertEquals(message, client.all());
        }
    }

    private static void leave(Server server, Client client, int numberOfEnds) {
        client.close();
        server.log().awaitTimes(numberOfEnds, "end", line -> line.startsWith("tcpserver: end "));
    }

    @Test
    void anAddressHasSoManyAndGetsOneBackWhenOneEnds() {
        try (Server server = server("-vRHl0", "-C2:busy: try \\\\later\\r\\n");
                Client first = served(server, "127.0.0.2");
                Client second = served(server, "127.0.0.2");
                Client other = served(server, "127.0.0.3")) {
            int port;
            try (Client third = from(server, "127.0.0.2")) {
                port = third.localPort();
                assertEquals("busy: try \\later\r\n", third.all());
            }
            server.log()
                    .await("tcpserver: deny 0 0:127.0.0.1:" + server.port() + " :127.0.0.2::" + port
                            + " address-limit");
            leave(server, first, 1);
            try (Client again = served(server, "127.0.0.2")) {
                assertRefused(server, "127.0.0.2", "busy: try \\later\r\n");
                assertEquals("", again.sendEnd().all());
            }
            assertEquals("", second.sendEnd().all() + other.sendEnd().all());
            server.running().signal("USR1");
            server.log().await("tcpserver: count: refused-address-limit 2");
        }
    }

    @Test
    void aNetworkHasSoMany() {
        try (Server server = server("-vRHl0", "-C", "2/24:full\\n");
                Client first = served(server, "127.0.1.1");
                Client second = served(server, "127.0.1.2")) {
            assertRefused(server, "127.0.1.3", "full\n");
            server.log()
                    .await(
                            0,
                            "refusal",
                            line -> line.startsWith("tcpserver: deny 0 ") && line.endsWith(" network-limit"));
            served(server, "127.0.2.3").close();
            leave(server, second, 2);
            served(server, "127.0.1.3").close();
            assertEquals("", first.sendEnd().all());
        }
    }

    @Test
    void aMappedAddressIsTheSameClient() {
        Launch launch = Launch.of("tcpserver", "-1", "-6vRHl0", "-C1", "0", "0").with("sh", "-c", SERVE);
        try (Server server = Server.tcp(launch);
                Client first = served(server, "127.0.0.1")) {
            assertRefused(server, "127.0.0.1", "");
            served(server, "127.0.0.2").close();
            try (Client six = Client.connect("::1", server.port())) {
                assertEquals("served", six.line());
                try (Client another = Client.connect("::1", server.port())) {
                    assertEquals("", another.all());
                }
            }
            assertEquals("", first.sendEnd().all());
        }
    }

    @Test
    void theMessageArrivesThoughTheClientHasSentSomething() {
        try (Server server = server("-vRHl0", "-C", "1:421 busy\\r\\n");
                Client first = served(server, "127.0.0.1")) {
            // More than the listener reads at a time: were the socket closed now, it would be reset.
            String request = "x".repeat(20_000);
            for (int i = 0; i < 100; i++) {
                try (Client client = from(server, "127.0.0.1")) {
                    assertEquals("421 busy\r\n", client.send(request).sendEnd().all());
                }
            }
            assertEquals("", first.sendEnd().all());
        }
    }

    @Test
    void theCountsOutliveANewBeginning() {
        try (Server server = server("-vRHl0", "-C2");
                Client first = served(server, "127.0.0.2");
                Client second = served(server, "127.0.0.2")) {
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            assertRefused(server, "127.0.0.2", "");
            leave(server, second, 1);
            Client third = served(server, "127.0.0.2");
            assertRefused(server, "127.0.0.2", "");
            assertEquals("", first.sendEnd().all() + third.sendEnd().all());
        }
    }

    @Test
    void aProgramThatCannotBeRunGivesThePlaceBack() {
        Launch launch = Launch.of("tcpserver", "-1", "-vRHl0", "-C1", "127.0.0.1", "0");
        try (Server server = Server.tcp(launch.with("/nowhere/program"))) {
            for (int i = 0; i < 3; i++) {
                assertRefused(server, "127.0.0.1", "");
            }
            server.log().awaitTimes(3, "warning", line -> line.startsWith("tcpserver: warning: dropping connection, "));
        }
    }

    @Test
    void aRuleSetsLimitsOfItsOwnAndTheMessage() {
        RuleFile rules = new RuleFile(directory);
        rules.compile("127.0.0.2:allow,MAXCONNIP=\"1\",DIEMSG=\"421 one is enough\"\n"
                + "127.0.0.3:allow,MAXCONNIP=\"0\"\n"
                + "127.0.0.4:allow,MAXCONNIP=\"3\"\n"
                + "127.0.7.:allow,MAXCONNC=\"2\",DIEMSG=\"\"\n");
        try (Server server = server("-vRHl0", "-C2:option\\n", "-x", rules.toString())) {
            List<Client> clients = new ArrayList<>();
            clients.add(served(server, "127.0.0.2"));
            assertRefused(server, "127.0.0.2", "421 one is enough\r\n");
            assertRefused(server, "127.0.0.3", "");
            for (int i = 0; i < 3; i++) {
                clients.add(served(server, "127.0.0.4"));
            }
            assertRefused(server, "127.0.0.4", "");
            clients.add(served(server, "127.0.7.1"));
            clients.add(served(server, "127.0.7.2"));
            assertRefused(server, "127.0.7.3", "\r\n");
            clients.add(served(server, "127.0.0.5"));
            clients.add(served(server, "127.0.0.5"));
            assertRefused(server, "127.0.0.5", "option\n");
            // A new file counts those that came under the old one.
            rules.install(rules.compile("127.0.0.2:allow,MAXCONNIP=\"2\"\n").bytes());
            clients.add(served(server, "127.0.0.2"));
            assertRefused(server, "127.0.0.2", "");
            clients.forEach(Client::close);
        }
    }

    @Test
    void withLookupsTheRuleOfTheAddressSetsTheLimits() {
        RuleFile rules = new RuleFile(directory);
        rules.compile(
                "127.0.0.2:allow,MAXCONNIP=\"1\",DIEMSG=\"full\",GREETING=\"hi\"\n127.0.0.3:deny,MAXCONNIP=\"1\"\n");
        Launch launch = Launch.of("tcpserver", "-1", "-vRH", "-x", rules.toString(), "127.0.0.1", "0");
        try (Server server = Server.tcp(launch.with("sh", "-c", "echo $GREETING; cat"));
                Client first = from(server, "127.0.0.2")) {
            assertEquals("hi", first.line());
            assertRefused(server, "127.0.0.2", "full\r\n");
            assertRefused(server, "127.0.0.3", "");
            server.log().await(0, "end", line -> line.startsWith("tcpserver: end ") && line.endsWith(" status 25600"));
            assertEquals("", first.sendEnd().all());
        }
    }

    @Test
    void aLimitInARuleThatIsNoNumberAdmitsNobody() {
        RuleFile rules = new RuleFile(directory);
        rules.compile(
                "127.0.0.2:allow,MAXCONNIP=\"many\"\n127.0.0.3:allow,MAXCONNC=\"\"\n127.0.0.4:deny,MAXCONNC=\"x\"\n");
        try (Server server = server("-vRHl0", "-x", rules.toString())) {
            for (int i = 2; i <= 4; i++) {
                assertRefused(server, "127.0.0." + i, "");
            }
            server.log()
                    .await("tcpserver: warning: dropping connection, unable to use MAXCONNIP of " + rules
                            + ": invalid argument");
            server.log()
                    .await("tcpserver: warning: dropping connection, unable to use MAXCONNC of " + rules
                            + ": invalid argument");
            served(server, "127.0.0.5").close();
            server.running().signal("USR1");
            server.log().await("tcpserver: count: refused-rules-broken 2");
            server.log().await("tcpserver: count: refused-rules 1");
        }
    }

    @Test
    void whoIsOverALimitGetsNoBanner() {
        try (Server server = server("-vRHl0", "-B", "hello ", "-C1:no\\n");
                Client first = from(server, "127.0.0.1")) {
            assertEquals("hello served", first.line());
            assertRefused(server, "127.0.0.1", "no\n");
            assertTrue(first.sendEnd().all().isEmpty());
        }
    }
}
