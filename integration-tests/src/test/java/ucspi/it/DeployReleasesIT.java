package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ucspi.it.Deployed.deploy;
import static ucspi.it.Deployed.read;
import static ucspi.it.Deployed.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy with releases: what a push does, and what it does not when something fails. */
class DeployReleasesIT {
    @TempDir
    private Path temporary;

    private Deployed app;

    @BeforeEach
    void makeReleases() {
        app = Deployed.releases(temporary, "app");
        app.push().good();
    }

    @Test
    void aPushIsServedByTheNextRequest() {
        String first = app.head();
        try (CgiSite site = app.site()) {
            assertEquals(first + " first\n", site.get("/").body());
            String second = app.change("text", "second").head();
            app.push().good().says("deployed " + second);
            assertEquals(second + " second\n", site.get("/").body());
            assertTrue(
                    app.lastRecord()
                            .matches("[-0-9]{10}T[:0-9]{8}Z released push alice " + first + " " + second
                                    + " [0-9]+\\.[0-9]{3}"),
                    app.lastRecord());
        }
    }

    @Test
    void aFailedCheckRefusesThePushAndChangesNothing() {
        String before = app.head();
        app.change(".deploy/check", "#!/bin/sh\necho the check says no\nexit 3\n");
        app.push().bad().says("the check says no").says("FAILED: .deploy/check failed: exit 3");
        assertEquals(before, app.served());
        assertEquals(1, app.releases().size());
        assertTrue(app.lastRecord().contains(" failed push alice " + before + " " + app.head()), app.lastRecord());
        String branch = Deployed.run(app.hub(), "git", "rev-parse", "main").text();
        assertEquals(before, branch.trim());
        app.change(".deploy/check", "#!/bin/sh\n");
        app.push().good();
        assertEquals(app.head(), app.served());
    }

    @Test
    void aRequestIsTriedBeforeTheSwitch() {
        app.set("deploy.smoke", "/x").set("deploy.smokeProgram", "app");
        app.change("text", "good").push().good();
        String before = app.head();
        app.change("app", "#!/bin/sh\necho Status: 500; echo; echo it is broken\n");
        app.push().bad().says("it is broken").says("answered with 500, and not 200");
        assertEquals(before, app.served());
        app.set("deploy.smokeStatus", "500").push().good();
        assertEquals(app.head(), app.served());
    }

    @Test
    void aSiteIsTriedToo() {
        app.set("deploy.smoke", "/page.html").set("deploy.smokeSite", ".");
        app.change("text", "x").push().bad().says("answered with 404");
        app.change("page.html", "x").push().good();
    }

    @Test
    void whatTakesTooLongIsEnded() {
        app.set("deploy.timeout", "1");
        app.change(".deploy/prepare", "#!/bin/sh\necho $$ >" + temporary + "/pid\nsleep 1000\n");
        app.push().bad().says(".deploy/prepare: it takes more than 1 seconds");
        CgiSite.awaitGone(
                List.of(Integer.parseInt(read(temporary.resolve("pid")).trim())));
        assertEquals(1, app.releases().size());
    }

    @Test
    void aReleaseThatIsNotWantedAfterAllIsTakenBack() {
        String before = app.head();
        String told = "#!/bin/sh\necho $DEPLOY_REVISION $DEPLOY_PREVIOUS >>" + temporary + "/told\n";
        app.change(".deploy/released", told + "exit 1\n");
        app.push().bad().says("going back to " + before);
        assertEquals(before, app.served());
        assertEquals(app.head() + " " + before + "\n", read(temporary.resolve("told")));
        assertEquals(1, app.releases().size());
    }

    @Test
    void theTreesProgramsKnowNothingOfTheRepositoryThatIsPushedTo() {
        app.change(
                ".deploy/prepare",
                "#!/bin/sh\nenv >" + temporary + "/environment\npwd >>" + temporary + "/environment\n");
        app.push().good();
        String environment = read(temporary.resolve("environment"));
        assertFalse(environment.contains("GIT_"), environment);
        assertTrue(environment.contains("DEPLOY_REVISION=" + app.head() + "\n"), environment);
        assertTrue(environment.contains("DEPLOY_DIRECTORY=" + app.path() + "\n"), environment);
        assertTrue(environment.endsWith("releases/" + app.releases().get(1) + "\n"), environment);
    }

