package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Users' directories: as whom files are read and programs are run. Root becomes the user, and runs nothing that others
 * may have had a hand in; anybody else stays who it is, and checks nothing.
 */
class CgiUserProgramIT {
    /** For root somebody whom no machine knows. */
    private static final int UID = Identity.isRoot() ? 54321 : Signals.uid();

    private static final int GID = Identity.isRoot() ? 54322 : Signals.gid();
    private static final String PUBLIC = "home/ann/public/";
    private static final String IDS =
            "echo A: b; echo; grep -E '^(Uid|Gid|Groups):' /proc/self/status | tr -s '\\t ' ' '\n";

    private final SiteTree tree = new SiteTree();

    @BeforeEach
    void make() {
        String passwd = "root:x:0:0::/root:\nann:x:" + UID + ":" + GID + "::" + tree.path("home/ann") + ":\n" + "bob:x:"
                + (UID + 10) + ":99::" + tree.path("home/ann") + ":\n";
        tree.file("passwd", passwd).file("group", "root:x:0:ann\nx:x:54330:bob,ann\ny:x:54331:bob\nz:x:54332:ann\n");
        tree.open("").file("www/x", "x");
    }

    private void serve(String options) {
        if (Identity.isRoot()) {
            tree.own("home/ann", UID, GID);
        }
        tree.serve(
                "--userdir public --passwd " + tree.path("passwd") + " --group " + tree.path("group") + " " + options);
    }

    @Test
    void aProgramRunsAsItsUser() {
        try (tree) {
            tree.program(PUBLIC + "cgi-bin/ids", IDS);
            serve("");
            List<String> lines = tree.get("/~ann/cgi-bin/ids").body().lines().toList();
            assertEquals("Uid: " + (UID + " ").repeat(4).trim(), lines.get(0));
            assertEquals("Gid: " + (GID + " ").repeat(4).trim(), lines.get(1));
            if (Identity.isRoot()) {
                assertEquals("Groups: " + GID + " 54330 54332", lines.get(2).trim());
            }
        }
    }

    @Test
    void itsEnvironmentIsTheUsersAndNothingElseIsOpen() {
        try (tree) {
            tree.program(
                    PUBLIC + "p.cgi",
                    "echo A: b; echo; echo $HOME $USER $LOGNAME; env | grep -c ^SHELL=; ls /proc/self/fd; pwd\n");
            serve("--pass HOME,USER,SHELL");
            List<String> lines = tree.get("/~ann/p.cgi").body().lines().toList();
            if (Identity.isRoot()) {
                assertEquals(tree.path("home/ann") + " ann ann", lines.get(0));
                assertEquals("0", lines.get(1));
            }
            // the last one is the directory that ls reads
            assertEquals(List.of("0", "1", "2", "3"), lines.subList(2, lines.size() - 1));
            assertEquals(tree.path("home/ann/public").toString(), lines.get(lines.size() - 1));
        }
    }

    @Test
    void limitsHoldForUsersPrograms() {
        try (tree) {
            tree.program(PUBLIC + "p.cgi", "echo A: b; echo; ulimit -n; ulimit -Hn; ulimit -t; umask; nice\n");
            serve("--rlimit nofile=30:40 --rlimit-cpu 77 --umask 027 --nice 4");
            List<String> lines = tree.get("/~ann/p.cgi").body().lines().toList();
            assertEquals(List.of("30", "40", "77", "0027"), lines.subList(0, 4));
        }
    }

    @Test
    void theClientLeavingEndsTheUsersProgram() {
        try (tree) {
            tree.file(PUBLIC + "pids", "")
                    .program(PUBLIC + "p.cgi", "echo $$ >>pids; echo A: b; echo; exec sleep 600\n");
            serve("--grace 1");
            try (Client client = tree.site().connect()) {
                client.send("GET /~ann/p.cgi HTTP/1.1\r\nHost: a\r\n\r\n");
                Await.until("the program", () -> !tree.text(PUBLIC + "pids").isEmpty());
            }
            int pid = Integer.parseInt(tree.text(PUBLIC + "pids").trim());
            CgiSite.awaitGone(List.of(pid));
        }
    }

    @Test
    void aProgramThatOthersCanChangeIsNotRun() {
        try (tree) {
            tree.program(PUBLIC + "cgi-bin/p", IDS);
            serve("");
            check("g+w", "cgi-bin/p", "others can write to the program");
            check("o+w", "cgi-bin/p", "others can write to the program");
            check("g+w", "cgi-bin", "others can write to the directory");
            check("o+w", "", "others can write to the directory");
            check("u+s", "cgi-bin/p", "the program is set-user-ID or set-group-ID");
            check("g+s", "cgi-bin/p", "the program is set-user-ID or set-group-ID");
            assertEquals(200, tree.get("/~ann/cgi-bin/p").status());
        }
    }

    private void check(String change, String name, String complaint) {
        tree.chmod(change, PUBLIC + name);
        assertEquals(Identity.isRoot() ? 403 : 200, tree.get("/~ann/cgi-bin/p").status());
        if (Identity.isRoot()) {
            tree.log().await("cgi-adapter: 403: not run as its user, " + complaint + ": /~ann/cgi-bin/p");
        }
        tree.chmod(change.replace('+', '-'), PUBLIC + name);
    }

