package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;

/** What programs print and what it means: RFC 3875 section 6. */
class CgiResponseParserTest {
    @Test
    void documentHasStatus200() {
        CgiResponse response = Feeding.response("Content-Type: text/plain\n\n");
        assertEquals(200, response.status());
        assertEquals(-1, response.contentLength());
        assertNull(response.localRedirect());
    }

    @Test
    void lineEndsMayBeMixed() {
        assertEquals(200, Feeding.response("A: b\r\nC: d\n\r\n").status());
    }

    @Test
    void statusMayStandAnywhere() {
        CgiResponse response = Feeding.response("A: b\nstatus: 404 Gone Fishing\nC: d\n\n");
        assertEquals(404, response.status());
        assertEquals("Gone Fishing", Bytes.string(response.reason()));
    }

    @Test
    void reasonIsOptional() {
        assertEquals(204, Feeding.response("Status: 204\n\n").status());
        assertEquals(0, Feeding.response("Status: 204 \n\n").reason().length);
    }

    @Test
    void statusLineIsTakenForAStatus() {
        CgiResponse response = Feeding.response("HTTP/1.0 404 Not here\r\nA: b\r\n\r\n");
        assertEquals(404, response.status());
        assertEquals("Not here", Bytes.string(response.reason()));
        assertEquals(200, Feeding.response("HTTP/1.1 200\n\n").status());
    }

    @Test
    void interimStatusIsKnown() {
        assertTrue(Feeding.response("Status: 103\nLink: </a>\n\n").isInterim());
        assertFalse(Feeding.response("Status: 200\n\n").isInterim());
    }

    @Test
    void parserIsReadyForTheHeadBehindAnInterimOne() {
        CgiResponseParser parser = new CgiResponseParser();
        byte[] bytes = Bytes.ascii("Status: 103\n\nStatus: 201\n\n");
        int first = parser.feed(bytes, 0, bytes.length);
        parser.reset();
        parser.feed(bytes, first, bytes.length);
        assertEquals(201, parser.response().status());
    }

    @Test
    void locationAloneIsFound() {
        CgiResponse response = Feeding.response("Location: http://b/c\n\n");
        assertEquals(302, response.status());
        assertNull(response.localRedirect());
    }

    @Test
    void locationOfAPathIsALocalRedirect() {
        assertEquals("/a?b", Bytes.string(Feeding.response("Location: /a?b\n\n").localRedirect()));
        assertEquals("/", Bytes.string(Feeding.response("X: y\nLocation: /\n\n").localRedirect()));
    }

    @Test
    void locationOfAnotherHostIsNotLocal() {
        assertNull(Feeding.response("Location: //b/c\n\n").localRedirect());
        assertNull(Feeding.response("Location:\n\n").localRedirect());
    }

    @Test
    void locationWithStatusIsForTheClient() {
        CgiResponse response = Feeding.response("Status: 303 See\nLocation: /a\nContent-Type: text/html\n\n");
        assertEquals(303, response.status());
        assertNull(response.localRedirect());
    }

    @Test
    void contentLengthIsRead() {
        assertEquals(5, Feeding.response("Content-Length: 5\n\n").contentLength());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r\n",
                "hello\n",
                "A: b\nhello\n",
                "A: b\n c\n",
                "A : b\n",
                ": b\n",
                "A: b\u0000\n",
                "A: b\rc\n",
                "<html>: b\n",
                "Status: 20\n\n",
                "Status: abc\n\n",
                "Status: 2000\n\n",
                "Status: 600\n\n",
                "Status: 099\n\n",
                "Status: 101 Switching\n\n",
                "Status:\n\n",
                "Status: 200\nStatus: 200\n\n",
                "Location: /a\nLocation: /b\n\n",
                "Content-Length: 5\nContent-Length: 6\n\n",
                "Content-Length: x\n\n",
                "Content-Length: -1\n\n",
                "HTTP/1.1 2000 x\n",
                "HTTP/2 200\n",
                "A: b\nHTTP/1.1 200 OK\n"
            })
    void whatIsNoHeaderIsRefused(String text) {
        Feeding.assertNoResponse(text);
    }

    @Test
    void endlessHeaderIsRefused() {
        byte[] bytes = Bytes.ascii("A: " + "b".repeat(CgiResponseParser.MOST_HEAD_BYTES));
        assertThrows(BadResponse.class, () -> new CgiResponseParser().feed(bytes, 0, bytes.length));
    }

    @Test
    void headerOf60KilobytesIsAccepted() {
        byte[] bytes = Bytes.ascii("A: " + "b".repeat(60_000) + "\n\n");
        CgiResponseParser parser = new CgiResponseParser();
        parser.feed(bytes, 0, bytes.length);
        assertEquals(200, parser.response().status());
    }
}
