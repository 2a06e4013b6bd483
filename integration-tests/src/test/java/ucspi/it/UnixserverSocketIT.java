package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The socket of unixserver in the file system: its permissions, what it replaces, and when it goes. */
class UnixserverSocketIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"-v,rwxrwxrwx", "-v -p 640,rw-r-----", "-v -m 027,rwxr-x---", "-v -m 077 -p 660,rw-rw----"})
    void permissionsAreWhatTheOptionsSay(String options, String permissions) throws IOException {
        Path socket = directory.resolve("socket");
        Launch launch = Server.unixLaunch(options, socket.toString(), "cat").umask("077");
        try (Server server = Server.unix(launch, socket.toString())) {
            assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            assertEquals("x", server.connect().send("x").sendEnd().all());
        }
    }

    @Test
    void theOwnerIsWhatTheOptionsSay() throws IOException {
        Path socket = directory.resolve("socket");
        String options = "-v -o " + Identity.otherUid() + " -r " + Identity.otherGid();
        try (Server server = Server.unix(options, socket.toString(), "cat")) {
            assertTrue(server.running().pid() > 0);
            assertEquals(Identity.otherUid(), Files.getAttribute(socket, "unix:uid"));
            assertEquals(Identity.otherGid(), Files.getAttribute(socket, "unix:gid"));
        }
    }

    @Test
    void theOwnerCanComeFromTheEnvironment() throws IOException {
        Path socket = directory.resolve("socket");
        Launch launch = Server.unixLaunch("-v -O", socket.toString(), "cat")
                .environment("SOCKET_UID", Integer.toString(Identity.otherUid()))
                .environment("SOCKET_GID", Integer.toString(Identity.otherGid()));
        try (Server server = Server.unix(launch, socket.toString())) {
            assertTrue(server.running().pid() > 0);
            assertEquals(Identity.otherUid(), Files.getAttribute(socket, "unix:uid"));
            assertEquals(Identity.otherGid(), Files.getAttribute(socket, "unix:gid"));
        }
    }

    @Test
    void hangupKeepsTheSocketAndTheEndStillDeletesIt() {
        Path socket = directory.resolve("socket");
        try (Server server = Server.unix("-v", socket.toString(), "cat")) {
            int from = server.log().count();
            server.running().signal("HUP");
            server.log().await(from, "unixserver: status: 0/10");
            assertEquals("x", server.connect().send("x").sendEnd().all());
            assertEquals(0, server.terminate());
            assertFalse(Files.exists(socket));
        }
    }

    @Test
    void aRegularFileIsNotReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        assertRefused(file.toString(), "is not a socket");
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aSymbolicLinkIsNotReplaced() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        assertRefused(link.toString(), "unable to bind");
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void aSocketInUseIsNotReplaced() {
        String path = directory.resolve("socket").toString();
        try (Server first = Server.unix("-v", path, "echo", "first")) {
            assertRefused(path, "address already used");
            assertEquals("first\n", first.connect().all());
        }
    }

    @Test
    void aBusySocketWithAFullBacklogIsNotReplaced() {
        String path = directory.resolve("socket").toString();
        try (Server first = Server.unix("-v -c1 -b0", path, "sh", "-c", "echo first; read x");
                Client served = first.connect()) {
            assertEquals("first", served.line());
            try (Client waiting = first.connect()) {
                assertRefused(path, "address already used");
                served.send("\n").all();
                assertEquals("first", waiting.line());
            }
        }
    }

    @Test
    void aSocketThatIsLeftOverIsReplaced() throws IOException {
        Path socket = directory.resolve("socket");
        try (Server killed = Server.unix("-v", socket.toString(), "echo", "first")) {
            killed.running().signal("KILL");
            killed.running().awaitExit();
        }
        assertTrue(Files.exists(socket));
        try (Server second = Server.unix("-v", socket.toString(), "echo", "second")) {
            assertEquals("second\n", second.connect().all());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void atTheEndItRemovesItsSocketAndExitsWithZero(String signal) {
        Path socket = directory.resolve("socket");
        try (Server server = Server.unix("-v", socket.toString(), "sh", "-c", "echo $$; exec cat");
                Client client = server.connect()) {
            client.line();
            server.running().signal(signal);
            assertEquals(0, server.running().awaitExit());
            assertFalse(Files.exists(socket));
            assertEquals("alive", client.send("alive\n").line());
        }
    }

    @Test
    void quitEndsItToo() {
        Path socket = directory.resolve("socket");
        try (Server server = Server.unix("-v", socket.toString(), "cat")) {
            server.running().signal("QUIT");
            if (Programs.isNative("unixserver")) {
                assertEquals(0, server.running().awaitExit());
                assertFalse(Files.exists(socket));
            } else {
                // On a JVM this signal prints the stacks of all threads, and changes nothing else.
                assertEquals("x", server.connect().send("x").sendEnd().all());
                assertEquals(0, server.terminate());
            }
        }
    }

    @Test
    void theOptionKeepsTheSocket() {
        Path socket = directory.resolve("socket");
        try (Server server = Server.unix("-vd", socket.toString(), "cat")) {
            assertEquals(0, server.terminate());
            assertTrue(Files.exists(socket));
        }
    }

    @Test
    void theSocketOfASuccessorIsNotRemoved() throws IOException {
        Path socket = directory.resolve("socket");
        try (Server first = Server.unix("-v", socket.toString(), "echo", "first")) {
            Files.delete(socket);
            try (Server second = Server.unix("-v", socket.toString(), "echo", "second")) {
                assertEquals(0, first.terminate());
                assertTrue(Files.exists(socket));
                assertEquals("second\n", second.connect().all());
            }
        }
    }

    @Test
    void anAbstractNameIsNotInTheFileSystem() throws IOException {
        String name = "@" + directory.resolve("abstract");
        Launch launch = Server.unixLaunch("-v", name, Probe.command()).directory(directory);
        try (Server server = Server.unix(launch, name)) {
            assertEquals(name, server.probe().variable("UNIXLOCALPATH"));
            try (var entries = Files.list(directory)) {
                assertEquals(0, entries.count());
            }
            assertRefused(name, "address already used");
            assertEquals(0, server.terminate());
        }
        try (Server again = Server.unix(launch, name)) {
            assertEquals(name, again.probe().variable("UNIXLOCALPATH"));
        }
    }

    @Test
    void aPathOf107BytesFitsAndOneOf108IsRefused() {
        String longest = directory + "/" + "x".repeat(107 - directory.toString().length() - 1);
        try (Server server = Server.unix("-v", longest, Probe.command())) {
            assertEquals(longest, server.probe().variable("UNIXLOCALPATH"));
            assertEquals(0, server.terminate());
        }
        assertRefused(longest + "x", "107 bytes");
        assertFalse(Files.exists(Path.of(longest)));
    }

    @Test
    void aDirectoryThatDoesNotExistIsFatal() {
        assertRefused(directory.resolve("nowhere/socket").toString(), "file does not exist");
    }

    @Test
    void anEmptyPathIsFatal() {
        assertRefused("", "unable to bind");
    }

    private static void assertRefused(String path, String reason) {
        try (Running running = Server.unixLaunch("-v", path, "cat").start()) {
            assertEquals(111, running.awaitExit());
            String all = running.stderr().awaitEnd();
            assertTrue(all.startsWith("unixserver: fatal: ") && all.contains(reason), all);
            assertEquals(all.length() - 1, all.indexOf('\n'), all);
        }
    }
}
