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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cgi-adapter does while a deploy is at work; the test plays the deploy's part, by the same kind of locks. */
class CgiDeployLockIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String SHOW = "echo Content-Type: text/plain; echo; ";

    @TempDir
    private Path temporary;

    private Path directory;
    private Path lock;

    @BeforeEach
    void makeTree() throws IOException {
        directory = temporary.toRealPath().resolve("tree");
        Files.createDirectories(directory.resolve(".git/deploy"));
        lock = directory.resolve(".git/deploy/lock");
        Files.writeString(lock, "");
        Files.writeString(directory.resolve("version"), "old");
    }

    private CgiSite site(String options, String script) throws IOException {
        program(directory, script);
        return CgiSite.running(temporary, "--deploy " + directory + options, "./app");
    }

    private static void program(Path where, String script) throws IOException {
        Path file = where.resolve("app");
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void say(String state) throws IOException {
        try (FileChannel file = channel()) {
            file.write(ByteBuffer.wrap(state.getBytes(StandardCharsets.US_ASCII)), 0);
        }
    }

    @Test
    void aRequestThatComesDuringTheSwitchRunsOnTheNewFiles() throws IOException {
        try (CgiSite site = site("", SHOW + "cat version\n")) {
            assertEquals("old", site.get("/").body());
            say("s");
            try (Client client = site.connect().send(GET)) {
                Await.until("an adapter", () -> site.adapters().size() == 1);
                Files.writeString(directory.resolve("version"), "new");
                say("o");
                assertEquals("new", HttpAnswer.only(client.all()).body());
            }
        }
    }

    @Test
    void aBodyThatIsKeptIsGivenToTheNewProgram() throws IOException {
        String chunked = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (CgiSite site = site("", SHOW + "cat version; cat\n");
                Client client = site.connect().send(chunked + "3\r\nabc\r\n")) {
            Await.until("an adapter", () -> site.adapters().size() == 1);
            say("s");
            client.send("0\r\n\r\n");
            Files.writeString(directory.resolve("version"), "new");
            say("o");
            assertEquals("newabc", HttpAnswer.only(client.all()).body());
        }
    }

    @Test
    void nobodyIsServedForEverBehindADeployThatDiedWhileItChangedFiles() throws IOException {
        say("s");
        try (CgiSite site = site(" --deploy-wait 0", SHOW + "cat version\n")) {
            assertEquals(503, site.get("/").status());
            site.log().await(0, "of the reason", line -> line.contains("'deploy recover' repairs it"));
        }
    }

    @Test
    void aDeployThatDiedBeforeItChangedAnythingHoldsNobodyBack() throws IOException {
        say("d");
        try (CgiSite site = site(" --deploy-wait 0", SHOW + "cat version\n")) {
            try (FileChannel file = channel();
                    FileLock alive = file.lock(0, 1, false)) {
                assertNotNull(alive);
                assertEquals(503, site.get("/").status());
            }
            assertEquals("old", site.get("/").body());
        }
    }

    @Test
    void aProgramHoldsItsSlotAsLongAsItRuns() throws IOException {
        String script = SHOW + "echo $DEPLOY_SLOT; read go <fifo\n";
        assertEquals(0, run("mkfifo", directory.resolve("fifo").toString()));
        try (CgiSite site = site("", script);
                Client client = site.connect().send(GET);
                FileChannel file = channel()) {
            String line = client.line();
            while (!line.matches("[0-9]{4,}")) {
                line = client.line();
            }
            long slot = Long.parseLong(line);
            assertNull(file.tryLock(1, Long.MAX_VALUE - 1, false));
            try (FileLock below = file.tryLock(1, slot - 1, false);
                    FileLock above = file.tryLock(slot + 1, Long.MAX_VALUE - slot - 1, false)) {
                assertNotNull(below);
                assertNotNull(above);
            }
            Files.writeString(directory.resolve("fifo"), "\n");
            client.all();
            site.awaitIdle();
            try (FileLock all = file.tryLock(1, Long.MAX_VALUE - 1, false)) {
                assertNotNull(all);
            }
        }
    }

    @Test
    void withoutItsLockNothingIsServed() throws IOException {
        Files.delete(lock);
        try (CgiSite site = site("", SHOW)) {
            assertEquals(503, site.get("/").status());
            site.log().await(0, "of the reason", line -> line.contains("unable to use the deploy lock"));
        }
    }

    @Test
    void aLockIsForAnythingElseToo() throws IOException {
        program(directory, SHOW + "echo \"$DEPLOY_REVISION\"\n");
        String options = "--deploy-wait 0 --deploy-lock " + lock;
        try (CgiSite site =
                CgiSite.running(temporary, options, directory.resolve("app").toString())) {
            assertEquals("\n", site.get("/").body());
            say("s");
            assertEquals(503, site.get("/").status());
        }
    }

    @Test
    void theRevisionOfACheckoutIsTold() throws IOException {
        Files.writeString(directory.resolve(".git/deploy/revision"), "abc123\n");
        try (CgiSite site = site("", SHOW + "echo $DEPLOY_REVISION $PWD\n")) {
            assertEquals("abc123 " + directory + "\n", site.get("/").body());
        }
    }

    @Test
    void aRequestRunsOnTheReleaseThatWasCurrentWhenItBegan() throws IOException {
        Path first = release("20260101T000000Z-aaa");
        Path second = release("20260102T000000Z-bbb");
        program(first, SHOW + "echo $DEPLOY_REVISION; readlink fifo; read go <fifo; echo $PWD; cat version\n");
        program(second, SHOW + "echo $DEPLOY_REVISION $PWD $SCRIPT_FILENAME; cat version\n");
        assertEquals(0, run("mkfifo", first.resolve("fifo").toString()));
        Path current = temporary.toRealPath().resolve("app/current");
        Files.createSymbolicLink(current, Path.of("releases/20260101T000000Z-aaa"));
        try (CgiSite site = CgiSite.running(temporary, "--deploy " + current.getParent(), "./app");
                Client client = site.connect().send(GET)) {
            String line = client.line();
            while (!line.endsWith("aaa")) {
                line = client.line();
            }
            Files.delete(current);
            Files.createSymbolicLink(current, Path.of("releases/20260102T000000Z-bbb"));
            assertEquals(
                    "bbb " + second + " " + second + "/app\n20260102T000000Z-bbb",
                    site.get("/").body());
            assertTrue(
                    site.adapters().stream()
                            .anyMatch(pid -> Proc.list(pid, "fd").stream()
                                    .anyMatch(fd -> Proc.link(pid, "fd/" + fd).equals(first.toString()))),
                    "the adapter keeps the release open");
            Files.writeString(first.resolve("fifo"), "\n");
            assertTrue(client.all().contains(first + "\n"), "the old release");
        }
    }

    private Path release(String name) throws IOException {
        Path release = temporary.toRealPath().resolve("app/releases").resolve(name);
        Files.createDirectories(release);
        Files.writeString(release.resolve("version"), name);
        return release;
    }

    private static int run(String... words) throws IOException {
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
