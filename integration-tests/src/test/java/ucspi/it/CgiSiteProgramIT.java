package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a site's programs are found and run, that none is ever sent, and what files they may have sent. */
@BothHostings
class CgiSiteProgramIT {
    private static final String SECRET = "echo A: b; echo; : secret source\n";

    private final SiteTree tree = new SiteTree();

    @Test
    void aProgramKnowsWhereItIs() {
        try (tree) {
            tree.program(
                    "www/sub/cgi-bin/deep/app",
                    "echo A: b; echo\n"
                            + "echo \"$SCRIPT_NAME|$PATH_INFO|$PATH_TRANSLATED|$SCRIPT_FILENAME|$DOCUMENT_ROOT\"\n"
                            + "pwd; echo \"$QUERY_STRING $REQUEST_URI\"\n");
            tree.serve("");
            String root = tree.path("www").toString();
            assertEquals(
                    "/sub/cgi-bin/deep/app|/p i/.x|" + root + "/p i/.x|" + root + "/sub/cgi-bin/deep/app|" + root + "\n"
                            + root + "/sub/cgi-bin/deep\na=%20 /sub/cgi-bin/deep/app/p%20i/.x?a=%20\n",
                    tree.get("/sub/cgi-bin/deep/app/p%20i/.x?a=%20").body());
            assertEquals(
                    List.of("/sub/cgi-bin/deep/app|/|" + root + "/", "/sub/cgi-bin/deep/app||"),
                    tree.bodies("/sub/cgi-bin/deep/app/", "/sub/cgi-bin/deep/app").stream()
                            .map(body -> body.substring(0, body.indexOf("|" + root + "/sub")))
                            .toList());
        }
    }

