package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** How a site's files are sent: RFC 9110 sections 8, 13, 14. */
@BothHostings
class CgiSiteFileIT {
    private static final String DIGITS = "0123456789";

    private final SiteTree tree = new SiteTree();

    private static List<Integer> statuses(List<HttpAnswer> answers) {
        return answers.stream().map(HttpAnswer::status).toList();
    }

    @Test
    void aFileHasTypeLengthAndValidators() {
        try (tree) {
            tree.old("www/a.html", "<p>").file("www/README", "x").file("www/empty.css", "");
            tree.serve("");
            List<HttpAnswer> answers = tree.getAll("/a.html", "/README", "/empty.css", "/a.html?query");
            HttpAnswer html = answers.get(0);
            assertEquals("HTTP/1.1 200 OK", html.lines().get(0));
            assertEquals("<p>", html.body());
            assertEquals("text/html", html.field("Content-Type"));
            assertEquals("3", html.field("Content-Length"));
            assertEquals(SiteTree.OLD, html.field("Last-Modified"));
            assertEquals("bytes", html.field("Accept-Ranges"));
            assertTrue(html.field("ETag").endsWith("\""));
            assertTrue(html.field("Date") != null);
            assertNull(html.field("Vary"));
            assertEquals("application/octet-stream", answers.get(1).field("Content-Type"));
            assertEquals("", answers.get(2).body());
            assertEquals("text/css", answers.get(2).field("Content-Type"));
            assertEquals(html.field("ETag"), answers.get(3).field("ETag"));
        }
    }

    @Test
    void headHasTheSameFieldsAndNoBody() {
        try (tree) {
            tree.old("www/a.txt", DIGITS).serve("");
            HttpAnswer answer = tree.site().request("HEAD", "/a.txt", "Range: bytes=0-1\r\n", "");
            assertEquals(200, answer.status());
            assertEquals("10", answer.field("Content-Length"));
            assertEquals("", answer.body());
        }
    }

    @Test
    void otherMethodsAreRefusedAndTold() {
        try (tree) {
            tree.file("www/a.txt", "x").serve("");
            HttpAnswer post = tree.site().request("POST", "/a.txt", "Content-Length: 5\r\n", "hello");
            assertEquals(405, post.status());
            assertEquals("GET, HEAD, OPTIONS", post.field("Allow"));
            HttpAnswer options = tree.site().request("OPTIONS", "/a.txt", "", "");
            assertEquals(200, options.status());
            assertEquals("GET, HEAD, OPTIONS", options.field("Allow"));
            assertEquals(501, tree.site().request("get", "/a.txt", "", "").status());
        }
    }

    @Test
    void conditionsAreHeededInTheirOrder() {
        try (tree) {
            tree.old("www/a.txt", DIGITS).serve("");
            String tag = tree.get("/a.txt").field("ETag");
            String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
            List<HttpAnswer> answers = tree.getEach(
                    "/a.txt",
                    "If-None-Match: " + tag + "\r\n",
                    "If-None-Match: \"x\", W/" + strong + "\r\n",
                    "If-None-Match: *\r\n",
                    "If-None-Match: \"x\"\r\nIf-None-Match: " + tag + "\r\n",
                    "If-None-Match: \"x\"\r\nIf-Modified-Since: " + SiteTree.OLD + "\r\n",
                    "If-Modified-Since: " + SiteTree.OLD + "\r\n",
                    "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n",
                    "If-Modified-Since: Sun Nov  6 08:49:37 1994\r\n",
                    "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n",
                    "If-Modified-Since: Sun, 06 Nov 2094 08:49:37 GMT\r\n",
                    "If-Modified-Since: nonsense\r\n",
                    "If-Match: \"x\"\r\n",
                    "If-Match: *\r\n",
                    "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n",
                    "If-Unmodified-Since: " + SiteTree.OLD + "\r\n",
                    "If-Match: \"x\"\r\nIf-None-Match: " + tag + "\r\n");
            assertEquals(
                    List.of(304, 304, 304, 304, 200, 304, 304, 304, 200, 200, 200, 412, 200, 412, 200, 412),
                    statuses(answers));
            assertEquals(strong, answers.get(0).field("ETag").replace("W/", ""));
            assertNull(answers.get(0).field("Content-Length"));
        }
    }

