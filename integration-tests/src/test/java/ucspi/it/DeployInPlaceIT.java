package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ucspi.it.Deployed.deploy;
import static ucspi.it.Deployed.read;
import static ucspi.it.Deployed.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy in place: a checkout that changes while it is served. */
class DeployInPlaceIT {
    @TempDir
    private Path temporary;

    private Deployed app;

    @BeforeEach
    void makeCheckout() {
        app = Deployed.inPlace(temporary, "app");
    }

    @Test
    void aPushIsServedByTheNextRequest() {
        String first = app.head();
        try (CgiSite site = app.site()) {
            assertEquals(first + " first\n", site.get("/").body());
            String second = app.change("text", "second").head();
            app.push().good().says("deployed " + second);
            assertEquals(second + " second\n", site.get("/").body());
            deploy("rollback", app.path()).good();
            assertEquals(first + " first\n", site.get("/").body());
        }
    }

    @Test
    void aFailedCheckRefusesThePushAndChangesNothing() {
        String before = app.head();
        app.change(".deploy/check", "#!/bin/sh\ncat text; exit 3\n").change("text", "second");
        app.push().bad().says("second").says(".deploy/check failed: exit 3");
        assertEquals(before, app.served());
        assertEquals("first", read(app.directory().resolve("text")));
        assertFalse(Files.exists(app.directory().resolve(".git/deploy/trial")));
    }

    @Test
    void filesThatGitDoesNotTrackStay() throws IOException {
        Path data = app.directory().resolve("data/rows");
        write(data, "rows");
        write(app.directory().resolve("upload"), "of a user");
        app.change("data", "a file where a directory is").push().bad().says("is not tracked is in the way: data/rows");
        app.git("rm", "-q", "data").good();
        app.change("upload/x", "a directory where a file is").push().bad().says("in the way: upload");
        app.git("rm", "-q", "-r", "upload").good();
        app.change("upload", "a file").push().bad().says("in the way: upload");
        app.git("rm", "-q", "upload").good();
        app.change("text", "second").push().good();
        assertEquals("rows", read(data));
        assertEquals("of a user", read(app.directory().resolve("upload")));
        assertEquals("second", read(app.directory().resolve("text")));
    }

    @Test
    void aChangeOfTrackedFilesByHandIsUndone() {
        write(app.directory().resolve("text"), "by hand");
        app.change("other", "x").push().good();
        assertEquals("first", read(app.directory().resolve("text")));
    }

    @Test
    void aDeployWaitsForRequestsThatRunAndHoldsBackOthers() throws IOException {
        app.set("deploy.drain", "20000");
        Deployed.run(temporary, "mkfifo", temporary + "/go").good();
        app.change(
                "app",
                "#!/bin/sh\necho Content-Type: text/plain; echo; cat text; read x <" + temporary + "/go; cat text\n");
        app.push().good();
        app.change("text", "second");
        Path gate = app.directory().resolve(".git/deploy/lock");
        try (CgiSite site = app.site();
                Client running = site.connect().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
            Await.until(
                    "a program",
                    () -> site.adapters().size() == 1
                            && !Proc.children(site.adapters().get(0)).isEmpty());
            Process push = Deployed.command(app.work(), "git", "push", app.hub().toString(), "HEAD:refs/heads/main")
                    .start();
            Await.until("the deploy to wait", () -> read(gate).startsWith("d"));
            try (Client held = site.connect().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
                Await.until("another adapter", () -> site.adapters().size() == 2);
                assertEquals("first", read(app.directory().resolve("text")));
                Files.writeString(temporary.resolve("go"), "\n");
                assertEquals("firstfirst", HttpAnswer.only(running.all()).body());
                assertEquals(0, push.waitFor());
                Files.writeString(temporary.resolve("go"), "\n");
                assertEquals("secondsecond", HttpAnswer.only(held.all()).body());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRequestThatRunsForLongHoldsADeployUpOnlyForAWhile() throws IOException {
        app.set("deploy.drain", "1");
        Path gate = app.directory().resolve(".git/deploy/lock");
        try (FileChannel file = FileChannel.open(gate, StandardOpenOption.READ);
                FileLock slot = file.lock(5000, 1, true)) {
            assertTrue(slot.isShared());
            app.change("text", "second").push().good().says("a request has run for more than 1 ms");
        }
        assertEquals("second", read(app.directory().resolve("text")));
    }

    @Test
    void filesThatAKilledDeployLeftMixedAreRepairedByTheNext() throws IOException {
        leaveMixed();
        try (CgiSite site = app.site("--deploy-wait 0")) {
            assertEquals(503, site.get("/").status());
            deploy("status", app.path()).good().says("requests: held back").says("deploy: killed");
            app.change("text", "second").push().good().says("going back to");
            assertEquals(app.head() + " second\n", site.get("/").body());
        }
        assertTrue(deploy("log", app.path()).text().contains(" interrupted push alice "));
    }

    @Test
    void recoverRepairsThemToo() throws IOException {
        leaveMixed();
        deploy("recover", app.path()).good();
        assertEquals("first", read(app.directory().resolve("text")));
        deploy("status", app.path()).good().says("requests: served").says("deploy: none");
        write(app.directory().resolve("text"), "lost by a power failure");
        deploy("recover", app.path()).good();
        assertEquals("lost by a power failure", read(app.directory().resolve("text")));
        deploy("recover", "--force", app.path()).good();
        assertEquals("first", read(app.directory().resolve("text")));
    }

    /** As if everything of a deploy had been killed half-way. */
    private void leaveMixed() throws IOException {
        Path state = app.directory().resolve(".git/deploy");
        write(app.directory().resolve("text"), "half");
        write(app.directory().resolve(".git/index.lock"), "");
        write(state.resolve("running"), "1000 push alice " + app.head() + " " + "a".repeat(40) + "\n");
        Files.writeString(state.resolve("lock"), "s");
    }

    @Test
    void theLockOfSomebodyElsesGitIsRespected() throws IOException {
        write(app.directory().resolve(".git/index.lock"), "");
        app.change("text", "second").push().bad();
        assertEquals("first", read(app.directory().resolve("text")));
        deploy("status", app.path()).good().says("requests: served");
        Files.delete(app.directory().resolve(".git/index.lock"));
        app.push().good();
    }

    @Test
    void submodulesComeAlong() {
        Path part = temporary.resolve("part");
        Deployed.run(temporary, "git", "init", "-q", "-b", "main", part.toString())
                .good();
        write(part.resolve("file"), "of a part");
        Deployed.run(part, "git", "add", ".").good();
        Deployed.run(part, "git", "commit", "-q", "-m", "part").good();
        Deployed.run(
                        app.work(),
                        "git",
                        "-c",
                        "protocol.file.allow=always",
                        "submodule",
                        "add",
                        "-q",
                        part.toString(),
                        "part")
                .good();
        app.change("text", "second");
        ProcessBuilder push =
                Deployed.command(app.work(), "git", "push", app.hub().toString(), "HEAD:refs/heads/main");
        write(temporary.resolve("gitconfig"), "[protocol \"file\"]\n\tallow = always\n");
        push.environment().put("GIT_CONFIG_GLOBAL", temporary + "/gitconfig");
        Deployed.finish(push).good();
        assertEquals("of a part", read(app.directory().resolve("part/file")));
    }
}
