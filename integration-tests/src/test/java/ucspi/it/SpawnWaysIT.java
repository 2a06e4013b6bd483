package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The surroundings in which the listeners start programs: directory, session, limits, umask, niceness, environment. */
class SpawnWaysIT {
    private static final int SESSION = 6;
    private static final int NICENESS = 19;
    private static final String ALL =
            " --setsid --rlimit nofile=50:60 --rlimit core=0 --rlimit as=8G --rlimit cpu=100:unlimited"
                    + " --umask 031 --nice 3 --chdir ";

    @TempDir
    private Path directory;

    /** Another user must get into it. */
    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-RHl0", "-RH"})
    void aTcpProgramIsStartedAsTheOptionsSay(String lookups) {
        try (Server server = Server.tcp(lookups + ALL + directory, Probe.command("a b", "", "-x"))) {
            checkAll(server, "tcpserver");
        }
    }

    @Test
    void aUnixProgramIsStartedAsTheOptionsSay() {
        String path = directory.resolve("socket").toString();
        try (Server server = Server.unix("-v" + ALL + directory, path, Probe.command("a b", "", "-x"))) {
            checkAll(server, "unixserver");
        }
    }

    private void checkAll(Server server, String program) {
        Probe probe = server.probe();
        assertEquals(directory.toString(), probe.value("cwd"));
        assertEquals(probe.pid(), probe.stat(SESSION), "session");
        assertEquals("0031", probe.status("Umask"));
        String listener = Proc.read(server.running().pid(), "stat");
        assertEquals(Integer.parseInt(Proc.stat(listener, NICENESS)) + 3, Integer.parseInt(probe.stat(NICENESS)));
        assertEquals("50 60", limit(probe, "Max open files"));
        assertEquals("0 0", limit(probe, "Max core file size"));
        assertEquals("8589934592 8589934592", limit(probe, "Max address space"));
        assertEquals("100 unlimited", limit(probe, "Max cpu time"));
        assertEquals("a b||-x", String.join("|", probe.arguments()));
        assertEquals(Set.of(0, 1, 2), new TreeSet<>(probe.descriptors().keySet()), program);
        assertEquals(0, probe.signals("SigBlk"));
        checkListener(server.running().pid(), listener);
    }

    /** Nothing of it happens to the listener itself, which the next child would inherit from. */
    private static void checkListener(int pid, String statBefore) {
        String stat = Proc.read(pid, "stat");
        assertEquals(Proc.stat(statBefore, SESSION), Proc.stat(stat, SESSION));
        assertEquals(Proc.stat(statBefore, NICENESS), Proc.stat(stat, NICENESS));
        for (String task : Proc.list(pid, "task")) {
            String status = Proc.read(pid, "task/" + task + "/status");
            assertNotEquals("0031", Proc.field(status, "Umask"));
            assertEquals(Proc.stat(stat, NICENESS), Proc.stat(Proc.read(pid, "task/" + task + "/stat"), NICENESS));
        }
        assertTrue(!Proc.read(pid, "limits").contains("Max open files            50 "));
    }

    private static String limit(Probe probe, String name) {
        String limits = probe.value("limits");
        String[] words =
                limits.substring(limits.indexOf(name) + name.length()).trim().split(" +");
        return words[0] + " " + words[1];
    }

    @Test
    void limitsAreThoseOfTheUserThatTheListenerHasBecome() {
        String options = "-RHl0 --rlimit nproc=4000 -u " + Identity.otherUid() + " -g " + Identity.otherGid();
        try (Server server = Server.tcp(options, Probe.command())) {
            Probe probe = server.probe();
            assertEquals("4000 4000", limit(probe, "Max processes"));
            assertTrue(probe.status("Uid").startsWith(Identity.otherUid() + "\t"));
        }
    }

    @Test
    void aLimitThatCannotBeSetIsReportedAndNoProgramRuns() {
        // above what the kernel lets anybody have
        try (Server server = Server.tcp("-v -RHl0 --rlimit nofile=2000000000", "echo", "unlimited");
                Client client = server.connect()) {
            assertEquals("", client.all());
            if (Programs.isNative("tcpserver")) {
                server.log()
                        .await("tcpserver: warning: dropping connection, unable to limit nofile for echo:"
                                + " permission denied");
            } else {
                server.log().await("prlimit: failed to set the NOFILE resource limit");
                server.log().awaitTimes(1, "an end", line -> line.matches("tcpserver: end \\d+ status 256"));
            }
            server.log().await("tcpserver: status: 0/40");
        }
    }

    @Test
    void aNicenessThatIsNotAllowedIsReportedAndNoProgramRuns() {
        String options = "-v -RHl0 --nice -5 -u " + Identity.otherUid() + " -g " + Identity.otherGid();
        for (String lookups : new String[] {"", " -h"}) {
            try (Server server = Server.tcp(options + lookups, "echo", "first");
                    Client client = server.connect()) {
                assertEquals("", client.all());
                server.log().await("tcpserver: warning: dropping connection, unable to set niceness for echo: ");
            }
        }
    }