    @Test
    void rangesAreSent() {
        try (tree) {
            tree.old("www/a.txt", DIGITS).serve("");
            List<HttpAnswer> answers = tree.getEach(
                    "/a.txt",
                    "Range: bytes=0-3\r\n",
                    "Range: bytes=-2\r\n",
                    "Range: bytes=8-\r\n",
                    "Range: bytes=5-100\r\n",
                    "Range: bytes=-100\r\n",
                    "Range: bytes=10-\r\n",
                    "Range: bytes=-0\r\n",
                    "Range: bytes=3-1\r\n",
                    "Range: lines=0-1\r\n",
                    "Range: bytes=0-3,2-5\r\n");
            assertEquals(List.of(206, 206, 206, 206, 206, 416, 416, 200, 200, 206), statuses(answers));
            assertEquals(
                    List.of("0123", "89", "89", "56789", DIGITS),
                    answers.subList(0, 5).stream().map(HttpAnswer::body).toList());
            assertEquals("bytes 0-3/10", answers.get(0).field("Content-Range"));
            assertEquals("bytes */10", answers.get(5).field("Content-Range"));
            assertEquals("012345", answers.get(9).body());
            assertEquals("bytes 0-5/10", answers.get(9).field("Content-Range"));
        }
    }

    @Test
    void severalRangesAreParts() {
        try (tree) {
            tree.old("www/a.txt", DIGITS).serve("");
            HttpAnswer answer = tree.get("/a.txt", "Range: bytes=7-8, 0-0,20-30\r\n");
            assertEquals(206, answer.status());
            String type = answer.field("Content-Type");
            String start = "multipart/byteranges; boundary=";
            assertTrue(type.startsWith(start), type);
            String boundary = type.substring(start.length());
            String expected = "--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 7-8/10\r\n\r\n78\r\n"
                    + "--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-0/10\r\n\r\n0\r\n--B--\r\n";
            assertEquals(expected.replace("B\r", boundary + "\r").replace("B-", boundary + "-"), answer.body());
            assertTrue(answer.whole());
            assertNull(answer.field("Content-Range"));
        }
    }

    @Test
    void ifRangeTakesOnlyWhatIsStillTheSame() {
        try (tree) {
            tree.old("www/a.txt", DIGITS).serve("");
            // a strong tag comes when the last change is some seconds ago
            Await.until("a strong tag", () -> tree.get("/a.txt").field("ETag").startsWith("\""));
            String tag = tree.get("/a.txt").field("ETag");
            List<HttpAnswer> answers = tree.getEach(
                    "/a.txt",
                    "Range: bytes=0-3\r\nIf-Range: " + tag + "\r\n",
                    "Range: bytes=0-3\r\nIf-Range: W/" + tag + "\r\n",
                    "Range: bytes=0-3\r\nIf-Range: \"x\"\r\n",
                    "Range: bytes=0-3\r\nIf-Range: " + SiteTree.OLD + "\r\n",
                    "Range: bytes=0-3\r\nIf-Range: Sun, 06 Nov 1994 08:49:38 GMT\r\n",
                    "If-Match: " + tag + "\r\n");
            assertEquals(List.of(206, 200, 200, 206, 200, 200), statuses(answers));
        }
    }

    @Test
    void aTagChangesWithTheFile() {
        try (tree) {
            tree.old("www/a.txt", DIGITS).serve("");
            String before = tree.get("/a.txt").field("ETag");
            tree.old("www/a.txt", "9876543210");
            HttpAnswer after = tree.get("/a.txt", "If-None-Match: " + before + "\r\n");
            assertEquals(200, after.status());
            assertFalse(before.replace("W/", "").equals(after.field("ETag").replace("W/", "")));
        }
    }

