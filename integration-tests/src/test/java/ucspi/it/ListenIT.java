package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One listener at several addresses: --listen. */
class ListenIT {
    @TempDir
    private Path directory;

    @Test
    void eachAddressIsServedWithItsOwnVariables() {
        String options = "-vRHl0 --listen 127.0.0.1:0 --listen=127.0.0.9:0 --listen 0:0";
        try (Server server = Server.tcp(Server.listenLaunch(options, Probe.command()))) {
            String[] hosts = {"127.0.0.1", "127.0.0.9", "127.0.0.7"};
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < hosts.length; i++) {
                    Probe probe = Probe.read(Client.connect(hosts[i], server.port(i)));
                    assertEquals(hosts[i], probe.variable("TCPLOCALIP"));
                    assertEquals("" + server.port(i), probe.variable("TCPLOCALPORT"));
                }
            }
            assertNotEquals(server.port(0), server.port(1));
        }
    }

    @Test
    void theLimitCountsOverAllOfThem() {
        String options = "-vRHl0 -c 1 --listen 127.0.0.1:0 --listen 127.0.0.1:0";
        try (Server server = Server.tcp(Server.listenLaunch(options, "cat"))) {
            Client first = Client.connect("127.0.0.1", server.port(0));
            server.log().await("tcpserver: status: 1/1");
            Client second = Client.connect("127.0.0.1", server.port(1)).send("x");
            int seen = server.log().count();
            first.sendEnd().all();
            server.log().await(seen, "tcpserver: status: 0/1");
            server.log().await(seen, "tcpserver: status: 1/1");
            assertEquals("x", second.sendEnd().all());
        }
    }

    @Test
    void hangupKeepsAllOfThem() {
        String options = "-vRHl0 --listen 127.0.0.1:0 --listen 127.0.0.1:0";
        try (Server server = Server.tcp(Server.listenLaunch(options, "cat"))) {
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            for (int i = 0; i < 2; i++) {
                Client client = Client.connect("127.0.0.1", server.port(i));
                assertEquals("x", client.send("x").sendEnd().all());
            }
            assertEquals(0, server.terminate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*:0", ":0", "0:0"})
    void everyAddressHasManySpellings(String address) {
        try (Server server = Server.tcp(Server.listenLaunch("-RHl0 --listen " + address, Probe.command()))) {
            Probe probe = Probe.read(Client.connect("127.0.0.5", server.port(), "127.0.0.3"));
            assertEquals("TCP", probe.variable("PROTO"));
            assertEquals("127.0.0.5", probe.variable("TCPLOCALIP"));
            assertEquals("127.0.0.3", probe.variable("TCPREMOTEIP"));
        }
    }

    @Test
    void unixserverListensAtSeveralPathsAndRemovesItsOwn() throws Exception {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        String name = "@ucspi-it-" + ProcessHandle.current().pid();
        Launch launch = Launch.of("unixserver", "-v", "-p", "640")
                .with("--listen", one.toString(), "--listen", "./two", "--listen", name)
                .with(Probe.command())
                .directory(directory);
        try (Server server = Server.unix(launch, one.toString())) {
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(two)));
            assertEquals(one.toString(), server.probe().variable("UNIXLOCALPATH"));
            assertEquals("./two", Probe.read(Client.unix(two.toString())).variable("UNIXLOCALPATH"));
            assertEquals(name, Probe.read(Client.unix("\0" + name.substring(1))).variable("UNIXLOCALPATH"));
            int seen = server.log().count();
            server.running().signal("HUP");
            server.log().await(seen, "unixserver: restarted");
            assertEquals("./two", Probe.read(Client.unix(two.toString())).variable("UNIXLOCALPATH"));
            Files.delete(one);
            Files.createFile(one);
            assertEquals(0, server.terminate());
            assertTrue(Files.exists(one), "it is not ours any more");
            assertFalse(Files.exists(two));
        }
    }

    @Test
    void aSocketThatCannotBeHadLeavesNoneBehind() {
        Path path = directory.resolve("socket");
        Launch launch = Launch.of("unixserver", "--listen", path.toString(), "--listen", "/nonexistent/x", "cat");
        try (Running running = launch.start()) {
            assertEquals(111, running.awaitExit());
            running.stderr().await("unixserver: fatal: unable to bind");
            assertFalse(Files.exists(path));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcpserver,--listen nonsense true,option --listen takes",
        "tcpserver,--listen 127.0.0.1 true,option --listen takes",
        "tcpserver,--listen /run/x true,option --listen takes no Unix address",
        "unixserver,--listen 127.0.0.1:80 true,option --listen takes no TCP address",
        "tcpserver,-4 --listen [::1]:80 true,option -4: ::1 is not an IPv4 address",
        "tcpserver,--listen 127.0.0.1:80,usage:",
        "unixserver,--listen @x,usage:",
        "tcpserver,127.0.0.1 80,usage:",
        "unixserver,/tmp/x,usage:"
    })
    void nonsenseIsAUsageError(String program, String words, String complaint) {
        try (Running running = Launch.of(program, words.split(" ")).start()) {
            assertEquals(100, running.awaitExit());
            running.stderr().await(program + ": " + complaint);
        }
    }
}
