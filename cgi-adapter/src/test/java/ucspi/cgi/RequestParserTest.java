package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;

/** Request lines, Host, field syntax and limits: RFC 9112 sections 2 to 5, RFC 9110 sections 5, 7.2, 9. */
class RequestParserTest {
    private static Request get(String target) {
        return Feeding.request("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static int refusalOfTarget(String target) {
        return Feeding.refusal("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static void assertText(String expected, byte[] actual) {
        assertEquals(expected, Bytes.string(actual));
    }

    @Test
    void simpleRequestIsTakenApart() {
        Request request = Feeding.request("GET /a/b?c=d%20e HTTP/1.1\r\nHost: example.com:81\r\nX-Y:  z \t\r\n\r\n");
        assertText("GET", request.method());
        assertText("/a/b?c=d%20e", request.uri());
        assertText("/a/b", request.path());
        assertText("c=d%20e", request.query());
        assertText("example.com:81", request.host());
        assertText("z", request.head().value(1));
        assertEquals(1, request.minor());
        assertFalse(request.hasBody());
        assertTrue(request.keepAlive());
    }

    @Test
    void version10NeedsNoHostAndCloses() {
        Request request = Feeding.request("GET / HTTP/1.0\r\n\r\n");
        assertNull(request.host());
        assertEquals(0, request.minor());
        assertFalse(request.keepAlive());
    }

    @Test
    void higherMinorVersionIsTakenAs11() {
        assertEquals(1, Feeding.request("GET / HTTP/1.9\r\nHost: a\r\n\r\n").minor());
    }

    @Test
    void emptyLinesBeforeTheRequestAreIgnored() {
        assertText("/", Feeding.request("\r\n\r\nGET / HTTP/1.0\r\n\r\n").path());
    }

    @Test
    void tooManyEmptyLinesAreRefused() {
        assertEquals(400, Feeding.refusal("\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.0\r\n\r\n"));
    }

    @Test
    void linesMayAllEndInBareLfAndThenTheConnectionCloses() {
        Request request = Feeding.request("GET / HTTP/1.1\nHost: a\n\n");
        assertText("a", request.host());
        assertFalse(request.keepAlive());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\nHost: a\r\n\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n",
                "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n",
                "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            })
    void mixedLineEndsAndBareCrAreRefused(String text) {
        assertEquals(400, Feeding.refusal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1\r\n",
                "GET / HTTP/1.1 \r\n",
                "GET /  HTTP/1.1\r\n",
                "GET\t/ HTTP/1.1\r\n",
                " GET / HTTP/1.1\r\n",
                "GET /\r\n",
                "GET\r\n",
                "GET / b HTTP/1.1\r\n",
                "G(T / HTTP/1.1\r\n",
                "GET / HTTP/1.10\r\n",
                "GET / HTTP/11\r\n",
                "GET / http/1.1\r\n",
                "GET / HTTP/1.\r\n",
                "GET / HTTP/x.1\r\n",
                "GET / HTTPS/1.1\r\n",
                "GET * HTTP/1.1\r\n",
                "GET a/b HTTP/1.1\r\n",
                "\u0016\u0003\u0001\u0000",
            })
    void malformedRequestLineIsRefused(String line) {
        assertEquals(400, Feeding.refusal(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/2.0\r\n", "PRI * HTTP/2.0\r\n", "GET / HTTP/0.9\r\n"})
    void otherMajorVersionIsRefused(String line) {
        assertEquals(505, Feeding.refusal(line));
    }

    @Test
    void optionsMayAskForTheServer() {
        assertTrue(Feeding.request("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").isForServer());
    }

    @Test
    void connectIsNotImplemented() {
        assertEquals(501, Feeding.refusal("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @Test
    void traceIsNotAllowed() {
        assertEquals(405, Feeding.refusal("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @Test
    void anyOtherMethodIsTheProgramsBusiness() {
        assertText("x-M!", Feeding.request("x-M! / HTTP/1.0\r\n\r\n").method());
    }

    @Test
    void absoluteTargetOverridesHost() {
        Request request = Feeding.request("GET HTTP://b.example:8/p?q HTTP/1.1\r\nHost: a\r\n\r\n");
        assertText("b.example:8", request.host());
        assertText("/p?q", request.uri());
        assertText("/p", request.path());
    }

    @Test
    void absoluteTargetWithoutPathIsTheRoot() {
        assertText("/", get("http://b").uri());
        assertText("/?q", get("https://b?q").uri());
        assertText("q", get("https://b?q").query());
        assertText("/", get("https://b?q").path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "http:///p", "http://u@b/", "http://b:99999/", "ftp://b/", "http:/b"})
    void badAbsoluteTargetIsRefused(String target) {
        assertEquals(400, refusalOfTarget(target));
    }

    @Test
    void pathIsDecodedOnceAndLosesItsDotSegments() {
        assertText("/a b/%41/c", get("/a%20b/%2541/c").path());
        assertText("/b", get("/a/../b").path());
        assertText("/b/", get("/a/%2e%2e/b/.").path());
        assertText("/", get("/a/..").path());
        assertText("/a/", get("/a/b/%2E.").path());
        assertText("/a//b", get("/a//b").path());
        assertText("/..a/.b/c.", get("/..a/.b/c.").path());
        assertText("/x/y", get("/a%2f..%2fx/y").path());
    }

    @Test
    void uriAndQueryStayRaw() {
        Request request = get("/a%20b/../c?x=%00%zz/../&y=?z");
        assertText("/a%20b/../c?x=%00%zz/../&y=?z", request.uri());
        assertText("x=%00%zz/../&y=?z", request.query());
    }

    @Test
    void bytesAbove127InATargetArePassedOn() {
        assertArrayEquals(
                new byte[] {'/', (byte) 0xc3, (byte) 0xa9}, get("/\u00c3\u00a9").path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%4",
                "/%4g",
                "/%00",
                "/a%0",
                "/../a",
                "/a/../../b",
                "/%2e%2e/a",
                "/a#b",
                "/a\u007f",
                "/\u0001"
            })
    void badPathIsRefused(String target) {
        assertEquals(400, refusalOfTarget(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b:80", "a:", "1.2.3.4:5", "[::1]", "[fe80::1]:80", "x_y-z~"})
    void validHostIsAccepted(String host) {
        assertText(
                host,
                Feeding.request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").host());
    }

    @Test
    void emptyHostIsAcceptedAndNamesNothing() {
        assertNull(Feeding.request("GET / HTTP/1.1\r\nHost:\r\n\r\n").host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a b",
                "Host: a/b",
                "Host: u@a",
                "Host: a:b",
                "Host: a:1:2",
                "Host: :80",
                "Host: a,b",
                "Host: [::1",
                "Host: []",
                "Host: ::1",
                "Host: a:65536",
                "Host: a\r\nHost: a",
                "X: y",
                "Host: a$b",
                "Host: [::1]x"
            })
    void missingRepeatedOrInvalidHostIsRefused(String field) {
        assertEquals(400, Feeding.refusal("GET / HTTP/1.1\r\n" + field + "\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X : y",
                ": y",
                "X",
                "X Y: z",
                "X: a\u0000b",
                "X: a\u0007b",
                "X: a\u007f",
                " X: y",
                "\tX: y",
                "X: a\r\n b",
                "X\u00e9: y",
                "X(: y",
                "X: a\r\n\tb"
            })
    void malformedFieldIsRefused(String field) {
        assertEquals(400, Feeding.refusal("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n"));
    }

    @Test
    void whiteSpaceBeforeTheFirstFieldIsRefused() {
        assertEquals(400, Feeding.refusal("GET / HTTP/1.1\r\n Host: a\r\n\r\n"));
    }

    @Test
    void valuesKeepTabsAndBytesAbove127() {
        Request request = Feeding.request("GET / HTTP/1.0\r\nX: a\tb\u00e9\r\nY:\r\n\r\n");
        assertText("a\tb\u00e9", request.head().value(0));
        assertText("", request.head().value(1));
    }

    @Test
    void targetOf8000OctetsIsServed() {
        byte[] bytes = Bytes.latin1("GET /" + "a".repeat(8000) + " HTTP/1.0\r\n\r\n");
        RequestParser parser = new RequestParser();
        assertEquals(bytes.length, parser.feed(bytes, 0, bytes.length));
        assertEquals(8001, parser.request().path().length);
    }

    private static int statusOf(String text) {
        byte[] bytes = Bytes.latin1(text);
        try {
            new RequestParser().feed(bytes, 0, bytes.length);
        } catch (BadRequest e) {
            return e.status();
        }
        return 0;
    }

    @Test
    void tooLongTargetIsRefusedWhetherItEndsOrNot() {
        String target = "/" + "a".repeat(RequestParser.MOST_LINE_BYTES);
        assertEquals(414, statusOf("GET " + target));
        assertEquals(414, statusOf("GET " + target + " HTTP/1.1\r\n"));
    }

    @Test
    void tooLargeHeadIsRefused() {
        String start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        assertEquals(431, statusOf(start + "a".repeat(RequestParser.MOST_HEAD_BYTES)));
        String field = "X: " + "a".repeat(1000) + "\r\n";
        assertEquals(431, statusOf("GET / HTTP/1.1\r\nHost: a\r\n" + field.repeat(66)));
        assertEquals(0, statusOf("GET / HTTP/1.1\r\nHost: a\r\n" + field.repeat(60) + "\r\n"));
    }

    @Test
    void headOfExactlyTheLimitIsServed() {
        String start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        int rest = RequestParser.MOST_HEAD_BYTES - start.length() - 4;
        assertEquals(0, statusOf(start + "a".repeat(rest) + "\r\n\r"));
        byte[] bytes = Bytes.latin1(start + "a".repeat(rest - 1) + "\r\n\r\n");
        RequestParser parser = new RequestParser();
        assertEquals(bytes.length, parser.feed(bytes, 0, bytes.length));
        assertTrue(parser.request().keepAlive());
    }

    @Test
    void tooManyFieldsAreRefused() {
        String start = "GET / HTTP/1.1\r\nHost: a\r\n";
        assertEquals(0, statusOf(start + "X: y\r\n".repeat(RequestParser.MOST_FIELDS - 1) + "\r\n"));
        assertEquals(431, statusOf(start + "X: y\r\n".repeat(RequestParser.MOST_FIELDS) + "\r\n"));
    }
}
