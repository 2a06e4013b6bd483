package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published ways to hide a request within another: whatever two parsers could read differently is refused, and
 * nothing behind it is served. Each line end is written as {@code |}, other control characters as a Java escape would.
 */
@BothHostings
class CgiSmugglingIT {
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final Map<Hosting, CgiSite> SITES = new EnumMap<>(Hosting.class);

    private CgiSite site;

    private static CgiSite start(Hosting hosting) {
        return CgiSite.of("", "echo \"$REQUEST_URI\" >>seen; printf 'X-A: b\\n\\n%s ' \"$SERVER_NAME\"; exec cat\n");
    }

    /** One for all tests, as none leaves anything behind. */
    @BeforeEach
    void choose() {
        site = SITES.computeIfAbsent(Hosting.current(), CgiSmugglingIT::start);
    }

    @AfterAll
    static void stop() {
        SITES.values().forEach(CgiSite::close);
        SITES.clear();
    }

    private static String bytes(String text) {
        return text.replace("|", "\r\n")
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\v", "\u000b")
                .replace("\\f", "\f")
                .replace("\\0", "\0")
                .replace("\\x85", "\u0085")
                .replace("\\xa0", "\u00a0");
    }

    /** A body of five bytes by length, and by chunks one that hides a request. */
    @ParameterizedTest
    @CsvSource({
        "400, 'Content-Length: 5|Transfer-Encoding: chunked'",
        "400, 'Transfer-Encoding: chunked|Content-Length: 5'",
        "400, 'Content-Length: 5|transfer-encoding:chunked'",
        "501, 'Content-Length: 5|Transfer-Encoding: identity'",
        "501, 'Content-Length: 5|Transfer-Encoding: xchunked'",
        "400, 'Content-Length: 5|Transfer-Encoding : chunked'",
        "400, 'Content-Length: 5|Transfer-Encoding\\t: chunked'",
        "400, 'Content-Length: 5| Transfer-Encoding: chunked'",
        "400, 'Content-Length: 5|X: x\\nTransfer-Encoding: chunked'",
        "400, 'Content-Length: 5|X: x\\rTransfer-Encoding: chunked'",
        "400, 'Content-Length: 5|X: x|\\tTransfer-Encoding: chunked'",
        "400, 'Content-Length: 5|Transfer-Encoding:| chunked'",
        "400, 'Content-Length: 5|Transfer-Encoding: chunked\\0'",
        "400, 'Content-Length: 5|\\0Transfer-Encoding: chunked'",
        "400, 'Content-Length: 5|Transfer\\0-Encoding: chunked'",
        "400, 'Content-Length: 5|Transfer-Encoding\\r: chunked'",
        "400, 'Content-Length: 5|\"Transfer-Encoding\": chunked'",
        "400, 'Content-Length: 5|Transfer-Encoding\\xa0: chunked'",
        "400, 'Content-Length: 5|: x'",
        "400, 'Content-Length: 5|Transfer-Encoding'",
        "501, 'Transfer-Encoding: identity'",
        "501, 'Transfer-Encoding: chunk'",
        "501, 'Transfer-Encoding: chunked-x'",
        "501, 'Transfer-Encoding: \"chunked\"'",
        "501, 'Transfer-Encoding: gzip, chunked'",
        "501, 'Transfer-Encoding: identity, chunked'",
        "400, 'Transfer-Encoding: chunked, identity'",
        "501, 'Transfer-Encoding: chunked, chunked'",
        "400, 'Transfer-Encoding: chunked|Transfer-Encoding: chunked'",
        "400, 'Transfer-Encoding: chunked|Transfer-Encoding: identity'",
        "400, 'Transfer-Encoding: \\vchunked'",
        "400, 'Transfer-Encoding: \\fchunked'",
        "501, 'Transfer-Encoding: \\x85chunked'",
        "400, 'Content-Length: 5|Content-Length: 36'",
        "400, 'Content-Length: 5, 36'",
        "400, 'Content-Length: +5'",
        "400, 'Content-Length: 5 '',5'''",
        "400, 'Content-Length: 0x5'",
        "400, 'Content-Length: 18446744073709551621'",
        "400, 'Content-Length: -5'",
    })
    void framingThatTwoCouldReadDifferentlyIsRefused(int status, String fields) {
        assertRefused(status, "POST / HTTP/1.1|Host: a|" + fields + "||0||");
    }

