package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

/** Answers to web servers, in SCGI and in FastCGI. */
class FrontResponseTest {
    private static String text(Wire wire) {
        return Bytes.string(wire.bytes(), 0, wire.length());
    }

    private static String head(String output) {
        Wire wire = new Wire(16);
        FrontResponse.writeHead(wire, Feeding.response(output));
        return text(wire);
    }

    @Test
    void aHeadIsThatOfACgiResponse() {
        assertEquals(
                "Status: 404 Nope\r\nX-A: b\r\nContent-Length: 3\r\n\r\n",
                head("X-A: b\nStatus: 404 Nope\nContent-Length: 3\nConnection: close\n\n"));
        assertEquals("Status: 200 OK\r\nA: b\r\n\r\n", head("HTTP/1.0 200\nA: b\nTransfer-Encoding: chunked\n\n"));
    }

    @Test
    void redirectsAndFilesAreLeftToTheWebServer() {
        assertEquals("Status: 302 Found\r\nLocation: /x\r\n\r\n", head("Location: /x\n\n"));
        assertEquals(
                "Status: 200 OK\r\nX-Accel-Redirect: /x\r\nX-Sendfile: /y\r\n\r\n",
                head("X-Accel-Redirect: /x\nX-Sendfile: /y\n\n"));
    }

    @Test
    void anEventStreamIsNotToBeKeptBack() {
        assertEquals(
                "Status: 200 OK\r\nContent-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n\r\n",
                head("Content-Type: text/event-stream\n\n"));
    }

    @Test
    void anErrorSaysWhatItsStatusSays() {
        Wire wire = new Wire(16);
        FrontResponse.writeError(wire, 502, ErrorPages.text(502), true);
        assertEquals(
                "Status: 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\n502 Bad Gateway\n",
                text(wire));
    }

    private static FastcgiFront fastcgi() {
        FastcgiFront front = new FastcgiFront(new Wire(16));
        byte[] bytes = Bytes.latin1("\1\1\1\2\0\10\0\0\0\1\1\0\0\0\0\0"
                + "\1\4\1\2\0!\0\0\16\3REQUEST_METHODGET\13\1REQUEST_URI/"
                + "\1\4\1\2\0\0\0\0");
        front.feed(bytes, 0, bytes.length);
        assertEquals("GET", Bytes.string(front.request().method()));
        return front;
    }

    @Test
    void fastcgiHeadsAndEndsComeInRecordsOfTheRequest() {
        FastcgiFront front = fastcgi();
        Wire wire = new Wire(16);
        CgiResponse response = Feeding.response("A: b\n\n");
        front.writeHead(wire, front.request(), response, ResponseFraming.RECORDS, 0, true);
        assertEquals("\1\6\1\2\0\30\0\0Status: 200 OK\r\nA: b\r\n\r\n", text(wire));
        wire.clear();
        front.writeEnd(wire, ResponseFraming.RECORDS, 3);
        assertEquals("\1\6\1\2\0\0\0\0" + "\1\3\1\2\0\10\0\0\0\0\0\3\0\0\0\0", text(wire));
        byte[] buffer = Bytes.latin1("........data");
        assertEquals(0, front.frame(buffer, 8, 4));
        assertEquals("\1\6\1\2\0\4\0\0data", Bytes.string(buffer));
    }

    @Test
    void aLargeHeadTakesSeveralRecords() {
        FastcgiFront front = fastcgi();
        Wire wire = new Wire(16);
        CgiResponse response = Feeding.response("A: " + "x".repeat(3000) + "\n\n");
        front.writeHead(wire, front.request(), response, ResponseFraming.RECORDS, 0, true);
        assertEquals(8 + 16 + 3005 + 2, wire.length());
        Wire large = new Wire(16);
        byte[] bytes = new byte[FastcgiRecord.MOST_CONTENT + 5];
        FastcgiRecord.writeStream(large, FastcgiRecord.STDERR, 258, bytes, 0, bytes.length);
        assertEquals(bytes.length + 16, large.length());
        assertEquals("\1\7\1\2\u00ff\u00ff\0\0", Bytes.string(large.bytes(), 0, 8));
        assertEquals("\1\7\1\2\0\5\0\0", Bytes.string(large.bytes(), 8 + FastcgiRecord.MOST_CONTENT, 8));
    }

    @Test
    void withoutARequestThereIsNoAnswer() {
        FastcgiFront front = new FastcgiFront(new Wire(16));
        Wire wire = new Wire(16);
        front.writeError(wire, 400, 0, ErrorPages.text(400), true);
        assertEquals(0, wire.length());
        fastcgi().writeError(wire, 400, 0, ErrorPages.text(400), true);
        assertTrue(text(wire).endsWith("\1\3\1\2\0\10\0\0\0\0\0\0\0\0\0\0"));
    }
}