    @Test
    void onlyWhatComesAfterTheServedRevisionIsDeployed() {
        app.change("text", "second").push().good();
        String second = app.head();
        app.git("reset", "-q", "--hard", "HEAD~1").good();
        app.change("text", "other");
        app.git("push", "-f", app.hub().toString(), "HEAD:refs/heads/main")
                .bad()
                .says("not a fast-forward from " + second);
        assertEquals(second, app.served());
        app.git("push", "-f", "-o", "force", app.hub().toString(), "HEAD:refs/heads/main")
                .good();
        assertEquals(app.head(), app.served());
    }

    @Test
    void otherRefsAreNotDeployed() {
        String before = app.head();
        app.change("text", "second");
        for (String ref : List.of("refs/heads/other", "refs/heads/main2", "refs/tags/main", "refs/heads/x/main")) {
            app.git("push", app.hub().toString(), "HEAD:" + ref).good();
        }
        assertEquals(before, app.served());
        app.git("push", app.hub().toString(), ":refs/heads/other").good();
        assertEquals(before, app.served());
    }

    @Test
    void rollbackGoesBackStepByStepOrToAnyRelease() {
        String first = app.head();
        String second = app.change("text", "second").head();
        app.push().good();
        String third = app.change("text", "third").head();
        app.push().good();
        deploy("rollback", app.path()).good().says("went back to " + second);
        assertEquals(second, app.served());
        deploy("rollback", app.path()).good();
        assertEquals(first, app.served());
        deploy("rollback", app.path()).bad().says("nothing was served before");
        deploy("rollback", app.path(), third).good();
        assertEquals(third, app.served());
        deploy("rollback", app.path(), "--upload-pack=x").bad().says("no such revision");
        assertTrue(app.lastRecord().contains(" failed rollback "), app.lastRecord());
    }

    @Test
    void dataIsSharedByReleasesAndNeverDeleted() {
        app.set("deploy.data", "uploads").set("deploy.data", "var/db files").set("deploy.keep", "1");
        app.change("text", "second").push().good();
        Path uploads = app.directory().resolve("current/uploads/a");
        write(uploads, "of a user");
        write(app.directory().resolve("current/var/db files/b"), "rows");
        app.change("text", "third").push().good();
        app.change("text", "fourth").push().good();
        deploy("prune", "--blind", app.path()).good();
        assertEquals(1, app.releases().size());
        assertEquals("of a user", read(uploads));
        assertEquals("rows", read(app.directory().resolve("data/var/db files/b")));
        app.change("uploads/tracked", "x").push().bad().says("a file where data belongs: uploads");
    }

    @Test
    void pruneKeepsWhatAProcessUses() throws IOException {
        app.change("text", "second").push().good();
        app.change("text", "third").push().good();
        List<String> all = app.releases();
        Path releases = app.directory().resolve("releases");
        Process inside = new ProcessBuilder("sleep", "1000")
                .directory(releases.resolve(all.get(0)).toFile())
                .start();
        Process reading = new ProcessBuilder("sleep", "1000")
                .redirectInput(releases.resolve(all.get(1)).resolve("text").toFile())
                .start();
        try {
            deploy("prune", "--keep", "1", "--blind", app.path())
                    .good()
                    .says("kept " + all.get(0) + ": a process uses it")
                    .says("kept " + all.get(1) + ": a process uses it");
            reading.destroyForcibly().onExit().join();
            deploy("prune", "--keep", "1", "--blind", app.path()).good().says("removed " + all.get(1));
            assertEquals(List.of(all.get(0), all.get(2)), app.releases());
        } finally {
            inside.destroyForcibly().onExit().join();
            reading.destroyForcibly();
        }
        deploy("prune", "--keep", "1", "--blind", app.path()).good().says("removed " + all.get(0));
        assertEquals(List.of(all.get(2)), app.releases());
        assertEquals(app.head(), app.served());
        assertFalse(Files.exists(app.hub().resolve("worktrees").resolve(all.get(0))));
    }

