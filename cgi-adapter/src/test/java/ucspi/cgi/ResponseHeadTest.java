package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

/** Response heads and their framing: RFC 9112 sections 4 and 6, RFC 9110 sections 6.6.1, 7.6.1, 8.6, 15. */
class ResponseHeadTest {
    private static final long NOW = 784111777000L;
    private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    private boolean proxied;

    private String head(String requestLine, String output) {
        Request request = Feeding.request(requestLine + "\r\nHost: a\r\n\r\n");
        CgiResponse response = Feeding.response(output);
        Wire wire = new Wire(16);
        ResponseHead.write(
                wire, request, response, ResponseFraming.of(request, response), NOW, request.keepAlive(), proxied);
        return Bytes.string(wire.bytes(), 0, wire.length());
    }

    private String head(String output) {
        return head("GET / HTTP/1.1", output);
    }

    @Test
    void documentIsChunkedFor11() {
        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + DATE + "Transfer-Encoding: chunked\r\n\r\n",
                head("Content-Type: text/plain\n\n"));
    }

    @Test
    void documentEndsWithTheConnectionFor10() {
        assertEquals(
                "HTTP/1.1 200 OK\r\nA: b\r\n" + DATE + "Connection: close\r\n\r\n", head("GET / HTTP/1.0", "A: b\n\n"));
    }

    @Test
    void lengthOfTheProgramIsKept() {
        assertEquals("HTTP/1.1 200 OK\r\n" + DATE + "Content-Length: 7\r\n\r\n", head("Content-Length: 7\n\n"));
    }

    @Test
    void reasonOfTheProgramIsKept() {
        assertTrue(head("Status: 404 Gone Fishing\n\n").startsWith("HTTP/1.1 404 Gone Fishing\r\n"));
        assertTrue(head("Status: 404\n\n").startsWith("HTTP/1.1 404 Not Found\r\n"));
        assertTrue(head("Status: 299\n\n").startsWith("HTTP/1.1 299 Unknown\r\n"));
    }

    @Test
    void dateOfTheProgramIsKeptAndIsTheOnlyOne() {
        String head = head("Date: then\nDate: again\n\n");
        assertEquals("HTTP/1.1 200 OK\r\nDate: then\r\nTransfer-Encoding: chunked\r\n\r\n", head);
    }

    @Test
    void fieldsThatEndAtThisHopAreTakenOff() {
        String head =
                head("Connection: X-Own, close\nX-Own: 1\nTransfer-Encoding: chunked\nKeep-Alive: 5\nUpgrade: h2\n"
                        + "TE: x\nTrailer: y\nX-Other: 2\nSet-Cookie: a\nSet-Cookie: b\n\n");
        assertEquals(
                "HTTP/1.1 200 OK\r\nX-Other: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n" + DATE
                        + "Transfer-Encoding: chunked\r\n\r\n",
                head);
    }

    @Test
    void whatIsMeantForAWebServerGoesToNobodyElse() {
        String output = "X-Accel-Expires: 5\nx-accel-limit-rate: 9\nX-Sendfile: /a\nX-Accelerated: yes\n\n";
        String expected = "HTTP/1.1 200 OK\r\nX-Accelerated: yes\r\n" + DATE + "Transfer-Encoding: chunked\r\n\r\n";
        assertEquals(expected, head(output));
        proxied = true;
        assertTrue(head(output).contains("X-Accel-Expires: 5\r\nx-accel-limit-rate: 9\r\nX-Sendfile: /a\r\n"));
    }

    @Test
    void aWebServerIsAskedNotToKeepEventsBack() {
        String field = "X-Accel-Buffering: no\r\n";
        assertFalse(head("Content-Type: text/event-stream\n\n").contains(field));
        proxied = true;
        assertTrue(head("Content-Type: text/event-stream\n\n").contains(field));
        assertTrue(head("Content-Type: Text/Event-Stream;charset=utf-8\n\n").contains(field));
        assertFalse(head("Content-Type: text/event-streams\n\n").contains(field));
        assertFalse(head("Content-Type: text/plain\n\n").contains(field));
        String asked = head("Content-Type: text/event-stream\nX-Accel-Buffering: yes\n\n");
        assertTrue(asked.contains("X-Accel-Buffering: yes\r\n") && !asked.contains(field));
    }

    @Test
    void linesAreAddedToEventStreamsThatAreNeitherCodedNorMeasured() {
        assertTrue(Feeding.response("Content-Type: text/event-stream\n\n").hasEvents());
        assertTrue(Feeding.response("Content-Type: text/event-stream ;x=y\n\n").hasEvents());
        assertFalse(Feeding.response("Content-Type: text/event-stream\nContent-Length: 9\n\n")
                .hasEvents());
        assertFalse(Feeding.response("Content-Type: text/event-stream\nContent-Encoding: gzip\n\n")
                .hasEvents());
        assertFalse(Feeding.response("X-A: text/event-stream\n\n").hasEvents());
    }

    @Test
    void statusesWithoutBodyHaveNoFraming() {
        assertEquals("HTTP/1.1 204 No Content\r\n" + DATE + "\r\n", head("Status: 204\nContent-Length: 3\n\n"));
        assertEquals("HTTP/1.1 304 Not Modified\r\n" + DATE + "\r\n", head("Status: 304\n\n"));
        assertEquals("HTTP/1.1 205 Reset Content\r\n" + DATE + "Content-Length: 0\r\n\r\n", head("Status: 205\n\n"));
    }

    @Test
    void headHasTheFieldsOfGet() {
        assertEquals(head("A: b\n\n"), head("HEAD / HTTP/1.1", "A: b\n\n"));
        assertEquals(head("Content-Length: 9\n\n"), head("HEAD / HTTP/1.1", "Content-Length: 9\n\n"));
    }

    @Test
    void keepAliveIsToldTo10Only() {
        Request old = Feeding.request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        CgiResponse response = Feeding.response("Content-Length: 0\n\n");
        Wire wire = new Wire(16);
        ResponseHead.write(wire, old, response, ResponseFraming.LENGTH, NOW, true, false);
        assertTrue(Bytes.string(wire.bytes(), 0, wire.length()).contains("\r\nConnection: keep-alive\r\n"));
        assertFalse(head("Content-Length: 0\n\n").contains("Connection"));
    }

    @Test
    void interimResponseHasTheProgramsFieldsOnly() {
        Wire wire = new Wire(16);
        ResponseHead.writeInterim(wire, Feeding.response("Status: 103\nLink: </a>\nConnection: x\n\n"));
        assertEquals("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", Bytes.string(wire.bytes(), 0, wire.length()));
    }

    @Test
    void framingFollowsRequestAndResponse() {
        Request get = Feeding.request("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Request head = Feeding.request("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        Request old = Feeding.request("GET / HTTP/1.0\r\n\r\n");
        CgiResponse plain = Feeding.response("A: b\n\n");
        assertEquals(ResponseFraming.CHUNKED, ResponseFraming.of(get, plain));
        assertEquals(ResponseFraming.NONE, ResponseFraming.of(head, plain));
        assertEquals(ResponseFraming.CLOSE, ResponseFraming.of(old, plain));
        assertEquals(ResponseFraming.LENGTH, ResponseFraming.of(old, Feeding.response("Content-Length: 1\n\n")));
        assertEquals(ResponseFraming.NONE, ResponseFraming.of(get, Feeding.response("Status: 204\n\n")));
    }

    @Test
    void errorsAreWholeAnswers() {
        Wire wire = new Wire(16);
        ErrorResponse.write(wire, 405, NOW, ErrorPages.text(405), true);
        assertEquals(
                "HTTP/1.1 405 Method Not Allowed\r\n" + DATE
                        + "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 23\r\nConnection: close\r\n\r\n405 Method Not Allowed\n",
                Bytes.string(wire.bytes(), 0, wire.length()));
        wire.clear();
        ErrorResponse.write(wire, 504, NOW, ErrorPages.text(504), false);
        assertTrue(Bytes.string(wire.bytes(), 0, wire.length()).endsWith("Connection: close\r\n\r\n"));
    }

    @Test
    void everyStatusOfOursHasAName() {
        for (int status : new int[] {400, 404, 405, 408, 413, 414, 417, 431, 500, 501, 502, 503, 504, 505}) {
            assertFalse(Status.reason(status).equals("Unknown"), "status " + status);
        }
    }
}
