package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener tells a service manager, sd_notify(3), and how systemd's own tool starts it. */
class ServiceManagerIT {
    private static final String EMPTY = "STATUS=0 of 40 connections";
    private static final String ONE = "STATUS=1 of 40 connections";

    @TempDir
    private Path directory;

    /** Whoever listens at a notification socket. */
    private static Running manager(String address) {
        try {
            Process process = new ProcessBuilder("perl", Programs.script("notify.pl"), address).start();
            Running manager = new Running(process, Path.of("/nonexistent"));
            manager.stdout().await("listening");
            return manager;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String path() {
        return directory.resolve("notify").toString();
    }

    private static Launch launch(String address, String... program) {
        return Server.tcpLaunch("-vRHl0", "127.0.0.1", program).environment("NOTIFY_SOCKET", address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "abstract"})
    void itTellsThatItIsReadyHowMuchItDoesAndThatItStops(String kind) {
        String address = kind.equals("path")
                ? path()
                : "@ucspi-it-notify-" + ProcessHandle.current().pid();
        try (Running manager = manager(address);
                Server server = Server.tcp(launch(address, "cat"))) {
            assertEquals(
                    "READY=1|" + EMPTY,
                    manager.stdout().await(1, "a message", line -> true).text());
            Client client = server.connect();
            manager.stdout().await(ONE);
            int seen = manager.stdout().count();
            client.sendEnd().all();
            manager.stdout().await(seen, EMPTY);
            assertEquals(0, server.terminate());
            manager.stdout().await("STOPPING=1");
        }
    }

    @Test
    void childrenAreToldNothingOfTheManager() {
        try (Running manager = manager(path());
                Server server = Server.tcp(launch(path(), Probe.command()).environment("WATCHDOG_USEC", "1000000"))) {
            Probe probe = server.probe();
            assertNull(probe.variable("NOTIFY_SOCKET"));
            assertNull(probe.variable("WATCHDOG_USEC"));
            assertEquals(3, probe.descriptors().size());
            manager.stdout().await("READY=1");
        }
    }

    @Test
    void hangupIsAReloadThatEndsWhenTheNextProgramIsReady() {
        try (Running manager = manager(path());
                Server server = Server.tcp(launch(path(), "cat"))) {
            manager.stdout().await("READY=1");
            long before = System.nanoTime() / 1000;
            int seen = manager.stdout().count();
            server.running().signal("HUP");
            String reload = manager.stdout().await(seen, "RELOADING=1|MONOTONIC_USEC=");
            long usec = Long.parseLong(reload.substring(reload.lastIndexOf('=') + 1));
            assertTrue(usec >= before && usec <= System.nanoTime() / 1000, reload);
            manager.stdout().await(seen + 1, "READY=1");
        }
    }

    @Test
    void aBurstOfConnectionsIsNoBurstOfMessages() {
        try (Running manager = manager(path());
                Server server = Server.tcp(launch(path(), "true"))) {
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                server.connect().all();
            }
            server.running().signal("TERM");
            manager.stdout().await("STOPPING=1");
            long seconds = (System.nanoTime() - start) / 1_000_000_000L;
            assertTrue(manager.stdout().count() <= seconds + 4, manager.stdout().toString());
        }
    }

    @Test
    void itShowsThatItLivesAsOftenAsTheManagerWants() {
        Launch launch =
                launch(path(), "cat").environment("WATCHDOG_USEC", "200000").ownPid("WATCHDOG_PID");
        try (Running manager = manager(path());
                Server server = Server.tcp(launch)) {
            manager.stdout().awaitTimes(5, "WATCHDOG=1", line -> line.equals("WATCHDOG=1"));
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            int seen = manager.stdout().count();
            manager.stdout().await(seen, "WATCHDOG=1");
        }
    }

    @Test
    void aWatchdogOfAnotherProcessIsNotOurs() {
        Launch launch =
                launch(path(), "cat").environment("WATCHDOG_USEC", "2000").environment("WATCHDOG_PID", "1");
        try (Running manager = manager(path());
                Server server = Server.tcp(launch);
                Client client = server.connect()) {
            manager.stdout().await(ONE);
            assertTrue(client.localPort() > 0);
            assertFalse(
                    manager.stdout().toString().contains("WATCHDOG"),
                    manager.stdout().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonexistent/notify", "relative", "@", ""})
    void aManagerThatCannotBeToldIsAWarning(String address) {
        try (Server server = Server.tcp(launch(address, "cat"))) {
            server.log().await("tcpserver: warning: unable to notify the service manager: ");
            assertEquals("x", server.connect().send("x").sendEnd().all());
        }
    }

    @Test
    void systemdsOwnToolStartsItAtTheFirstConnection() {
        int port = FreePort.find();
        List<String> words = new ArrayList<>(List.of("systemd-socket-activate", "--fdname=web"));
        words.addAll(List.of("-l", "127.0.0.1:" + port, "-E", "PATH", "-E", "JAVA_HOME"));
        Launch launch = Launch.of("tcpserver", "-vRHl0", "--listen", "systemd:web")
                .with(Probe.command())
                .through(words.toArray(new String[0]));
        try (Running running = launch.start()) {
            running.stderr().await("Listening on 127.0.0.1:" + port);
            Probe probe = Probe.read(Client.connect("127.0.0.1", port));
            assertEquals("" + port, probe.variable("TCPLOCALPORT"));
            assertNull(probe.variable("LISTEN_FDS"));
            assertEquals(3, probe.descriptors().size());
        }
    }

    @Test
    void systemdsOwnToolPassesUnixSockets() {
        String path = directory.resolve("socket").toString();
        Launch launch = Launch.of("unixserver", "-v", "--listen", "systemd", "cat")
                .through("systemd-socket-activate", "-l", path, "-E", "PATH", "-E", "JAVA_HOME");
        try (Running running = launch.start()) {
            running.stderr().await("Listening on " + path);
            assertEquals("x", Client.unix(path).send("x").sendEnd().all());
        }
    }
}
