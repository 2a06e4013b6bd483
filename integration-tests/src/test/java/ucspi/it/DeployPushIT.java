package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A push that comes by HTTP, through the adapter, and replaces the very program that takes it. */
class DeployPushIT {
    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePushThatReplacesTheServersCodeGetsItsAnswer(boolean releases) throws IOException {
        Deployed app = releases ? Deployed.releases(temporary, "app") : Deployed.inPlace(temporary, "app");
        String gateway =
                "#!/bin/sh\nGIT_PROJECT_ROOT='" + app.hub() + "' GIT_HTTP_EXPORT_ALL=1" + " exec git http-backend\n";
        app.change(
                        "app",
                        "#!/bin/sh\ncase $PATH_INFO in /info/*|/git-*) exec ./git ;; esac\n"
                                + Deployed.APP.substring(10))
                .change("git", gateway)
                .push()
                .good();
        Deployed.run(app.hub(), "git", "config", "http.receivepack", "true").good();
        // in place, the deploy must not wait for the request that it is a part of
        app.set("deploy.drain", "20000");
        try (CgiSite site = app.site("--pass GIT_CONFIG_GLOBAL,GIT_CONFIG_NOSYSTEM,JAVA_HOME")) {
            app.change("text", "second").change("git", "#!/bin/sh\necho Status: 410; echo\n");
            Deployed.Outcome push = app.git("push", site.url("/"), "HEAD:refs/heads/main");
            push.good().says("deployed " + app.head());
            assertFalse(push.text().contains("has run for more than"), "it waited for itself");
            assertEquals(app.head() + " second\n", site.get("/").body());
            app.git("push", site.url("/"), "HEAD:refs/heads/other").says("410");
        }
    }
}