    @Test
    void pruneKeepsWhatItCannotKnow() throws IOException {
        app.change("text", "second").push().good();
        Deployed.run(app.directory(), "chmod", "755", temporary.toString()).good();
        String id = Identity.otherUid() + ":" + Identity.otherGid();
        Deployed.run(app.directory(), "chown", "-R", id, app.path()).good();
        String first = app.releases().get(0);
        String[] words = {
            "setpriv",
            "--reuid=" + Identity.otherUid(),
            "--regid=" + Identity.otherGid(),
            "--clear-groups",
            Programs.path("deploy"),
            "prune",
            "--keep",
            "1",
            app.path()
        };
        Deployed.run(Path.of("/"), words).good().says("kept " + first + ": nobody may look into /proc/");
        assertEquals(2, app.releases().size());
        words[7] = "--keep=1";
        words[6] = "--blind";
        Deployed.run(Path.of("/"), words).good().says("removed " + first);
    }

    @Test
    void namesMayBeStrange() {
        Path odd = temporary.resolve("odd");
        Deployed strange = Deployed.releases(make(odd), "a b\n'$(id)\"\u00e9;--x");
        strange.push().good();
        assertEquals(strange.head(), strange.served());
        strange.change("text", "second").push().good();
        deploy("rollback", strange.path()).good();
        deploy("prune", "--keep", "1", "--blind", strange.path()).good();
        assertNotEquals(strange.head(), strange.served());
    }

    private static Path make(Path path) {
        write(path.resolve("x"), "");
        return path;
    }

    @Test
    void oneDeployWaitsForAnotherButNotForEver() throws IOException {
        app.set("deploy.wait", "1");
        try (java.nio.channels.FileChannel file = java.nio.channels.FileChannel.open(
                        app.directory().resolve("deploy/mutex"), java.nio.file.StandardOpenOption.WRITE);
                java.nio.channels.FileLock lock = file.lock()) {
            assertTrue(lock.isValid());
            app.change("text", "second").push().bad().says("another deploy has not ended after 1 seconds");
        }
        app.push().good();
    }

    @Test
    void pullDeploysWhatTheRemoteRepositoryHas() {
        Path other = temporary.resolve("pulled");
        deploy("init", "--releases", "--from", app.hub().toString(), other.toString())
                .good();
        deploy("pull", other.toString()).good().says("deployed " + app.head());
        deploy("pull", other.toString()).good().says("is deployed already");
        deploy("pull", "--force", other.toString()).good().says("deployed " + app.head());
        String second = app.change("text", "second").head();
        app.push().good();
        deploy("pull", other.toString()).good().says("deployed " + second);
    }

    @Test
    void onlySignedCommitsAreDeployedIfThatIsWanted() {
        Path key = temporary.resolve("key");
        Deployed.run(temporary, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .good();
        write(temporary.resolve("allowed"), "a@example.com " + read(Path.of(key + ".pub")));
        app.set("deploy.verify", "commit").set("gpg.ssh.allowedSignersFile", temporary + "/allowed");
        app.change("text", "second").push().bad().says("no good signature of the commit");
        app.git("config", "gpg.format", "ssh").good();
        app.git("config", "user.signingKey", key.toString()).good();
        app.git("commit", "-q", "--amend", "-S", "-m", "signed").good();
        app.push().good();
        assertEquals(app.head(), app.served());
    }

    @Test
    void aPostReceiveHookDeploysAndTellsBothWays() {
        Path hooks = app.hub().resolve("hooks");
        Deployed.run(hooks, "mv", "update", "post-receive").good();
        Deployed.run(hooks, "rm", "pre-receive").good();
        String hook = read(hooks.resolve("post-receive")).replace(" \"$@\"", "");
        write(hooks.resolve("post-receive"), hook);
        app.change("text", "second").push().good().says("deployed " + app.head());
        app.change(".deploy/check", "#!/bin/sh\nexit 1\n").push().good().says("FAILED: .deploy/check failed");
        Deployed.run(hooks, "mv", "post-receive", "pre-receive").good();
        app.git("commit", "-q", "--allow-empty", "-m", "again").good();
        app.push().bad().says("FAILED: .deploy/check failed");
    }

    @Test
    void initLeavesHooksOfOthersAlone() {
        write(app.hub().resolve("hooks/update"), "#!/bin/sh\n");
        deploy("init", "--releases", app.path()).bad().says("it needs the line: exec ");
        deploy("init", app.path());
        assertEquals(100, deploy("init", app.path()).exit());
        assertEquals(100, deploy("unknown", app.path()).exit());
        assertEquals(100, deploy().exit());
        assertEquals(1, deploy("status", temporary.toString()).exit());
    }
}
