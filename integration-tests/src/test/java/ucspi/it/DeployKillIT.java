package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deploy that is killed at any point: alone, or with all that it has started. */
class DeployKillIT {
    private static final int ROUNDS = 8;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOldOrTheNewRevisionIsServedAndTheNextDeployWorks(boolean releases) throws Exception {
        Deployed app = releases ? Deployed.releases(temporary, "app") : Deployed.inPlace(temporary, "app");
        StringBuilder reader = new StringBuilder("#!/bin/sh\necho Content-Type: text/plain; echo; cat");
        for (int i = 0; i < 20; i++) {
            reader.append(" part").append(i);
            Deployed.write(app.work().resolve("part" + i), "0\n");
        }
        app.change("app", reader + "\n").push().good();
        Random random = new Random(5);
        long usual = duration(app, 1);
        try (CgiSite site = app.site("--deploy-wait 0")) {
            for (int round = 2; round < ROUNDS; round++) {
                commit(app, round);
                Process push = start(app);
                push.waitFor((long) (random.nextDouble() * usual), TimeUnit.NANOSECONDS);
                boolean all = round % 2 == 0;
                kill(push, all);
                String body = served(site, all);
                assertTrue(
                        body.isEmpty()
                                || body.equals((round - 1 + "\n").repeat(20))
                                || body.equals((round + "\n").repeat(20)),
                        "mixed or lost: " + body);
                // the branch may have been moved already; then it is the deploy that has to follow
                Deployed.deploy("pull", "--force", app.path());
                app.git("commit", "-q", "--allow-empty", "-m", "again").good();
                app.git("push", "-q", "-f", "-o", "force", app.hub().toString(), "HEAD:refs/heads/main")
                        .good();
                assertEquals((round + "\n").repeat(20), site.get("/").body());
                assertEquals(app.head(), app.served());
            }
        }
    }

    private static String served(CgiSite site, boolean all) {
        HttpAnswer answer = site.get("/");
        boolean heldBack = answer.status() == 503;
        assertTrue(heldBack || answer.status() == 200, answer.toString());
        return heldBack ? "" : answer.body();
    }

    private static void commit(Deployed app, int round) {
        for (int i = 0; i < 20; i++) {
            Deployed.write(app.work().resolve("part" + i), round + "\n");
        }
        app.git("commit", "-q", "-a", "-m", "round").good();
    }

    private static Process start(Deployed app) throws IOException {
        return Deployed.command(app.work(), "git", "push", "-q", app.hub().toString(), "HEAD:refs/heads/main")
                .start();
    }

    private static long duration(Deployed app, int round) throws Exception {
        commit(app, round);
        long begin = System.nanoTime();
        assertEquals(0, start(app).waitFor());
        return System.nanoTime() - begin;
    }

    /** Kills the deploy: alone, or with all that it has started. */
    private static void kill(Process push, boolean all) {
        List<ProcessHandle> victims = new ArrayList<>();
        for (ProcessHandle each : push.descendants().toList()) {
            if (each.info().commandLine().orElse("").contains("receive refs/heads/main")) {
                victims.add(each);
                if (all) {
                    victims.addAll(each.descendants().toList());
                }
            }
        }
        victims.forEach(ProcessHandle::destroyForcibly);
        push.onExit().join();
        victims.forEach(each -> each.onExit().join());
    }
}
