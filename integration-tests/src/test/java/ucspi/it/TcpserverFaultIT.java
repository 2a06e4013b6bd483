package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tcpserver does when the system has nothing left to give, and when the program is no program. */
class TcpserverFaultIT {
    private static final String DROPPING = "tcpserver: warning: dropping connection, unable to ";

    @TempDir
    private Path directory;

    @Test
    void withoutDescriptorsItWarnsOnceASecondAndServesLater() {
        try (Server server = Server.tcp("-RHl0", "echo", "served")) {
            assertEquals("served\n", server.connect().all());
            int pid = server.running().pid();
            server.running().limit("nofile", "0:1000");
            try (Client client = server.connect()) {
                Lines.Line first = warning(server, 0);
                long ticks = Proc.ticks(pid);
                Lines.Line second = warning(server, server.log().count());
                long ticksUsed = Proc.ticks(pid) - ticks;
                long millis = TimeUnit.NANOSECONDS.toMillis(second.nanos() - first.nanos());
                assertTrue(millis >= 900, () -> "two warnings within " + millis + " ms");
                // A tick is 10 ms: it may use a fifth of a processor, while a loop without a pause uses all of it.
                assertTrue(ticksUsed * 10 * 5 <= millis, () -> ticksUsed + " ticks in " + millis + " ms");
                server.running().limit("nofile", "1000:1000");
                assertEquals("served\n", client.all());
            }
            assertEquals(0, server.terminate());
        }
    }

    private static Lines.Line warning(Server server, int from) {
        return server.log()
                .await(
                        from,
                        "about accept",
                        "tcpserver: warning: unable to accept: process cannot open more files"::equals);
    }

    @Test
    void withoutProcessesItDropsTheConnectionAndServesLater() {
        String identity = "-u " + Identity.otherUid() + " -g " + Identity.otherGid();
        Launch launch = Server.tcpLaunch("-vRHl0 -c1 " + identity, "127.0.0.1", "echo", "served")
                .through("prlimit", "--nproc=5000:5000");
        try (Server server = Server.tcp(launch)) {
            assertEquals("served\n", server.connect().all());
            server.running().limit("nproc", "0:5000");
            assertEquals("", server.connect().all());
            assertEquals(DROPPING + "fork: temporary failure", server.log().await(DROPPING));
            server.running().limit("nproc", "5000:5000");
            assertEquals("served\n", server.connect().all());
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void aProgramThatMayNotBeRunIsNamedInTheWarning() throws IOException {
        Path file = Files.writeString(directory.resolve("program"), "#!/bin/sh\n");
        assertEquals(DROPPING + "run " + file + ": access denied", warningAbout(file));
    }

    @Test
    void aFileThatIsNoProgramIsNamedInTheWarning() throws IOException {
        Path file = Files.writeString(directory.resolve("program"), "no program\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(DROPPING + "run " + file + ": exec format error", warningAbout(file));
    }

    @Test
    void aProgramThatIsPutInPlaceLaterIsRun() throws IOException {
        Path file = directory.resolve("program");
        try (Server server = Server.tcp("-RHl0", file.toString())) {
            assertEquals("", server.connect().all());
            server.log().await(DROPPING);
            Path fresh = Files.writeString(directory.resolve("fresh"), "#!/bin/sh\necho one\n");
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, file);
            assertEquals("one\n", server.connect().all());
            Path newer = Files.writeString(directory.resolve("newer"), "#!/bin/sh\necho two\n");
            Files.setPosixFilePermissions(newer, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(newer, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            assertEquals("two\n", server.connect().all());
        }
    }

    private static String warningAbout(Path file) {
        try (Server server = Server.tcp("-RHl0", file.toString())) {
            assertEquals("", server.connect().all());
            return server.log().await(DROPPING);
        }
    }

    @Test
    void aClosedStandardErrorStopsNothing() {
        Launch launch =
                Server.tcpLaunch("-vRHl0", "127.0.0.1", "echo", "served").through("sh", "-c", "exec \"$@\" 2>&-", "sh");
        try (Server server = Server.tcp(launch)) {
            assertEquals("served\n", server.connect().all());
            assertEquals("served\n", server.connect().all());
            assertEquals(0, server.terminate());
        }
    }
}
