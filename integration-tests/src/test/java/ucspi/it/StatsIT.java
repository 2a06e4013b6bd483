package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What --stats tells, whom, and that nobody who asks keeps the listener from its work. */
class StatsIT {
    private static final String HTTP = "HTTP/1.0 200 OK\r\n"
            + "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n\r\n# HELP ucspi_active ";

    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("stats");
    }

    private Server server(String options, String... program) {
        return Server.tcp("-RHl0 --stats unix:" + socket() + " " + options, program);
    }

    private Client client() {
        return Client.unix(socket().toString());
    }

    private String text() {
        try (Client client = client()) {
            return client.all();
        }
    }

    /** The sample of that name and those labels. */
    private long value(String name) {
        for (String line : text().split("\n")) {
            if (line.startsWith(name + " ")) {
                return Long.parseLong(line.substring(name.length() + 1));
            }
        }
        throw new AssertionError("no " + name);
    }

    @Test
    void whoConnectsAndListensGetsTheText() {
        try (Server server = server("-v", "true")) {
            assertEquals(0, value("ucspi_accepted_total"));
            server.connect().all();
            server.connect().all();
            server.log().awaitTimes(2, "end", line -> line.startsWith("tcpserver: end "));
            assertEquals(2, value("ucspi_accepted_total"));
            assertEquals(2, value("ucspi_started_total"));
            assertEquals(2, value("ucspi_ended_total"));
            assertEquals(2, value("ucspi_process_duration_seconds_count"));
            assertEquals(40, value("ucspi_limit"));
            assertTrue(text().startsWith("# HELP ucspi_active "));
            try (Client client = client()) {
                assertTrue(client.sendEnd().all().startsWith("# HELP ucspi_active "), "who ends its output first, too");
            }
            try (Client client = client()) {
                assertTrue(client.send("\n").all().startsWith("# HELP ucspi_active "), "what is not HTTP");
            }
        }
    }

    @Test
    void whoSpeaksHttpGetsAResponse() {
        try (Server server = server("-Q", "true")) {
            try (Client client = client()) {
                client.send("GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n");
                assertTrue(client.all().startsWith(HTTP));
            }
            try (Client client = client()) {
                for (char c : "GET / HTTP/1.0\n\n".toCharArray()) {
                    client.send(String.valueOf(c));
                }
                assertTrue(client.all().startsWith(HTTP), "byte by byte, with bare newlines");
            }
            try (Client client = client()) {
                String head = client.send("HEAD / HTTP/1.0\r\n\r\n").all();
                assertEquals(HTTP.substring(0, HTTP.indexOf("#")), head);
            }
            try (Client client = client()) {
                client.send("DELETE / HTTP/1.0\r\n\r\n");
                assertEquals("HTTP/1.0 405 Method Not Allowed\r\nAllow: GET, HEAD\r\n\r\n", client.all());
            }
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void refusalsHaveTheirReasons() {
        RuleFile rules = new RuleFile(directory);
        rules.compile(":deny\n");
        try (Server server = server("-x " + rules, "true")) {
            server.connect().all();
            server.connect().all();
            assertEquals(2, value("ucspi_refused_total{reason=\"rules\"}"));
            assertEquals(0, value("ucspi_refused_total{reason=\"gone\"}"));
            assertEquals(0, value("ucspi_started_total"));
        }
    }

    @Test
    void theSocketIsItsUsersAloneUnlessToldOtherwise() throws IOException {
        try (Server server = server("-Q", "true")) {
            assertEquals("rw-------", mode());
            assertEquals(0, server.terminate());
            assertFalse(Files.exists(socket()), "removed at the end");
        }
        try (Server server = server("--stats-mode 660", "true")) {
            assertEquals("rw-rw----", mode());
            assertEquals(0, server.terminate());
        }
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket()));
    }

    @Test
    void aLeftoverIsReplacedAndALivingOneIsNot() {
        try (Server server = server("-Q", "true")) {
            server.running().signal("KILL");
            server.running().awaitExit();
        }
        assertTrue(Files.exists(socket()));
        try (Server server = server("-Q", "true");
                Running second = Launch.of(
                                "tcpserver", "-RHl0", "--stats", "unix:" + socket(), "127.0.0.1", "0", "true")
                        .start()) {
            assertEquals(111, second.awaitExit());
            second.stderr().await("tcpserver: fatal: unable to bind");
            assertEquals(0, value("ucspi_accepted_total"));
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void countsAndSocketOutliveANewBeginning() {
        try (Server server = server("-v", "true")) {
            for (int i = 0; i < 3; i++) {
                server.connect().all();
            }
            server.log().awaitTimes(3, "end", line -> line.startsWith("tcpserver: end "));
            long buckets = value("ucspi_process_duration_seconds_bucket{le=\"1000\"}");
            for (int i = 1; i <= 2; i++) {
                int seen = server.log().count();
                server.running().signal("HUP");
                server.log().await(seen, "tcpserver: restarted");
                assertEquals(i, value("ucspi_restarts_total"));
            }
            assertEquals(3, value("ucspi_accepted_total"));
            assertEquals(3, value("ucspi_ended_total"));
            assertEquals(buckets, value("ucspi_process_duration_seconds_bucket{le=\"1000\"}"));
            server.connect().all();
            assertEquals(4, value("ucspi_accepted_total"));
            server.running().signal("USR1");
            server.log().await("tcpserver: count: accepted 4");
            server.log().await("tcpserver: count: restarts 2");
            assertEquals(0, server.terminate());
            assertFalse(Files.exists(socket()));
        }
    }

    @Test
    void programsDoNotInheritIt() {
        try (Server server = server("-Q", Probe.command())) {
            Client silent = client();
            assertEquals(
                    List.of(0, 1, 2), List.copyOf(server.probe().descriptors().keySet()));
            silent.close();
        }
    }

    @Test
    void whoStallsOrFloodsKeepsNobodyFromBeingServed() {
        try (Server server = server("-Q", "echo", "served")) {
            long descriptors = Proc.list(server.running().pid(), "fd").size();
            List<Client> bad = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                bad.add(client().send("GET "));
            }
            for (Client client : bad) {
                client.send("x".repeat(4000));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals("served\n", server.connect().all());
            }
            int now = Proc.list(server.running().pid(), "fd").size();
            assertTrue(now <= descriptors + 8 + 1, now + " descriptors, at first " + descriptors);
            bad.forEach(Client::close);
            assertEquals(20, value("ucspi_accepted_total"));
        }
    }

    @Test
    void anEndlessHeadIsCutOff() {
        try (Server server = server("-Q", "true");
                Client client = client()) {
            boolean cut = false;
            try {
                for (int i = 0; i < 1000; i++) {
                    client.send("GET " + "x".repeat(8000));
                }
            } catch (RuntimeException e) {
                cut = true;
            }
            assertTrue(cut, "the socket takes no megabytes");
            assertEquals(0, value("ucspi_accepted_total"));
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void whatIsNoUnixSocketIsAUsageError() {
        for (String address : List.of("", "unix:", "/run/x", "tcp:1", "unix:" + "x".repeat(108))) {
            try (Running running = Launch.of("tcpserver", "--stats=" + address, "0", "0", "true")
                    .start()) {
                assertEquals(100, running.awaitExit(), address);
                running.stderr().await("tcpserver: option --stats takes unix: and a path");
            }
        }
    }
}
