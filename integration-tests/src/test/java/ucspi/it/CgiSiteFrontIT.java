package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site behind nginx, which asks it for all below {@code /app}. */
@BothHostings
class CgiSiteFrontIT {
    private static Web serve(Folder folder, String protocol, String options) {
        folder.run("mkdir", "-p", "www/app");
        String all = ("--site " + folder.path("www") + " " + options).trim();
        return WebServer.nginx(protocol, folder.path(), all, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"scgi", "fastcgi"})
    void filesAreSentWholeInPartsAndNotAtAll(String protocol) {
        try (Folder folder = new Folder();
                Web web = serve(folder, protocol, "")) {
            folder.file("www/app/page.html", "0123456789");
            folder.run("touch", "-d", "2001-01-01", "www/app/page.html");
            HttpAnswer whole = web.get("/app/page.html");
            assertEquals("0123456789", whole.body());
            assertEquals("text/html", whole.field("Content-Type"));
            assertEquals("10", whole.field("Content-Length"));
            String known = "If-None-Match: " + whole.field("ETag") + "\r\n";
            assertEquals(304, web.request("GET", "/app/page.html", known, "").status());
            HttpAnswer part = web.request("GET", "/app/page.html", "Range: bytes=2-4\r\n", "");
            assertEquals(206, part.status());
            assertEquals("234", part.body());
            assertEquals("bytes 2-4/10", part.field("Content-Range"));
            HttpAnswer parts = web.request("GET", "/app/page.html", "Range: bytes=0-0,9-9\r\n", "");
            assertTrue(parts.body().contains("\r\n\r\n0\r\n--") && parts.body().contains("\r\n\r\n9\r\n--"));
            assertEquals(
                    416,
                    web.request("GET", "/app/page.html", "Range: bytes=10-\r\n", "")
                            .status());
            String head = "HEAD /app/page.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            assertEquals("10", HttpAnswer.head(web.exchange(head)).field("Content-Length"));
            assertEquals(404, web.get("/app/.git/config").status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scgi", "fastcgi"})
    void aLargeFileArrivesWhole(String protocol) {
        try (Folder folder = new Folder();
                Web web = serve(folder, protocol, "")) {
            byte[] bytes = folder.noise("www/app/large", 5_000_001);
            HttpAnswer whole = web.get("/app/large");
            assertEquals(200, whole.status());
            assertTrue(whole.body().equals(new String(bytes, StandardCharsets.ISO_8859_1)), "other bytes");
            HttpAnswer part = web.request("GET", "/app/large", "Range: bytes=1000-4000000\r\n", "");
            assertTrue(part.body().equals(whole.body().substring(1000, 4_000_001)), "other bytes of a part");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scgi", "fastcgi"})
    void directoriesAndWrongMethodsAreAnswered(String protocol) {
        try (Folder folder = new Folder();
                Web web = serve(folder, protocol, "")) {
            folder.file("www/app/dir/index.html", "an index");
            HttpAnswer moved = web.get("/app/dir");
            assertEquals(301, moved.status());
            assertTrue(moved.field("Location").endsWith("/app/dir/"), moved.field("Location"));
            assertEquals("an index", web.get("/app/dir/").body());
            String body = "x".repeat(300_000);
            HttpAnswer refused = web.request("POST", "/app/dir/", "Content-Length: 300000\r\n", body);
            assertEquals(405, refused.status());
            assertEquals("an index", web.get("/app/dir/").body());
        }
    }

    /** The web server's own idea of files is not about those of the site. */
    @ParameterizedTest
    @ValueSource(strings = {"scgi", "fastcgi"})
    void programsKnowWhereTheyAreAndWhoAsks(String protocol) {
        try (Folder folder = new Folder();
                Web web = serve(folder, protocol, "")) {
            folder.program("www/app/p.cgi", "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\n'; env; pwd; cat\n");
            HttpAnswer answer = web.request("POST", "/app/p.cgi/a%20b?q", "X-A: b\r\nContent-Length: 5\r\n", "hello");
            String seen = "\n" + answer.body();
            for (String line : List.of(
                    "SCRIPT_NAME=/app/p.cgi",
                    "PATH_INFO=/a b",
                    "QUERY_STRING=q",
                    "SCRIPT_FILENAME=" + folder.path("www/app/p.cgi"),
                    "DOCUMENT_ROOT=" + folder.path("www"),
                    "PATH_TRANSLATED=" + folder.path("www/a b"),
                    "REMOTE_ADDR=127.0.0.1",
                    "SERVER_NAME=example.com",
                    "HTTP_X_A=b",
                    "CONTENT_LENGTH=5",
                    folder.path("www/app"),
                    "hello")) {
                assertTrue((seen + "\n").contains("\n" + line + "\n"), line + " is not in" + seen);
            }
        }
    }

    /** Without --internal it is nginx that sends the file, with it the site does. */
    @ParameterizedTest
    @ValueSource(strings = {"scgi", "fastcgi"})
    void aFileThatAProgramNamesIsSent(String protocol) {
        String program = "#!/bin/sh\nprintf 'X-Accel-Redirect: /internal/page\\n\\n'\n";
        try (Folder folder = new Folder();
                Web web = serve(folder, protocol, "")) {
            folder.program("www/app/p.cgi", program);
            assertEquals("a page\n", web.get("/app/p.cgi").body());
        }
        try (Folder folder = new Folder();
                Web web = serve(folder, protocol, "--internal " + folder.path())) {
            folder.program("www/app/p.cgi", program);
            folder.file("internal/page", "our page\n");
            HttpAnswer answer = web.get("/app/p.cgi");
            assertEquals("our page\n", answer.body());
            assertNull(answer.field("X-Accel-Redirect"));
        }
    }
}