    @Test
    void programsGetTheirMethodsAndBodies() {
        try (tree) {
            tree.program("www/p.cgi", "echo A: b; echo; echo \"$REQUEST_METHOD $CONTENT_LENGTH\"; cat\n")
                    .serve("");
            assertEquals(
                    "POST 5\nhello",
                    tree.site()
                            .request("POST", "/p.cgi", "Content-Length: 5\r\n", "hello")
                            .body());
            assertEquals(
                    "DELETE 5\nhello",
                    tree.site()
                            .request("DELETE", "/p.cgi", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n")
                            .body());
        }
    }

    @Test
    void aProgramIsNeverSentAsItsSource() {
        try (tree) {
            tree.program("www/cgi-bin/app", SECRET).program("www/cgi-bin/app~", SECRET);
            tree.program("www/cgi-bin/#app#", SECRET).program("www/cgi-bin/app.orig", SECRET);
            tree.program("www/p.cgi", SECRET).file("www/p.cgi~", SECRET).file("www/p.cgi.bak", SECRET);
            tree.file("www/#p.cgi#", SECRET).file("www/p.cgi,v", SECRET).file("www/.p.cgi.swp", SECRET);
            tree.file("www/p.cgi.gz", SECRET).file("www/CGI-BIN/x", SECRET).file("www/Q.CGI", SECRET);
            tree.link("www/link.txt", "p.cgi").link("www/bin", "cgi-bin").link("www/app.txt", "cgi-bin/app");
            tree.file("www/cgi-bin/data.txt", SECRET);
            tree.serve("--list-directories");
            String[] paths = {
                "/cgi-bin/app",
                "/cgi-bin/app/",
                "/cgi-bin//app",
                "/./cgi-bin/./app",
                "/cgi-bin/app~",
                "/cgi-bin/%23app%23",
                "/cgi-bin/app.orig",
                "/p.cgi",
                "/p.cgi/",
                "/%70.cgi",
                "/p.%63gi",
                "/p.cgi~",
                "/p.cgi.bak",
                "/%23p.cgi%23",
                "/p.cgi,v",
                "/.p.cgi.swp",
                "/p.cgi.gz",
                "/CGI-BIN/x",
                "/Q.CGI",
                "/link.txt",
                "/bin/app",
                "/bin/",
                "/app.txt",
                "/cgi-bin/",
                "/cgi-bin/data.txt",
                "/cgi-bin%2fapp",
                "/p.cgi%2f",
                "/P.CGI",
                "/cgi-bin/data.txt/"
            };
            for (HttpAnswer answer : tree.getAll(paths)) {
                assertFalse(answer.body().contains("secret"), () -> String.join("\n", answer.lines()));
            }
            HttpAnswer part = tree.get("/p.cgi", "Range: bytes=0-100\r\nAccept-Encoding: gzip\r\n");
            assertEquals(200, part.status());
            assertEquals("", part.body());
            assertEquals(
                    List.of(404, 404, 403, 403, 403, 403, 403),
                    tree.statuses(
                            "/cgi-bin/app~", "/.p.cgi.swp", "/link.txt", "/bin/app", "/p.cgi~", "/cgi-bin/", "/bin/"));
        }
    }

    @Test
    void aProgramThatIsNotExecutableIsRefusedAndNamed() {
        try (tree) {
            tree.file("www/p.cgi", SECRET).serve("");
            assertEquals(403, tree.get("/p.cgi/x").status());
            tree.log().await("cgi-adapter: 403: not executable: /p.cgi/x");
        }
    }

    @Test
    void aProgramThatCannotBeRunIsAnError() {
        try (tree) {
            tree.program("www/q.cgi", "");
            tree.serve("");
            tree.file("www/q.cgi", "#!/no/such/interpreter\n");
            tree.program("www/cgi-bin/a\nb", "").file("www/cgi-bin/a\nb", "#!/no/such/interpreter\n");
            tree.file("www/cgi-bin/c\nd", "");
            assertEquals(List.of(403, 500), tree.statuses("/cgi-bin/c%0Ad", "/cgi-bin/a%0Ab"));
            tree.log().await("cgi-adapter: 403: not executable: /cgi-bin/c?d");
            tree.log().await("cgi-adapter: 500: unable to run " + tree.path("www/cgi-bin") + "/a?b: ");
            HttpAnswer answer = tree.get("/q.cgi");
            assertEquals(500, answer.status());
            tree.log().await("cgi-adapter: 500: unable to run " + tree.path("www/q.cgi"));
        }
    }

    @Test
    void aLinkToAProgramElsewhereIsRunUnderItsOwnName() {
        try (tree) {
            tree.program("app/main", "echo A: b; echo; echo \"$SCRIPT_FILENAME\"\n")
                    .link("www/cgi-bin/app", "../../app/main");
            tree.program("www/.app/run", "echo A: b; echo; echo run\n")
                    .link("www/run.cgi", ".app/run")
                    .serve("");
            assertEquals(
                    List.of(tree.path("www/cgi-bin/app") + "\n", "run\n"), tree.bodies("/cgi-bin/app", "/run.cgi"));
        }
    }

    @Test
    void anNphProgramWritesToTheConnection() {
        try (tree) {
            tree.program("www/nph-p.cgi", "printf 'HTTP/1.1 299 Mine\\r\\nContent-Length: 0\\r\\n\\r\\n'\n");
            tree.file("www/a.txt", "a").serve("");
            assertEquals(299, tree.get("/nph-p.cgi").status());
            // behind it the connection ends, whatever was before
            String both = tree.site()
                    .exchange("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /nph-p.cgi HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(
                    List.of(200, 299),
                    HttpAnswer.all(both).stream().map(HttpAnswer::status).toList());
        }
    }

    @Test
    void aLocalRedirectLeadsAnywhereInTheSite() {
        try (tree) {
            tree.program("www/p.cgi", "echo \"Location: $QUERY_STRING\"; echo\n")
                    .file("www/a.txt", "file");
            tree.program("www/q.cgi", "echo A: b; echo; echo \"$REQUEST_METHOD $PATH_INFO\"\n")
                    .file("www/.x", "hidden");
            tree.program("www/loop.cgi", "echo Location: /loop.cgi; echo\n");
            tree.serve("");
            assertEquals(List.of("file", "GET /i\n"), tree.bodies("/p.cgi?/a.txt", "/p.cgi?/q.cgi/i"));
            assertEquals(List.of(404, 404, 200), tree.statuses("/p.cgi?/none", "/p.cgi?/.x", "/a.txt"));
            HttpAnswer posted = tree.site().request("POST", "/p.cgi?/a.txt", "Content-Length: 2\r\n", "xy");
            assertEquals("file", posted.body());
            assertEquals(502, tree.get("/loop.cgi").status());
        }
    }

    @Test
    void theAccessLogTellsOfFilesAndPrograms() {
        try (tree) {
            tree.file("www/a.txt", "0123456789").file("files/b.txt", "abc");
            tree.program("www/p.cgi", "echo A: b; echo; echo program\n");
            tree.program("www/s.cgi", "echo X-Sendfile: b.txt; echo\n");
            tree.serve("--access-log common --internal " + tree.path("files"));
            tree.getAll("/a.txt", "/p.cgi", "/none", "/s.cgi");
            assertTrue(tree.log().await("127.0.0.1").endsWith("\"GET /a.txt HTTP/1.1\" 200 10"));
            tree.log().awaitTimes(1, "a program", line -> line.endsWith("\"GET /p.cgi HTTP/1.1\" 200 8"));
            tree.log().awaitTimes(1, "an error", line -> line.endsWith("\"GET /none HTTP/1.1\" 404 14"));
            tree.log().awaitTimes(1, "a file", line -> line.endsWith("\"GET /s.cgi HTTP/1.1\" 200 3"));
        }
    }

    @Test
    void aRequestCanBeTried() {
        try (tree) {
            tree.file("www/a.txt", "0123456789");
            String[] words = {"--site", tree.path("www").toString(), "--try", "GET", "/a.txt"};
            try (Running adapter = Launch.of("cgi-adapter", words).start()) {
                String shown = adapter.stdout().awaitEnd();
                assertTrue(shown.contains("HTTP/1.1 200 OK"), shown);
                assertTrue(shown.contains("0123456789"), shown);
                assertTrue(shown.contains("status 200, 10 bytes"), shown);
            }
        }
    }

    @Test
    void aProgramMayHaveAnInternalFileSent() {
        try (tree) {
            String files = tree.path("files").toString();
            tree.old("files/a b.txt", "0123456789")
                    .file("files/.h/x.txt", "hidden")
                    .file("secret", "secret");
            tree.program("www/send.cgi", "echo \"X-Sendfile: $PATH_INFO\"; echo 'X-Own: 1'; echo; echo unseen\n");
            tree.program(
                    "www/accel.cgi",
                    "echo Content-Type: application/pdf; echo \"X-Accel-Redirect: $QUERY_STRING\"\n"
                            + "echo ETag: wrong; echo Content-Length: 3; echo Set-Cookie: a=b; echo; echo unseen\n");
            tree.foreignLink("files/link", "/etc/passwd").serve("--internal " + files);
            HttpAnswer sent = tree.get("/send.cgi" + files + "/a%20b.txt");
            assertEquals("0123456789", sent.body());
            assertEquals("text/plain", sent.field("Content-Type"));
            assertEquals("1", sent.field("X-Own"));
            assertEquals(SiteTree.OLD, sent.field("Last-Modified"));
            assertNull(sent.field("X-Sendfile"));
            HttpAnswer accel = tree.get("/accel.cgi?/a%20b.txt", "Range: bytes=2-4\r\n");
            assertEquals(206, accel.status());
            assertEquals("234", accel.body());
            assertEquals("application/pdf", accel.field("Content-Type"));
            assertEquals("a=b", accel.field("Set-Cookie"));
            assertNull(accel.field("X-Accel-Redirect"));
            String tag = accel.field("ETag");
            assertEquals(
                    304,
                    tree.get("/accel.cgi?/a%20b.txt", "If-None-Match: " + tag + "\r\n")
                            .status());
            assertEquals(
                    List.of("hidden", "0123456789"),
                    tree.bodies("/accel.cgi?/.h/x.txt", "/send.cgi" + files + "/a%20b.txt"));
            assertEquals(
                    List.of(404, 404, 404, 404, 404, 502),
                    tree.statuses(
                            "/send.cgi" + tree.path("secret"),
                            "/send.cgi" + files + "x/y",
                            "/accel.cgi?/link",
                            "/accel.cgi?/none",
                            "/accel.cgi?/",
                            "/accel.cgi?/../secret"));
        }
    }

    @Test
    void withoutAnInternalDirectoryNoFileIsSent() {
        try (tree) {
            tree.program("www/p.cgi", "echo X-Sendfile: /etc/passwd; echo; echo unseen\n")
                    .serve("");
            HttpAnswer answer = tree.get("/p.cgi");
            assertEquals(502, answer.status());
            assertNull(answer.field("X-Sendfile"));
            assertTrue(tree.log().await("cgi-adapter: 502: ").contains("--internal"));
        }
    }

    @Test
    void anInterimResponseDoesNotTellWhereFilesAre() {
        try (tree) {
            tree.program(
                    "www/p.cgi",
                    "echo Status: 103; echo X-Sendfile: /internal/secret; echo; echo Status: 200; echo; echo x\n");
            tree.serve("");
            HttpAnswer answer = tree.get("/p.cgi");
            assertEquals(200, answer.status());
            assertEquals("x\n", answer.body());
        }
    }
}
