package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which paths of a site lead to something, and which must not. */
@BothHostings
class CgiSitePathIT {
    private final SiteTree tree = new SiteTree();

    @Test
    void hiddenFilesAreNotServed() {
        try (tree) {
            tree.file("www/.git/config", "secret")
                    .file("www/.htpasswd", "secret")
                    .file("www/d/.x/y", "secret");
            tree.serve("--list-directories");
            assertEquals(
                    List.of(404, 404, 404, 404, 404, 404),
                    tree.statuses("/.git/config", "/.htpasswd", "/.git", "/.git/", "/d/.x/y", "/%2egit/config"));
        }
    }

    @Test
    void aLinkInTheOpenMayLeadToAHiddenFile() {
        try (tree) {
            tree.file("www/.app/style.css", "css").link("www/static", ".app").serve("");
            assertEquals("css", tree.get("/static/style.css").body());
        }
    }

    @Test
    void aLinkOutOfTheSiteMustBeOfTheTargetsOwner() {
        try (tree) {
            tree.file("own/x.txt", "own").link("www/own", "../own").link("www/x.txt", tree.path("own/x.txt") + "");
            tree.foreignLink("www/passwd", "/etc/passwd").foreignLink("www/etc", "/etc");
            tree.serve("--list-directories");
            assertEquals(List.of("own", "own"), tree.bodies("/own/x.txt", "/x.txt"));
            assertEquals(List.of(403, 403, 403, 403), tree.statuses("/passwd", "/etc/passwd", "/etc/", "/etc"));
        }
    }

    @Test
    void nothingLeadsAboveTheSite() {
        try (tree) {
            tree.file("secret.txt", "secret").file("www/d/a.txt", "a").serve("");
            for (String target : new String[] {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/d/../../secret.txt",
                "/d/..%2f..%2fsecret.txt",
                "/.%2e/secret.txt",
                "/a%00.txt",
                "/%",
                "/%zz"
            }) {
                assertEquals(400, tree.get(target).status(), target);
            }
            assertEquals(
                    List.of(404, 404, 404, 404, 404),
                    tree.statuses(
                            "/%252e%252e/secret.txt",
                            "/d/..\\..\\secret.txt", "/..%5csecret.txt", "/...", "/d/.../a.txt"));
        }
    }

    @Test
    void dotSegmentsWithinTheSiteAreRemoved() {
        try (tree) {
            tree.file("www/a.txt", "a").file("www/d/b.txt", "b").serve("");
            assertEquals(
                    List.of("a", "a", "b", "a"),
                    tree.bodies("/d/../a.txt", "/%64/%2E%2E/a.txt", "/./d/./b.txt", "//a.txt"));
        }
    }

    @Test
    void anEncodedSlashSeparatesNoNames() {
        try (tree) {
            tree.file("www/d/b.txt", "b")
                    .program("www/p.cgi", "echo A: b; echo; echo \"$PATH_INFO\"\n")
                    .serve("");
            assertEquals(List.of(404, 404), tree.statuses("/d%2fb.txt", "/d%2Fb.txt"));
            assertEquals("/x/y\n", tree.get("/p.cgi/x%2Fy").body());
        }
    }

    @Test
    void namesAreDecodedOnce() {
        try (tree) {
            tree.file("www/a b%41.txt", "x")
                    .file("www/\u00e4.txt", "y")
                    .file("www/a.txt", "z")
                    .serve("");
            assertEquals(List.of("x", "y"), tree.bodies("/a%20b%2541.txt", "/%c3%a4.txt"));
            assertEquals(
                    List.of(404, 404, 404, 404, 404),
                    tree.statuses("/a.txt.", "/a.txt%20", "/A.TXT", "/a.txt/", "/a.txt/x"));
        }
    }

    @Test
    void aDirectoryWithoutSlashRedirectsToItself() {
        try (tree) {
            tree.file("www/d/index.html", "index")
                    .file("www/evil.com/index.html", "x")
                    .serve("");
            HttpAnswer answer = tree.get("/d?a=b");
            assertEquals(301, answer.status());
            assertEquals("/d/?a=b", answer.field("Location"));
            assertEquals("/evil.com/", tree.get("//evil.com").field("Location"));
            assertEquals("/evil.com/", tree.get("///x/..//evil.com").field("Location"));
            HttpAnswer post = tree.site().request("POST", "/d", "", "");
            assertEquals(308, post.status());
            assertEquals("index", tree.get("/d/").body());
        }
    }