    @Test
    void aCompressedFormIsSentToWhoTakesIt() throws IOException {
        try (tree) {
            tree.old("www/a.txt", DIGITS);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(tree.path("www/a.txt.gz")))) {
                out.write(DIGITS.getBytes());
            }
            tree.serve("");
            List<HttpAnswer> answers =
                    tree.getEach("/a.txt", "", "Accept-Encoding: br, gzip\r\n", "Accept-Encoding: gzip;q=0\r\n");
            assertEquals("Accept-Encoding", answers.get(0).field("Vary"));
            assertNull(answers.get(0).field("Content-Encoding"));
            assertEquals(DIGITS, answers.get(2).body());
            assertEquals("gzip", answers.get(1).field("Content-Encoding"));
            assertEquals("Accept-Encoding", answers.get(1).field("Vary"));
            assertEquals("text/plain", answers.get(1).field("Content-Type"));
            assertFalse(answers.get(1).field("ETag").equals(answers.get(0).field("ETag")));
            assertEquals(DIGITS, tree.curl("/a.txt", "--compressed"));
            HttpAnswer direct = tree.get("/a.txt.gz", "Accept-Encoding: gzip\r\n");
            assertNull(direct.field("Content-Encoding"));
            assertNull(direct.field("Vary"));
        }
    }

    @Test
    void aCompressedFormThatIsOlderIsNotSent() {
        try (tree) {
            tree.old("www/a.txt.gz", "stale").file("www/a.txt", "new").serve("");
            HttpAnswer answer = tree.get("/a.txt", "Accept-Encoding: gzip\r\n");
            assertEquals("new", answer.body());
            assertNull(answer.field("Vary"));
        }
    }

    @Test
    void aLargeFileIsSentWholeAndInParts() throws IOException {
        try (tree) {
            byte[] content = new byte[9 << 20];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) (i * 31 + (i >> 8) * 17 + (i >> 16));
            }
            Files.write(tree.path("www/large.bin"), content);
            tree.serve("");
            Path got = tree.path("got");
            tree.curl("/large.bin", "-o", got.toString());
            assertEquals(-1, Files.mismatch(tree.path("www/large.bin"), got));
            Files.write(got, java.util.Arrays.copyOf(content, 5_000_001));
            tree.curl("/large.bin", "-C", "-", "-o", got.toString());
            assertEquals(-1, Files.mismatch(tree.path("www/large.bin"), got));
            String both = tree.site()
                    .exchange("GET /large.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=100000-4099999\r\n\r\n"
                            + "GET /large.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=0-20000,1000000-1100000\r\n"
                            + "Connection: close\r\n\r\n");
            List<HttpAnswer> answers = HttpAnswer.all(both);
            assertEquals(List.of(206, 206), statuses(answers));
            assertEquals(latin1(content, 100_000, 4_100_000), answers.get(0).body());
            assertTrue(answers.get(1).body().contains("\r\n\r\n" + latin1(content, 0, 20_001) + "\r\n--"));
            assertTrue(answers.get(1).body().contains("\r\n\r\n" + latin1(content, 1_000_000, 1_100_001) + "\r\n--"));
        }
    }

    private static String latin1(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void aConnectionGoesOnBehindEveryKindOfAnswer() {
        try (tree) {
            tree.file("www/a.txt", "x")
                    .file("www/d/b.txt", "y")
                    .program("www/p.cgi", "echo A: b; echo; echo program\n");
            tree.serve("");
            assertEquals(
                    List.of(200, 404, 301, 403, 200, 404, 200),
                    tree.statuses("/a.txt", "/none", "/d", "/d/", "/p.cgi", "/.x", "/a.txt"));
        }
    }

    @Test
    void aBodyThatNobodyWantsDoesNotLoseTheAnswer() {
        try (tree) {
            tree.file("www/a.txt", "x").serve("");
            String body = "y".repeat(300_000);
            HttpAnswer sized = tree.site().request("POST", "/a.txt", "Content-Length: 300000\r\n", body);
            assertEquals(405, sized.status());
            assertEquals("close", sized.field("Connection"));
            HttpAnswer chunked = tree.site().request("GET", "/a.txt", "Transfer-Encoding: chunked\r\n", "1\r\n");
            assertEquals("x", chunked.body());
            assertEquals("close", chunked.field("Connection"));
            // no 100: the body is not going to be read
            String fields = "Content-Length: 5\r\nExpect: 100-continue\r\n";
            assertEquals(405, tree.site().request("PUT", "/a.txt", fields, "").status());
        }
    }

    @Test
    void aFileThatBecomesShorterEndsTheConnection() throws IOException {
        try (tree) {
            Files.write(tree.path("www/a.bin"), new byte[64 << 20]);
            tree.serve("");
            try (Client client = tree.site().connect()) {
                client.send("GET /a.bin HTTP/1.1\r\nHost: a\r\n\r\n");
                assertEquals("HTTP/1.1 200 OK\r", client.line());
                Files.write(tree.path("www/a.bin"), new byte[1]);
                assertTrue(client.all().length() < 64 << 20);
            }
            tree.log().await("cgi-adapter: the file has become shorter while it was sent");
        }
    }

    @Test
    void aClientThatStallsIsGivenUp() throws IOException {
        try (tree) {
            Files.write(tree.path("www/a.bin"), new byte[64 << 20]);
            tree.serve("--timeout-body 1");
            try (Client client = tree.site().connect()) {
                client.send("GET /a.bin HTTP/1.1\r\nHost: a\r\n\r\n");
                assertEquals("HTTP/1.1 200 OK\r", client.line());
                tree.site().awaitIdle();
            }
        }
    }

    @Test
    void anHttp10ClientIsServed() {
        try (tree) {
            tree.file("www/a.txt", "x").serve("");
            assertEquals(
                    "x",
                    HttpAnswer.only(tree.site().exchange("GET /a.txt HTTP/1.0\r\n\r\n"))
                            .body());
            String kept = tree.site()
                    .exchange("GET /a.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n");
            List<HttpAnswer> answers = HttpAnswer.all(kept);
            assertEquals("keep-alive", answers.get(0).field("Connection"));
            assertEquals("close", answers.get(1).field("Connection"));
        }
    }

    @Test
    void curlKnowsWhatItHas() {
        try (tree) {
            tree.old("www/a.txt", DIGITS).serve("");
            assertEquals("304", tree.curl("/a.txt", "-o", "/dev/null", "-w", "%{http_code}", "-z", SiteTree.OLD));
            assertEquals("345", tree.curl("/a.txt", "-r", "3-5"));
            assertTrue(tree.curl("/a.txt", "-I").startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }
}
