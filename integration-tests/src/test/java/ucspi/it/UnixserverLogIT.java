package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What unixserver says, how it counts, and what command lines it takes. */
class UnixserverLogIT {
    @TempDir
    private Path directory;

    @Test
    void aConnectionIsFourLines() {
        try (Server server = Server.unix("-v", path(), "sh", "-c", "echo $$; read code; exit $code");
                Client client = server.connect()) {
            String pid = client.line();
            client.send("3\n").all();
            server.log().await(1, "unixserver: status: 0/10");
            assertEquals(
                    List.of(
                            "unixserver: status: 0/10",
                            "unixserver: status: 1/10",
                            "unixserver: pid " + pid,
                            "unixserver: end " + pid + " status 768",
                            "unixserver: status: 0/10"),
                    server.log().soFar());
            assertEquals("", server.running().stdout().awaitEnd());
        }
    }

    @Test
    void aStoppedProgramIsNotAnEndedOne() {
        try (Server server = Server.unix("-v -c1", path(), "sh", "-c", "echo $$; read x");
                Client first = server.connect()) {
            int pid = Integer.parseInt(first.line());
            Signals.send(pid, "STOP");
            Await.until("the program to be stopped", () -> Proc.state(pid) == 'T');
            try (Client second = server.connect()) {
                Signals.send(pid, "CONT");
                first.send("\n").all();
                int next = Integer.parseInt(second.line());
                second.send("\n").all();
                String end = "unixserver: end " + next + " status 0";
                server.log().await(end);
                server.log().await(server.log().soFar().indexOf(end), "unixserver: status: 0/1");
                assertEquals(
                        List.of(
                                "unixserver: status: 0/1",
                                "unixserver: status: 1/1",
                                "unixserver: pid " + pid,
                                "unixserver: end " + pid + " status 0",
                                "unixserver: status: 0/1",
                                "unixserver: status: 1/1",
                                "unixserver: pid " + next,
                                "unixserver: end " + next + " status 0",
                                "unixserver: status: 0/1"),
                        server.log().soFar());
            }
        }
    }

    @Test
    void aMissingProgramIsAWarning() {
        try (Server server = Server.unix("-v", path(), "/nowhere/program")) {
            assertEquals("", server.connect().all());
            assertEquals(
                    "unixserver: warning: dropping connection, unable to run /nowhere/program: file does not exist",
                    server.log().await("unixserver: warning: "));
        }
    }

    @Test
    void optionsEndAtThePath() {
        try (Server server = Server.unix("-v -c 3", path(), "sh", "-c", "echo $*", "sh", "-c", "-v", "--", "--help");
                Client client = server.connect()) {
            server.log().await("unixserver: status: 0/3");
            assertEquals("-c -v -- --help\n", client.all());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Z /nowhere/socket true",
                "-c",
                "-c 0 /nowhere/socket true",
                "-c 1x /nowhere/socket true",
                "-b -1 /nowhere/socket true",
                "-p 888 /nowhere/socket true",
                "-p 10000 /nowhere/socket true",
                "-m rw /nowhere/socket true",
                "-u root /nowhere/socket true",
                "-o root /nowhere/socket true",
            })
    void aWrongOptionIsExplainedAndIsExit100(String arguments) {
        try (Running running = Launch.of("unixserver", arguments.split(" ")).start()) {
            assertEquals(100, running.awaitExit());
            String[] lines = running.stderr().awaitEnd().split("\n");
            assertEquals(2, lines.length, running.stderr().toString());
            assertTrue(lines[0].startsWith("unixserver: "), lines[0]);
            assertTrue(lines[1].startsWith("unixserver: usage: unixserver "), lines[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "/nowhere/socket"})
    void missingOperandsGetTheUsageLine(String arguments) {
        try (Running running = Launch.of("unixserver", arguments.split(" ")).start()) {
            assertEquals(100, running.awaitExit());
            String all = running.stderr().awaitEnd();
            assertTrue(all.startsWith("unixserver: usage: ") && all.indexOf('\n') == all.length() - 1, all);
        }
    }

    @Test
    void quietMeansNotAWord() {
        try (Running running =
                Server.unixLaunch("-q", "/nowhere/socket", "true").start()) {
            assertEquals(111, running.awaitExit());
            assertEquals("", running.stderr().awaitEnd());
        }
    }

    private String path() {
        return directory.resolve("socket").toString();
    }
}
