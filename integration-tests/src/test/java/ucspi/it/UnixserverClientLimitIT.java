package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** unixserver -C: how many connections a user may have. */
class UnixserverClientLimitIT {
    @TempDir
    Path directory;

    @Test
    void aUserHasSoManyAndGetsOneBackWhenOneEnds() {
        String path = directory.resolve("socket").toString();
        Launch launch = Launch.of("unixserver", "-v", "-C2:busy\\n", path).with("sh", "-c", "echo served; cat");
        try (Server server = Server.unix(launch, path);
                Client first = server.connect();
                Client second = server.connect()) {
            assertEquals("served", first.line());
            assertEquals("served", second.line());
            try (Client third = server.connect()) {
                assertEquals("busy\n", third.all());
            }
            server.log().await("unixserver: deny 0 uid " + Signals.uid() + " address-limit");
            first.hangUp();
            server.log().await("unixserver: end ");
            try (Client again = server.connect()) {
                assertEquals("served", again.line());
            }
        }
    }

    @Test
    void aUserHasNoNetwork() {
        try (Running running =
                Launch.of("unixserver", "-C5/24", "/nowhere/socket", "true").start()) {
            assertEquals(100, running.awaitExit());
            assertEquals(
                    "unixserver: option -C takes no prefix here: users have no networks",
                    running.stderr().await(""));
        }
    }
}