    @Test
    void anIndexIsAFileOrAProgram() {
        try (tree) {
            tree.program("www/index.cgi", "echo A: b; echo; echo \"$SCRIPT_NAME|$PATH_INFO|$REQUEST_URI\"\n");
            tree.file("www/both/index.html", "html").program("www/both/index.cgi", "echo A: b; echo; echo cgi\n");
            tree.file("www/none/a.txt", "x").link("www/linked/index.html", "../both/index.html");
            tree.serve("");
            assertEquals(List.of("/index.cgi||/?q\n", "html", "html"), tree.bodies("/?q", "/both/", "/linked/"));
            assertEquals(403, tree.get("/none/").status());
        }
    }

    @Test
    void directoriesAreListedWhenAskedFor() throws IOException {
        try (tree) {
            tree.file("www/d/b&<\"'.txt", "").file("www/d/a b.txt", "").file("www/d/.hidden", "");
            tree.file("www/d/sub/x", "").file("www/d/javascript:alert(1)", "").file("www/d/cgi-bin/x", "");
            tree.file("www/d/old.cgi~", "");
            Files.createSymbolicLink(tree.path("www/d/link"), tree.path("www/d/sub"));
            tree.serve("--list-directories");
            HttpAnswer answer = tree.get("/d/");
            assertEquals(200, answer.status());
            assertEquals("text/html; charset=utf-8", answer.field("Content-Type"));
            String items = answer.body().substring(answer.body().indexOf("<ul>"));
            assertEquals(
                    "<ul>\n<li><a href=\"../\">../</a>\n"
                            + "<li><a href=\"./a%20b.txt\">a b.txt</a>\n"
                            + "<li><a href=\"./b%26%3C%22%27.txt\">b&amp;&lt;&quot;&#39;.txt</a>\n"
                            + "<li><a href=\"./javascript%3Aalert%281%29\">javascript:alert(1)</a>\n"
                            + "<li><a href=\"./link/\">link/</a>\n"
                            + "<li><a href=\"./sub/\">sub/</a>\n</ul>\n",
                    items);
            assertFalse(tree.get("/").body().contains("../"));
        }
    }

    @Test
    void aListOfVeryMuchIsCut() throws IOException {
        try (tree) {
            Files.createDirectory(tree.path("www/d"));
            for (int i = 0; i < 3000; i++) {
                Files.createFile(tree.path("www/d").resolve("%04d".formatted(i) + "&".repeat(200)));
            }
            tree.serve("--list-directories");
            HttpAnswer answer = tree.get("/d/");
            assertTrue(answer.whole());
            assertTrue(answer.body().endsWith("<p>There is more.\n"));
            assertTrue(answer.body().length() < 1_100_000);
        }
    }

    @Test
    void specialFilesAreRefused() throws Exception {
        try (tree) {
            assertEquals(
                    0,
                    new ProcessBuilder("mkfifo", tree.path("www/fifo").toString())
                            .start()
                            .waitFor());
            tree.serve("");
            assertEquals(403, tree.get("/fifo").status());
        }
    }

    @Test
    void hostsHaveDirectories() {
        try (tree) {
            tree.file("hosts/example.com/a.txt", "example").file("hosts/default/a.txt", "default");
            tree.file("hosts/.git/a.txt", "secret").link("hosts/www.example.com", "example.com");
            tree.start("--vhosts " + tree.path("hosts"));
            assertEquals("example", tree.get("/a.txt").body());
            for (String[] each : new String[][] {
                {"EXAMPLE.com:8080", "example"},
                {"example.com.", "example"},
                {"www.example.com", "example"},
                {"other.org", "default"},
                {".git", "default"},
                {"..", "default"},
                {"[::1]", "default"},
            }) {
                String request = "GET /a.txt HTTP/1.1\r\nHost: " + each[0] + "\r\nConnection: close\r\n\r\n";
                assertEquals(
                        each[1], HttpAnswer.only(tree.site().exchange(request)).body(), each[0]);
            }
            String absolute = "GET http://other.org/a.txt HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n";
            assertEquals(
                    "default", HttpAnswer.only(tree.site().exchange(absolute)).body());
        }
    }

