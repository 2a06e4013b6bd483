package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening sockets that somebody else has bound: a service manager's, sd_listen_fds(3), or a descriptor's. */
class PassedSocketsIT {
    @TempDir
    private Path directory;

    private static Launch systemd(Launch launch, int count, String names) {
        return launch.ownPid("LISTEN_PID")
                .environment("LISTEN_FDS", Integer.toString(count))
                .environment("LISTEN_FDNAMES", names);
    }

    @Test
    void allSocketsOfAServiceManagerAreServedAndChildrenSeeNothingOfThem() {
        Launch launch = Server.listenLaunch("-vRHl0 --listen systemd", Probe.command())
                .socket(3, "tcp", "127.0.0.1")
                .socket(4, "tcp", "127.0.0.2");
        try (Server server = Server.tcp(systemd(launch, 2, "a:b"))) {
            checkProbe(Client.connect("127.0.0.1", server.port(0)), "127.0.0.1");
            checkProbe(Client.connect("127.0.0.2", server.port(1)), "127.0.0.2");
            int seen = server.log().count();
            server.running().signal("HUP");
            server.log().await(seen, "tcpserver: restarted");
            checkProbe(Client.connect("127.0.0.1", server.port(0)), "127.0.0.1");
            checkProbe(Client.connect("127.0.0.2", server.port(1)), "127.0.0.2");
        }
    }

    private static void checkProbe(Client client, String address) {
        Probe probe = Probe.read(client);
        assertEquals(address, probe.variable("TCPLOCALIP"));
        for (String name : probe.environment().keySet()) {
            assertFalse(name.startsWith("LISTEN_"), name);
        }
        assertEquals(3, probe.descriptors().size(), probe.descriptors().toString());
    }