    @Test
    void aDirectoryThatCannotBeEnteredIsReportedAndNoProgramRuns() {
        try (Server server = Server.tcp("-v -RHl0 --umask 77 --chdir " + directory + "/none", "pwd");
                Client client = server.connect()) {
            assertEquals("", client.all());
            server.log()
                    .await("tcpserver: warning: dropping connection, unable to change directory for pwd:"
                            + " file does not exist");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --rlimit core=0"})
    void theProgramIsSoughtInItsDirectory(String options) throws IOException {
        Path program = directory.resolve("program");
        Files.writeString(program, "#!/bin/sh\necho here\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Server server = Server.tcp("-RHl0 --chdir " + directory + options, "./program");
                Client client = server.connect()) {
            assertEquals("here\n", client.all());
        }
        try (Server server = Server.tcp("-v -RHl0 --chdir " + directory + options, "./none");
                Client client = server.connect()) {
            assertEquals("", client.all());
            server.log().await("tcpserver: warning: dropping connection, unable to run ./none: file does not exist");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-RHl0", "-RH"})
    void theEnvironmentIsWhatTheOptionsLeaveOfIt(String lookups) throws IOException {
        variable("SET", "new value \t\nsecond line\n");
        variable("REMOVED", "");
        variable("EMPTY", "\n");
        variable("LINES", "a\0b");
        variable(".hidden", "x");
        Launch launch = Server.tcpLaunch(lookups + " --env-dir " + variables(), "127.0.0.1", Probe.command())
                .environment("SET", "old")
                .environment("REMOVED", "old")
                .environment("OTHER", "kept");
        try (Server server = Server.tcp(launch)) {
            Map<String, String> environment = server.probe().environment();
            assertEquals("new value", environment.get("SET"));
            assertNull(environment.get("REMOVED"));
            assertEquals("", environment.get("EMPTY"));
            assertEquals("a\nb", environment.get("LINES"));
            assertNull(environment.get(".hidden"));
            assertEquals("kept", environment.get("OTHER"));
        }
        launch = Server.tcpLaunch(
                        lookups + " --clear-env --pass PATH,OT* --env-dir " + variables(), "127.0.0.1", Probe.command())
                .environment("REMOVED", "old")
                .environment("OTHER", "kept")
                .environment("OT", "kept")
                .environment("PATHS", "cleared")
                .environment("TCPREMOTEIP", "forged");
        try (Server server = Server.tcp(launch)) {
            Map<String, String> environment = new TreeMap<>(server.probe().environment());
            assertEquals("127.0.0.1", environment.remove("TCPREMOTEIP"));
            assertEquals("TCP", environment.remove("PROTO"));
            environment.keySet().removeIf(name -> name.startsWith("TCP"));
            assertEquals(Set.of("EMPTY", "LINES", "OT", "OTHER", "PATH", "SET"), environment.keySet());
        }
    }

    @Test
    void theDirectoryOfVariablesIsReadAgainOnHangup() throws IOException {
        variable("A", "first");
        String options = "-v -RHl0 --env-dir " + variables();
        try (Server server = Server.tcp(options, "sh", "-c", "echo $A")) {
            assertEquals("first\n", answer(server));
            variable("A", "second");
            assertEquals("first\n", answer(server), "not before");
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            assertEquals("second\n", answer(server));
            Files.createDirectory(variables().resolve("B"));
            server.running().signal("HUP");
            server.log().await("tcpserver: warning: unable to restart: unable to read " + variables() + "/B");
            assertEquals("second\n", answer(server), "the listener goes on");
        }
    }

    private static String answer(Server server) {
        try (Client client = server.connect()) {
            return client.all();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCPREMOTEIP", "PROTO", "LISTEN_FDS", "A=B", "A*", "A,B"})
    void aDirectoryCannotSetEveryVariable(String name) throws IOException {
        variable(name, "x");
        try (Running running = Server.tcpLaunch("-RHl0 --env-dir " + variables(), "127.0.0.1", "true")
                .start()) {
            assertEquals(111, running.awaitExit());
            String said = running.stderr().awaitEnd();
            assertTrue(said.startsWith("tcpserver: fatal: unable to ") && said.contains(name), said);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--pass A",
                "--clear-env --pass A,,B",
                "--clear-env --pass A*B",
                "--clear-env --pass A=B",
                "--clear-env=1",
                "--nice 20",
                "--nice 5x",
                "--umask 8",
                "--umask 1000",
                "--rlimit nofile",
                "--rlimit files=1",
                "--rlimit nofile=2:1",
                "--chdir=",
                "--env-dir="
            })
    void whatMakesNoSenseIsExit100(String options) {
        for (String program : new String[] {"tcpserver", "unixserver"}) {
            Launch launch = Launch.of(program, options.split(" ")).with("127.0.0.1", "0", "true");
            try (Running running = launch.start()) {
                assertEquals(100, running.awaitExit(), running.stderr()::toString);
                assertTrue(running.stderr().awaitEnd().startsWith(program + ": option "), running.stderr()::toString);
            }
        }
    }

    private Path variables() {
        return directory.resolve("env");
    }

    private void variable(String name, String content) throws IOException {
        Files.createDirectories(variables());
        Files.writeString(variables().resolve(name), content, StandardCharsets.ISO_8859_1);
    }
}