    @Test
    void usersHaveDirectories() {
        try (tree) {
            String passwd = "root:x:0:0::" + tree.path("home/root") + ":\n"
                    + "ann:x:1000:1000::" + tree.path("home/ann") + ":\n"
                    + "bob:x:1001:1001::" + tree.path("home/bob") + ":\n"
                    + "eve:x:1002:1002::" + tree.path("home/eve") + ":\n";
            tree.file("passwd", passwd).file("home/ann/public/a.txt", "ann's").file("home/ann/secret", "secret");
            tree.file("home/root/public/a.txt", "root's").file("home/bob/other", "x");
            tree.program(
                    "home/ann/public/cgi-bin/p",
                    "echo A: b; echo; echo \"$SCRIPT_NAME $PATH_INFO $DOCUMENT_ROOT\"; pwd\n");
            tree.link("home/ann/public/up", "../secret").file("www/~dave/x", "literal");
            tree.link("home/eve/.keep", "x").foreignLink("home/eve/public", "/etc");
            if (Identity.isRoot()) {
                tree.open("").own("home/ann", 1000, 1000);
            }
            tree.serve("--userdir public --passwd " + tree.path("passwd"));
            String root = tree.path("home/ann/public").toString();
            assertEquals(
                    List.of("ann's", "/~ann/cgi-bin/p /x " + root + "\n" + root + "/cgi-bin\n", "secret"),
                    tree.bodies("/~ann/a.txt", "/%7Eann/cgi-bin/p/x", "/~ann/up"));
            assertEquals("/~ann/", tree.get("/~ann").field("Location"));
            assertEquals(
                    List.of(404, 404, 404, 404, 404, 404, 404),
                    tree.statuses(
                            "/~root/a.txt", "/~bob/", "/~nobody/", "/~/", "/~eve/passwd", "/~dave/x", "/~ann%2fa.txt"));
        }
    }

    @Test
    void withoutUserdirATildeIsACharacter() {
        try (tree) {
            tree.file("www/~dave/x", "literal").serve("");
            assertEquals("literal", tree.get("/~dave/x").body());
        }
    }

    @Test
    void errorsHavePages() {
        try (tree) {
            tree.file("errors/404.html", "<h1>gone</h1>")
                    .file("errors/400.html", "<h1>what?</h1>")
                    .serve("--error-pages " + tree.path("errors"));
            HttpAnswer answer = tree.get("/none");
            assertEquals(404, answer.status());
            assertEquals("<h1>gone</h1>", answer.body());
            assertEquals("text/html; charset=utf-8", answer.field("Content-Type"));
            assertEquals("<h1>what?</h1>", tree.get("/%00").body());
            HttpAnswer plain = tree.site().request("PUT", "/", "", "");
            assertTrue(plain.body().startsWith("403 "), plain.body());
        }
    }

    @Test
    void aSiteThatIsNotThereIsFatal() {
        try (tree;
                Running adapter = Launch.of(
                                "cgi-adapter", "--site", tree.path("none").toString())
                        .start()) {
            assertEquals(111, adapter.awaitExit());
            assertTrue(adapter.stderr().awaitEnd().contains("file does not exist"));
        }
    }

    @Test
    void optionsThatMakeNoSenseTogetherAreUsageErrors() {
        String[][] lines = {
            {},
            {"--site", "/tmp", "program"},
            {"--site", "/tmp", "--vhosts", "/tmp"},
            {"--site", "/tmp", "--nph"},
            {"--site", "/tmp", "--try", "GET"},
            {"--try", "GET"},
            {"--site", "/tmp", "--userdir", "/etc"},
            {"--site", "/tmp", "--userdir", "../x"},
            {"--userdir", "public", "program"},
            {"--internal", "/tmp", "program"},
        };
        for (String[] line : lines) {
            try (Running adapter = Launch.of("cgi-adapter", line).start()) {
                assertEquals(100, adapter.awaitExit(), String.join(" ", line));
            }
        }
    }
}
