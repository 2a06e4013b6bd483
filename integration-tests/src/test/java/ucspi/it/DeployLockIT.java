package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the listeners do while a deploy is at work; the test plays the deploy's part, by the same kind of locks. */
class DeployLockIT {
    /** With a lookup, tcpserver-access takes the lock when it becomes the program. */
    private static final String LOOKUPS = "-Rh";

    private static final String NONE = "-RHl0";

    @TempDir
    private Path directory;

    private Path lock;
    private Path version;

    @BeforeEach
    void make() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        lock = directory.resolve("lock");
        version = directory.resolve("version");
        Files.writeString(lock, "");
        Files.writeString(version, "old");
    }

    private Server server(String options, String... program) {
        return Server.tcp("-v " + options + " --deploy-lock " + lock, program);
    }

    private void say(String state) throws IOException {
        try (FileChannel file = channel()) {
            file.write(ByteBuffer.wrap(state.getBytes(StandardCharsets.US_ASCII)), 0);
        }
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private String answer(Server server) {
        try (Client client = server.connect()) {
            return client.all();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, LOOKUPS})
    void whoComesDuringTheSwitchGetsTheNewProgram(String lookups) throws IOException {
        try (Server server = server(lookups, "cat", version.toString())) {
            assertEquals("old", answer(server));
            int rounds = lookups.equals(NONE) ? 20 : 2;
            for (int i = 0; i < rounds; i++) {
                say("s");
                List<Client> clients = new ArrayList<>();
                for (int j = 0; j < 3; j++) {
                    clients.add(server.connect());
                }
                Files.writeString(version, "");
                Files.writeString(version, "new" + i);
                say("o");
                for (Client client : clients) {
                    assertEquals("new" + i, client.all());
                    client.close();
                }
            }
        }
    }

    @Test
    void aUnixListenerHoldsItsClientsBackToo() throws IOException {
        String path = directory.resolve("socket").toString();
        try (Server server = Server.unix("-v --deploy-lock " + lock, path, "cat", version.toString())) {
            say("s");
            try (Client client = server.connect()) {
                Files.writeString(version, "new");
                say("o");
                assertEquals("new", client.all());
            }
        }
    }

    @Test
    void meanwhileTheListenerDoesAllElse() throws IOException {
        try (Server server = server(NONE, "sh", "-c", "read x; echo $x");
                Client running = server.connect()) {
            server.log().await("tcpserver: status: 1/40");
            say("s");
            try (Client waiting = server.connect()) {
                assertEquals("a\n", running.send("a\n").all());
                server.log().awaitTimes(1, "an end", line -> line.matches("tcpserver: end \\d+ status 0"));
                server.running().signal("USR1");
                server.log().await("tcpserver: count: started 1");
                server.running().signal("HUP");
                server.log().await("tcpserver: restarted");
                say("o");
                assertEquals("b\n", waiting.send("b\n").all());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, LOOKUPS})
    void aProgramHoldsItsSlotUntilItEnds(String lookups) throws IOException {
        // the grandchild keeps what the program left to it
        String script = "echo $DEPLOY_SLOT; sh -c 'read x'";
        try (Server server = server(lookups, "sh", "-c", script);
                Client client = server.connect();
                FileChannel file = channel()) {
            long slot = Long.parseLong(client.line());
            assertTrue(slot > 0);
            assertNull(file.tryLock(slot, 1, false), "the slot is locked");
            assertNull(file.tryLock(1, Long.MAX_VALUE - 1, false), "and so are all");
            try (Client second = server.connect()) {
                assertTrue(Long.parseLong(second.line()) != slot);
            }
            assertEquals("", client.send("\n").all());
            Await.until("all slots are free", () -> isFree(file));
        }
    }

    private static boolean isFree(FileChannel file) {
        try (FileLock all = file.tryLock(1, Long.MAX_VALUE - 1, false)) {
            return all != null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, LOOKUPS})
    void theLockIsTheOnlyOtherDescriptor(String lookups) {
        try (Server server = server(lookups, Probe.command())) {
            Probe probe = server.probe();
            Set<Integer> numbers = new TreeSet<>(probe.descriptors().keySet());
            numbers.removeAll(Set.of(0, 1, 2));
            assertEquals(1, numbers.size(), probe.descriptors()::toString);
            int number = numbers.iterator().next();
            assertEquals(lock.toString(), probe.descriptors().get(number));
        }
    }

    @Test
    void aDeployThatTakesTooLongCostsOnlyThoseWhoWait() throws IOException {
        for (String lookups : new String[] {NONE, LOOKUPS}) {
            try (Server server = server(lookups + " --deploy-wait 0", "cat", version.toString())) {
                say("s");
                assertEquals("", answer(server));
                server.log().await("tcpserver: warning: dropping connection, unable to use the deploy lock: timed out");
                say("o");
                assertEquals("old", answer(server));
            }
        }
    }

    @Test
    void aDeployThatWaitsHoldsNewProgramsBackOnlyIfItIsAlive() throws IOException {
        try (Server server = server(NONE + " --deploy-wait 0", "cat", version.toString())) {
            say("d");
            assertEquals("old", answer(server));
            try (FileChannel file = channel();
                    FileLock alive = file.lock(0, 1, false)) {
                assertNotNull(alive);
                assertEquals("", answer(server));
            }
            assertEquals("old", answer(server));
        }
    }

    @Test
    void withoutTheLocksFileNothingIsStarted() throws IOException {
        Files.delete(lock);
        for (String lookups : new String[] {NONE, LOOKUPS}) {
            try (Server server = server(lookups, "cat", version.toString())) {
                assertEquals("", answer(server));
                server.log()
                        .await("tcpserver: warning: dropping connection, unable to use the deploy lock:"
                                + " file does not exist");
                Files.writeString(lock, "");
                assertEquals("old", answer(server));
                Files.delete(lock);
            }
        }
    }

    @Test
    void badOptionsAreExit100() {
        for (String options : new String[] {"--deploy-lock=", "--deploy-wait x", "--deploy-wait -1"}) {
            Launch launch = Launch.of("tcpserver", options.split(" ")).with("127.0.0.1", "0", "true");
            try (Running running = launch.start()) {
                assertEquals(100, running.awaitExit(), options);
            }
        }
    }
}
