package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tcpserver -h, -p, -l and -r: who asks whom, what the program and the log learn, and who has to wait. */
class TcpserverLookupIT {
    /** An address that no /etc/hosts has a name for. */
    private static final String CLIENT = "127.0.0.2";

    private static final String REVERSE = "2.0.0.127.in-addr.arpa";

    private final NameServer names = new NameServer();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        names.close();
    }

    private Server server(String options, String... program) {
        Launch launch = Server.tcpLaunch(options, "127.0.0.1", program);
        return Server.tcp(launch.environment("DNSCACHEIP", names.address()));
    }

    private static String ask(Server server, String from) {
        try (Client client = Client.connect("127.0.0.1", server.port(), from)) {
            return client.all();
        }
    }

    private static String[] show(String variable) {
        return new String[] {"sh", "-c", "echo ${" + variable + "-unset}"};
    }

    @Test
    void theNameIsLookedUpByDefaultAndLoggedBehindThePid() {
        names.name(CLIENT, "Client.EXAMPLE");
        try (Server server = server("-v -l Here:", show("TCPREMOTEHOST"))) {
            int port;
            try (Client client = Client.connect("127.0.0.1", server.port(), CLIENT)) {
                port = client.localPort();
                assertEquals("client.example\n", client.all());
            }
            server.log().awaitTimes(2, "status 0", line -> line.equals("tcpserver: status: 0/40"));
            List<String> log = server.log().soFar();
            String pid = log.get(2).split(" ")[2];
            assertEquals(
                    List.of(
                            "tcpserver: status: 0/40",
                            "tcpserver: status: 1/40",
                            "tcpserver: pid " + pid + " from " + CLIENT,
                            "tcpserver: ok " + pid + " Here?:127.0.0.1:" + server.port() + " client.example:" + CLIENT
                                    + "::" + port,
                            "tcpserver: end " + pid + " status 0",
                            "tcpserver: status: 0/40"),
                    log);
        }
        assertEquals(List.of("12 " + REVERSE), names.asked());
    }

    @Test
    void theProgramIsTheProcessThatWasStarted() {
        names.name(CLIENT, "client.example");
        try (Server server = server("-v -l0", Probe.command("a\u00e9", ""))) {
            Probe probe = Probe.read(Client.connect("127.0.0.1", server.port(), CLIENT));
            assertEquals("client.example", probe.variable("TCPREMOTEHOST"));
            assertEquals("TCP", probe.variable("PROTO"));
            assertEquals(List.of("a\u00e9", ""), probe.arguments());
            String pid = server.log().await("tcpserver: ok ").split(" ")[2];
            assertEquals(pid, probe.status("Pid"));
            assertEquals(Set.of(0, 1, 2), probe.descriptors().keySet());
            assertEquals(0, probe.signals("SigBlk"));
        }
    }

    @Test
    void withoutANameTheVariableIsUnset() {
        try (Server server = server("-l0", show("TCPREMOTEHOST"))) {
            assertEquals("unset\n", ask(server, CLIENT));
        }
        assertEquals(List.of("12 " + REVERSE), names.asked());
    }

    @Test
    void nobodyIsAskedWhenEverythingIsSwitchedOff() {
        names.name(CLIENT, "client.example");
        try (Server server = server("-RHl0", show("TCPREMOTEHOST"))) {
            assertEquals("unset\n", ask(server, CLIENT));
        }
        assertEquals(List.of(), names.asked());
    }

    @Test
    void withoutALocalNameThatIsLookedUp() {
        names.name("127.0.0.1", "localhost");
        try (Server server = server("-H", show("TCPLOCALHOST"))) {
            assertEquals("localhost\n", ask(server, CLIENT));
        }
        names.name("127.0.0.3", "local.example");
        Launch launch = Server.tcpLaunch("-H", "127.0.0.3", show("TCPLOCALHOST"));
        try (Server server = Server.tcp(launch.environment("DNSCACHEIP", names.address()));
                Client client = Client.connect("127.0.0.3", server.port(), null)) {
            assertEquals("local.example\n", client.all());
        }
    }

    @Test
    void aParanoidServerBelievesOnlyNamesThatLeadBack() {
        names.name(CLIENT, "good.example").address("good.example", 127, 0, 0, 9);
        names.name("127.0.0.4", "liar.example").address("liar.example", 127, 0, 0, 9);
        names.address("good.example", 127, 0, 0, 2);
        try (Server server = server("-p -l0", show("TCPREMOTEHOST"))) {
            assertEquals("good.example\n", ask(server, CLIENT));
            assertEquals("unset\n", ask(server, "127.0.0.4"));
        }
        try (Server trusting = server("-pP -l0", show("TCPREMOTEHOST"))) {
            assertEquals("liar.example\n", ask(trusting, "127.0.0.4"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "forged"})
    void aTruthThatTakesPatienceIsFound(String fault) {
        names.name(CLIENT, "client.example").fault(REVERSE, fault);
        try (Server server = server("-l0", show("TCPREMOTEHOST"))) {
            assertEquals("client.example\n", ask(server, CLIENT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"failure", "circle"})
    void anAnswerThatIsNoneIsNoName(String fault) {
        names.name(CLIENT, "client.example").fault(REVERSE, fault);
        try (Server server = server("-l0", show("TCPREMOTEHOST"))) {
            assertEquals("unset\n", ask(server, CLIENT));
        }
    }

    @Test
    void aNameServerThatIsSilentDelaysOnlyWhoItIsAskedAbout() {
        names.fault(REVERSE, "silence").name("127.0.0.3", "other.example");
        try (Server server = server("-v -l0", show("TCPREMOTEHOST"));
                Client waits = Client.connect("127.0.0.1", server.port(), CLIENT)) {
            server.log().await("tcpserver: pid ");
            assertEquals("other.example\n", ask(server, "127.0.0.3"));
            assertTrue(names.asked().contains("12 " + REVERSE), names.asked().toString());
            waits.hangUp();
        }
    }

    @Test
    void rulesMayNameHosts() {
        names.name(CLIENT, "bad.example").name("127.0.0.3", "good.example");
        RuleFile rules = new RuleFile(directory).compile("=bad.example:deny\n=.example:allow,SEEN=\"by name\"\n");
        try (Server server = server("-v -l0 -x " + rules, show("SEEN"))) {
            assertEquals("", ask(server, CLIENT));
            server.log().await("tcpserver: deny ");
            assertTrue(server.log().await("tcpserver: end ").endsWith(" status 25600"));
            assertEquals("by name\n", ask(server, "127.0.0.3"));
        }
    }

    @Test
    void rulesThatCannotBeReadLetNobodyIn() {
        String missing = directory.resolve("no.cdb").toString();
        try (Server server = server("-v -l0 -x " + missing, show("SEEN"))) {
            assertEquals("", ask(server, CLIENT));
            assertEquals(
                    "tcpserver: warning: dropping connection, unable to read " + missing + ": file does not exist",
                    server.log().await("tcpserver: warning"));
            assertTrue(server.log().await("tcpserver: end ").endsWith(" status 28416"));
        }
        try (Server server = server("-Xl0 -x " + missing, show("SEEN"))) {
            assertEquals("unset\n", ask(server, CLIENT));
        }
    }

    @Test
    void aProgramThatIsMissingIsReported() {
        try (Server server = server("-v -l0", "no-such-program")) {
            assertEquals("", ask(server, CLIENT));
            assertEquals(
                    "tcpserver: warning: dropping connection, unable to run no-such-program: file does not exist",
                    server.log().await("tcpserver: warning"));
            assertTrue(server.log().await("tcpserver: end ").endsWith(" status 28416"));
        }
    }

    @Test
    void withoutAnIdentServerThereIsNoInfo() {
        try (Server server = server("-Hl0 -r -t5", show("TCPREMOTEINFO"))) {
            assertEquals("unset\n", ask(server, CLIENT));
        }
    }

    @Test
    void aListenerFindsItsHostInTheDns() {
        names.address("listen.example", 127, 0, 0, 5);
        Launch launch = Server.tcpLaunch("-RHl0", "listen", show("TCPLOCALIP"));
        launch.environment("DNSCACHEIP", names.address()).environment("LOCALDOMAIN", "other.example example");
        try (Server server = Server.tcp(launch);
                Client client = Client.connect("127.0.0.5", server.port(), null)) {
            assertEquals("127.0.0.5\n", client.all());
        }
        assertEquals(List.of("1 listen.other.example", "28 listen.other.example", "1 listen.example"), names.asked());
    }

    @Test
    void aHostThatCannotBeLookedUpIsFatalInDjbsWords() {
        names.fault("broken.example", "failure");
        for (String host : List.of("broken.example", "none.example")) {
            Launch launch = Server.tcpLaunch("-RHl0", host, "true").environment("DNSCACHEIP", names.address());
            try (Running running = launch.start()) {
                assertEquals(111, running.awaitExit());
                assertEquals(
                        host.startsWith("none")
                                ? "tcpserver: fatal: no IP address for none.example\n"
                                : "tcpserver: fatal: temporarily unable to figure out IP address for broken.example:"
                                        + " temporary failure\n",
                        running.stderr().awaitEnd());
            }
        }
    }

    @Test
    void staleNamesOfTheListenersOwnAreNotPassedOn() {
        Launch launch = Server.tcpLaunch("-l0", "127.0.0.1", Probe.command())
                .environment("DNSCACHEIP", names.address())
                .environment("TCPREMOTEHOST", "stale")
                .environment("TCPLOCALHOST", "stale")
                .environment("TCPREMOTEINFO", "stale");
        try (Server server = Server.tcp(launch)) {
            Probe probe = Probe.read(Client.connect("127.0.0.1", server.port(), CLIENT));
            assertNull(probe.variable("TCPREMOTEHOST"));
            assertNull(probe.variable("TCPREMOTEINFO"));
            assertEquals("0", probe.variable("TCPLOCALHOST"));
        }
    }
}