    @Test
    void aSocketCanBeChosenByItsNameAndTheOthersDoNotReachChildren() {
        Launch launch = Server.listenLaunch("-vRHl0 --listen systemd:b", Probe.command())
                .socket(3, "tcp", "127.0.0.1")
                .socket(4, "tcp", "127.0.0.2");
        try (Server server = Server.tcp(systemd(launch, 2, "a:b"))) {
            checkProbe(Client.connect("127.0.0.2", server.port(0)), "127.0.0.2");
            assertEquals(1, server.running().stdout().count());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void aListeningSocketCanBeAnyDescriptor(int fd) {
        Launch launch = Server.listenLaunch("-vRHl0 --listen fd:" + fd, Probe.command());
        launch.socket(fd, "tcp", "127.0.0.1");
        if (fd == 1) {
            // What -1 prints goes where a child's standard error does, too.
            try (Running running = launch.duplicate(2, 5).start()) {
                running.stderr().await("tcpserver: status: 0/40");
                assertEquals("/dev/null", Proc.link(running.pid(), "fd/1"));
            }
            return;
        }
        try (Server server = Server.tcp(launch)) {
            checkProbe(server.connect(), "127.0.0.1");
            assertEquals("/dev/null", Proc.link(server.running().pid(), "fd/0"));
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            checkProbe(server.connect(), "127.0.0.1");
        }
    }

    @Test
    void whatInetdGivesAsAllThreeDescriptorsDoesNotReachChildren() {
        String path = directory.resolve("socket").toString();
        Launch launch = Launch.of("unixserver", "--listen", "fd:0")
                .with(Probe.command())
                .socket(0, "unix", path)
                .duplicate(0, 1)
                .duplicate(0, 2);
        try (Running running = launch.start()) {
            // It has nowhere to say that it is ready.
            Await.until("the socket", () -> isThere(path));
            Probe probe = Probe.read(Client.unix(path));
            assertEquals("/dev/null", probe.descriptors().get(2));
            assertEquals(path, probe.variable("UNIXLOCALPATH"));
            assertTrue(running.pid() > 0);
        }
    }

    private static boolean isThere(String path) {
        try (Client client = Client.unix(path)) {
            return client != null;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void aPassedUnixSocketIsServedAndItsPathIsLeftAlone() {
        Path path = directory.resolve("socket");
        Launch launch =
                Launch.of("unixserver", "-v", "--listen", "systemd", "cat").socket(3, "unix", path.toString());
        try (Server server = Server.unix(systemd(launch, 1, "x"), path.toString())) {
            assertEquals("x", server.connect().send("x").sendEnd().all());
            assertEquals(0, server.terminate());
            assertTrue(Files.exists(path), "who made it removes it");
        }
    }

    @Test
    void socketsThatAreMadeAndThatArePassedCanBeMixed() {
        Launch launch = Server.listenLaunch("-vRHl0 --listen 127.0.0.3:0 --listen systemd:web --listen fd:9", "cat")
                .socket(3, "tcp", "127.0.0.1")
                .socket(9, "tcp", "127.0.0.2");
        try (Server server = Server.tcp(systemd(launch, 1, "web"))) {
            String[] hosts = {"127.0.0.3", "127.0.0.1", "127.0.0.2"};
            for (int i = 0; i < hosts.length; i++) {
                Client client = Client.connect(hosts[i], server.port(i));
                assertEquals("x", client.send("x").sendEnd().all());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fd:99 | none | unable to listen at fd:99: file descriptor not open",
                "fd:2 | none | unable to listen at fd:2: not a socket",
                "fd:9 | 9 udp 127.0.0.1 | unable to listen at fd:9: descriptor 9 is not a stream socket",
                "fd:9 | 9 unbound x | unable to listen at fd:9: descriptor 9 is a socket that does not listen",
                "fd:9 | 9 unix @SOCKET | unable to listen at fd:9: descriptor 9 is a Unix socket, not a TCP socket",
                "systemd | none | unable to listen at systemd: no sockets were passed: LISTEN_FDS",
                "systemd | LISTEN_PID=1 LISTEN_FDS=1 | unable to listen at systemd: the sockets are another process's",
                "systemd | LISTEN_PID=x LISTEN_FDS=1 | unable to listen at systemd: the sockets are another process's",
                "systemd | own LISTEN_FDS=0 | unable to listen at systemd: LISTEN_FDS is not a number above 0",
                "systemd | own LISTEN_FDS=-1 | unable to listen at systemd: LISTEN_FDS is not a number above 0",
                "systemd:x | own LISTEN_FDS=1 | unable to listen at systemd:x: no socket of that name",
                "systemd:x | own LISTEN_FDS=1 LISTEN_FDNAMES=y:xx | unable to listen at systemd:x: no socket",
            })
    void aWrongDescriptorIsAClearError(String address, String given, String complaint) {
        Launch launch = Launch.of("tcpserver", "-RHl0", "--listen", address, "true");
        if (given.contains("=")) {
            for (String word : given.split(" ")) {
                if (word.equals("own")) {
                    launch.ownPid("LISTEN_PID");
                } else {
                    launch.environment(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
                }
            }
            launch.socket(3, "tcp", "127.0.0.1");
        } else if (!given.equals("none")) {
            String[] words = given.split(" ");
            String unique = "@it-" + ProcessHandle.current().pid();
            launch.socket(Integer.parseInt(words[0]), words[1], words[2].replace("@SOCKET", unique));
        }
        try (Running running = launch.start()) {
            assertEquals(111, running.awaitExit());
            running.stderr().await("tcpserver: fatal: " + complaint);
        }
    }

    @Test
    void aSocketThatIsNamedTwiceIsAClearError() {
        Launch launch = Launch.of("tcpserver", "-RHl0", "--listen", "fd:3", "--listen", "systemd", "true");
        launch.socket(3, "tcp", "127.0.0.1");
        try (Running running = systemd(launch, 1, "x").start()) {
            assertEquals(111, running.awaitExit());
            running.stderr().await("tcpserver: fatal: unable to listen at systemd: descriptor 3 is used already");
        }
    }

    @Test
    void aTcpSocketIsNoneOfUnixservers() {
        Launch launch = Launch.of("unixserver", "--listen", "fd:3", "true").socket(3, "tcp", "127.0.0.1");
        try (Running running = launch.start()) {
            assertEquals(111, running.awaitExit());
            running.stderr().await("unixserver: fatal: unable to listen at fd:3: descriptor 3 is a TCP socket");
        }
    }
}