    @ParameterizedTest
    @CsvSource({
        "'0x5|hello|0||'",
        "'+5|hello|0||'",
        "' 5|hello|0||'",
        "'5 |hello|0||'",
        "'5_|hello|0||'",
        "'-1|hello|0||'",
        "'|hello|0||'",
        "';x|hello|0||'",
        "'10000000000000005|hello|0||'",
        "'fffffffffffffffff|hello|0||'",
        "'5\\nhello|0||'",
        "'5\\rhello|0||'",
        "'5;\\nhello|0||'",
        "'5;x\\rhello|0||'",
        "'5;x=\"\\n\"|hello|0||'",
        "'5;x\\0|hello|0||'",
        "'5|hello\\n0||'",
        "'5|helloX|0||'",
        "'5|hello0||'",
        "'5|hello|0|\\n'",
        "'5|hello|0\\n\\n'",
        "'5|hello|0|X: y\\n|'",
        "'5|hello|0|X: \\0||'",
    })
    void chunksThatTwoCouldReadDifferentlyAreRefused(String chunks) {
        assertRefused(400, "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||" + chunks);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 'GET /||'",
        "400, 'GET / HTTP/1.1|Host: a|Host: b||'",
        "400, 'GET / HTTP/1.1|Host: a|hOST: a||'",
        "400, 'GET / HTTP/1.1|Host: a, b||'",
        "400, 'GET / HTTP/1.1|Host: a@b||'",
        "400, 'GET / HTTP/1.1|Host: a/b||'",
        "400, 'GET / HTTP/1.1|Host : a||'",
        "400, 'GET / HTTP/1.1| Host: a||'",
        "400, 'GET / HTTP/1.1|X: y||'",
        "400, 'GET  / HTTP/1.1|Host: a||'",
        "400, 'GET\\t/ HTTP/1.1|Host: a||'",
        "400, 'GET /\\tHTTP/1.1|Host: a||'",
        "400, 'GET /\\v HTTP/1.1|Host: a||'",
        "400, 'GET / HTTP/1.1 |Host: a||'",
        "400, 'GET / HTTP/1.1 x|Host: a||'",
        "400, 'GET / HTTP/1.1\\rHost: a||'",
        "400, 'GET / HTTP/1.1\\nHost: a||'",
        "400, 'GET / HTTP/01.1|Host: a||'",
        "400, 'GET / HTTP/1.1.1|Host: a||'",
        "400, 'GET /a b HTTP/1.1|Host: a||'",
        "400, 'GET /a#b HTTP/1.1|Host: a||'",
        "400, 'GET a HTTP/1.1|Host: a||'",
        "400, 'GET http:///x HTTP/1.1|Host: a||'",
        "400, 'GET http://a@b/ HTTP/1.1|Host: a||'",
        "400, '\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\\r\\nGET / HTTP/1.1|Host: a||'",
        "400, '\\nGET / HTTP/1.1|Host: a\\n||'",
        "501, 'CONNECT a:80 HTTP/1.1|Host: a:80||'",
        "405, 'TRACE / HTTP/1.1|Host: a||'",
        "505, 'PRI * HTTP/2.0||SM||'",
        "400, 'GET / HTTP/2|Host: a||'",
        "400, 'GET / HTTP/1.0|Transfer-Encoding: chunked||0||'",
        "400, 'GET / HTTP/1.0|Connection: keep-alive|Transfer-Encoding: chunked||0||'",
        "400, 'GET / HTTP/1.1|Host: a|X: y\\n| z||'",
    })
    void aHeadThatTwoCouldReadDifferentlyIsRefused(int status, String head) {
        assertRefused(status, head);
    }

    private void assertRefused(int status, String request) {
        String before = site.file("seen");
        HttpAnswer answer = HttpAnswer.only(site.exchange(bytes(request) + HIDDEN));
        assertEquals(status, answer.status(), request);
        assertEquals("close", answer.field("Connection"));
        assertEquals(before, site.file("seen"), request);
    }

    /** What is in the body stays in the body, and what is behind it is the next request. */
    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 41', 'GET /hidden HTTP/1.1|Host: a|A: bcd||', 'GET /hidden HTTP/1.1|Host: a|A: bcd||'",
        "'Content-Length: 5, 5', 'hello', 'hello'",
        "'Content-Length: 0005', 'hello', 'hello'",
        "'Transfer-Encoding: chunked', '5|hello|0||', 'hello'",
        "'Transfer-Encoding:\\tchunked \\t', '5|hello|0||', 'hello'",
        "'tRANSFER-eNCODING: CHUNKED', '5|hello|0||', 'hello'",
        "'Transfer-Encoding: chunked', '05;a=b;c=\"d;e\"|hello|000||', 'hello'",
        "'Transfer-Encoding: chunked', '5 ;a|hello|0;b|Content-Length: 40|Host: b||', 'hello'",
        "'Transfer-Encoding: chunked', '8|0||GET|0||', '0||GET'",
        "'Transfer-Encoding: chunked', '5|hello|0|X : y| z||', 'hello'",
        "'Content_Length: 40|Content-Length: 5', 'hello', 'hello'",
        "'Content.Length: 40|Content-Length: 5|Transfer_Encoding: chunked', 'hello', 'hello'",
    })
    void aBodyEndsWhereItSays(String fields, String body, String expected) {
        String request = "POST /first HTTP/1.1|Host: a|" + fields + "||" + body;
        String next = "GET /next HTTP/1.1|Host: a|Connection: close||";
        List<HttpAnswer> answers = HttpAnswer.all(site.exchange(bytes(request + next)));
        assertEquals(2, answers.size());
        assertEquals("a " + bytes(expected), answers.get(0).body());
        assertEquals("a ", answers.get(1).body());
        assertFalse(site.file("seen").contains("/hidden"));
        assertTrue(site.file("seen").endsWith("/first\n/next\n"), site.file("seen"));
    }

    /** A body of GET is one, too; and a method in other letters is another method. */
    @Test
    void everyMethodMayHaveABody() {
        for (String method : List.of("GET", "DELETE", "OPTIONS", "get", "X-Y")) {
            String bytes = method + " /first HTTP/1.1|Host: a|Content-Length: 5||hello"
                    + "GET /next HTTP/1.1|Host: a|Connection: close||";
            List<HttpAnswer> answers = HttpAnswer.all(site.exchange(bytes(bytes)));
            assertEquals(
                    List.of("a hello", "a "),
                    answers.stream().map(HttpAnswer::body).toList());
        }
    }

    /** The target says which host it is for; Host has to be there all the same, and right. */
    @Test
    void anAbsoluteTargetGoesBeforeHost() {
        String request = "GET http://b:81/next HTTP/1.1|Host: a|Connection: close||";
        assertEquals("b ", HttpAnswer.only(site.exchange(bytes(request))).body());
        assertRefused(400, "GET http://b/next HTTP/1.1||");
        assertRefused(400, "GET http://b/next HTTP/1.1|Host: a|Host: b||");
    }

    /** Nothing is upgraded: the request is served as what it is, once. */
    @Test
    void anUpgradeIsNotTaken() {
        String request = "GET /next HTTP/1.1|Host: a|Connection: Upgrade, HTTP2-Settings, close|Upgrade: h2c|"
                + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA||PRI * HTTP/2.0||SM||";
        HttpAnswer answer = HttpAnswer.only(site.exchange(bytes(request)));
        assertEquals(200, answer.status());
        assertEquals("a ", answer.body());
    }

    /** What Connection names ends at this hop, but not the fields by which a message is framed and routed. */
    @Test
    void connectionCannotTakeAwayTheFraming() {
        String request =
                "POST /first HTTP/1.1|Host: a|Connection: close, Content-Length, Host|Content-Length: 5||hello";
        assertEquals("a hello", HttpAnswer.only(site.exchange(bytes(request))).body());
    }
}