    @Test
    void aProgramOfSomebodyElseIsNotRun() {
        try (tree) {
            tree.program(PUBLIC + "cgi-bin/p", IDS).program(PUBLIC + "q/p.cgi", IDS);
            serve("");
            if (Identity.isRoot()) {
                tree.own(PUBLIC + "cgi-bin/p", 0, 0).own(PUBLIC + "q", UID + 1, GID);
            }
            int status = Identity.isRoot() ? 403 : 200;
            assertEquals(List.of(status, status), List.of(status("/~ann/cgi-bin/p"), status("/~ann/q/p.cgi")));
            if (Identity.isRoot()) {
                tree.log().await("cgi-adapter: 403: not run as its user, the program is not the user's: ");
                tree.log().await("cgi-adapter: 403: not run as its user, the directory is not the user's: ");
            }
        }
    }

    private int status(String target) {
        return tree.get(target).status();
    }

    @Test
    void aProgramBehindALinkIsNotRun() {
        try (tree) {
            tree.program("home/ann/app/p", IDS).program(PUBLIC + "cgi-bin/q", IDS);
            tree.link(PUBLIC + "cgi-bin/p", "../../app/p").link(PUBLIC + "r.cgi", "cgi-bin/q");
            serve("");
            int status = Identity.isRoot() ? 403 : 200;
            assertEquals(status, status("/~ann/cgi-bin/p"));
            assertEquals(status, status("/~ann/r.cgi"));
            assertEquals(200, status("/~ann/cgi-bin/q"));
        }
    }

    @Test
    void idsThatAreNoPersonsAreNotTaken() {
        try (tree) {
            tree.program(PUBLIC + "p.cgi", IDS).file(PUBLIC + "a.txt", "a");
            serve("--min-uid " + (UID + 1));
            int status = Identity.isRoot() ? 404 : 200;
            assertEquals(status, status("/~ann/p.cgi"));
            assertEquals(status, status("/~ann/a.txt"));
            if (Identity.isRoot()) {
                tree.log().await("cgi-adapter: 404: served to nobody, the user's id or group is too low: ann");
                assertEquals(404, status("/~bob/a.txt"), "group 99");
                tree.log().await("cgi-adapter: 404: served to nobody, the user's id or group is too low: bob");
            }
        }
    }

    @Test
    void whatTheUserCannotReadIsNotSent() {
        try (tree) {
            tree.file(PUBLIC + "mine", "mine").file(PUBLIC + "secret", "secret").file(PUBLIC + "d/s", "secret");
            tree.file("home/ann/private/x", "private").link(PUBLIC + "out", "../private/x");
            serve("--list-directories");
            if (Identity.isRoot()) {
                tree.own(PUBLIC + "secret", 0, 0).own(PUBLIC + "d", 0, 0);
                tree.chmod("600", PUBLIC + "secret").chmod("711", PUBLIC + "d");
            } else {
                tree.chmod("000", PUBLIC + "secret").chmod("311", PUBLIC + "d");
            }
            assertEquals(
                    List.of(200, 403, 200, 200), tree.statuses("/~ann/mine", "/~ann/secret", "/~ann/d/s", "/~ann/out"));
            String list = tree.get("/~ann/d/").body();
            assertFalse(list.contains(">s<"), list);
            assertTrue(tree.get("/~ann/").body().contains(">mine<"));
            // and behind it, root is root again
            assertEquals("x", tree.get("/x").body());
        }
    }

    @Test
    void aHomeThatOnlyTheUserMayEnterIsServed() {
        try (tree) {
            tree.file(PUBLIC + "a.txt", "a").program(PUBLIC + "p.cgi", IDS);
            serve("");
            tree.chmod("700", "home/ann").chmod("700", PUBLIC);
            assertEquals(List.of(200, 200), List.of(status("/~ann/a.txt"), status("/~ann/p.cgi")));
        }
    }

    @Test
    void aUsersProgramCannotHaveTheSitesFilesSent() {
        try (tree) {
            tree.file("files/a", "internal").program(PUBLIC + "p.cgi", "echo X-Accel-Redirect: /a; echo\n");
            tree.program("www/p.cgi", "echo X-Accel-Redirect: /a; echo\n");
            serve("--internal " + tree.path("files"));
            assertEquals("internal", tree.get("/p.cgi").body());
            assertEquals(502, status("/~ann/p.cgi"));
            assertEquals(502, status("//./~ann/p.cgi"));
            tree.log().await("cgi-adapter: 502: a user's program names a file to send");
        }
    }

    @Test
    void aProgramThatCannotBecomeItsUserSaysSo() {
        try (tree) {
            tree.program(PUBLIC + "p.cgi", "").file(PUBLIC + "p.cgi", "#!/no/such/interpreter\n");
            serve("");
            int status = status("/~ann/p.cgi");
            assertTrue(status == 500 || status == 502, "status " + status);
            String said = Identity.isRoot() && !Programs.isNative("cgi-adapter")
                    ? "setpriv: failed to execute " + tree.path(PUBLIC + "p.cgi")
                    : "unable to run " + tree.path(PUBLIC + "p.cgi");
            tree.log().awaitTimes(1, said, line -> line.contains(said));
        }
    }

    @Test
    void theOptionsOfUsersGoTogether() {
        for (String options :
                new String[] {"--group /etc/group", "--min-uid 5", "--min-gid 5", "--passwd /etc/group"}) {
            Launch launch = Launch.of("cgi-adapter", "--site", "/tmp").with(options.split(" "));
            try (Running adapter = launch.start()) {
                assertEquals(100, adapter.awaitExit(), options);
            }
        }
    }
}
