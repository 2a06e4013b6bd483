package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.it.RuleFile.Ended;

/** unixclient and unixcat. */
class UnixclientIT {
    private static final Path NOTHING = Path.of("/dev/null");

    @TempDir
    Path directory;

    private static Ended run(String... words) {
        return RuleFile.run(Map.of(), NOTHING, words);
    }

    private Server server(String... program) {
        String path = directory.resolve("socket").toString();
        return Server.unix(Launch.of("unixserver", "-v", path).with(program), path);
    }

    @Test
    void theConnectionIsDescriptors6And7AndNothingElseIsOpen() {
        try (Server server = server("cat")) {
            String list = "for fd in /proc/self/fd/*; do [ -e $fd ] && echo ${fd##*/}; done";
            Ended ended = run(Programs.path("unixclient"), server.path(), "sh", "-c", list);
            List<String> open = new ArrayList<>(List.of(ended.out().split("\n")));
            open.remove("3");
            assertEquals(List.of("0", "1", "2", "6", "7"), open);
        }
    }

    @Test
    void bothDirectionsWorkAndThePeerIsTheListener() {
        try (Server server = server("sh", "-c", "read a; echo \"got $a from $UNIXREMOTEPID\"")) {
            String talk = "echo hello >&7; read a <&6; echo \"$a\"; echo $$ $PROTO $UNIXREMOTEPATH $UNIXREMOTEPID"
                    + " $UNIXREMOTEEUID $UNIXLOCALPID ${UNIXLOCALPATH-unset}";
            Ended ended =
                    run("env", "UNIXLOCALPATH=stale", Programs.path("unixclient"), server.path(), "sh", "-c", talk);
            String[] lines = ended.out().split("\n");
            String pid = lines[1].split(" ")[0];
            assertEquals("got hello from " + pid, lines[0]);
            assertEquals(
                    String.join(
                            " ",
                            pid,
                            "UNIX",
                            server.path(),
                            Integer.toString(server.running().pid()),
                            Integer.toString(Signals.uid()),
                            pid,
                            "unset"),
                    lines[1]);
        }
    }

    @Test
    void unixcatPrintsWhatTheServerSends() {
        try (Server server = server("echo", "hello")) {
            assertEquals(new Ended(0, "hello\n", ""), run(Programs.path("unixcat"), server.path()));
        }
    }

    @Test
    void anAbstractNameBeginsWithAnAtSign() {
        String name = "@ucspi-kit-test-" + ProcessHandle.current().pid();
        try (Server server = Server.unix(Launch.of("unixserver", "-v", name, "echo", "hello"), name)) {
            assertEquals("hello\n", run(Programs.path("unixcat"), server.path()).out());
        }
    }

    @Test
    void whatCannotBeIsSaid() {
        String nobody = directory.resolve("nobody").toString();
        assertEquals(
                new Ended(111, "", "unixclient: fatal: unable to connect to " + nobody + ": file does not exist\n"),
                run(Programs.path("unixclient"), nobody, "true"));
        assertEquals(
                111, run(Programs.path("unixclient"), "x".repeat(108), "true").status());
        Ended usage = run(Programs.path("unixclient"), nobody);
        assertEquals(100, usage.status());
        assertTrue(usage.err().startsWith("unixclient: usage: unixclient path program"), usage.err());
    }
}
