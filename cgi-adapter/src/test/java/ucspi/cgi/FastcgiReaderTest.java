package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

/** FastCGI connections: whole, in pieces of every size, truncated; and what only this protocol has. */
class FastcgiReaderTest {
    private static final String NO_PARAMS = record(FastcgiRecord.PARAMS, 1, "");
    private static final String NO_STDIN = record(FastcgiRecord.STDIN, 1, "");

    private static String record(int type, int id, String content, int padding) {
        char[] header = {
            1,
            (char) type,
            (char) (id >> 8),
            (char) (id & 255),
            (char) (content.length() >> 8),
            (char) (content.length() & 255),
            (char) padding,
            0
        };
        return new String(header) + content + "p".repeat(padding);
    }

    private static String record(int type, int id, String content) {
        return record(type, id, content, 0);
    }

    private static String begin(int id, int role, int flags) {
        return record(FastcgiRecord.BEGIN_REQUEST, id, "\0" + (char) role + (char) flags + "\0\0\0\0\0");
    }

    private static String length(int length) {
        char[] four = {
            (char) (0x80 | length >> 24), (char) (length >> 16 & 255), (char) (length >> 8 & 255), (char) (length & 255)
        };
        return length < 128 ? String.valueOf((char) length) : new String(four);
    }

    private static String pair(String name, String value) {
        return length(name.length()) + length(value.length()) + name + value;
    }

    private static String get() {
        return pair("REQUEST_METHOD", "GET") + pair("REQUEST_URI", "/x");
    }

    private static String post(int length) {
        return pair("REQUEST_METHOD", "POST") + pair("REQUEST_URI", "/x") + pair("CONTENT_LENGTH", "" + length);
    }

    private static String params(String pairs) {
        return record(FastcgiRecord.PARAMS, 1, pairs) + NO_PARAMS;
    }

    /** What a connection makes of these bytes, in pieces of this size: requests, bodies, replies. */
    private static String read(String text, int step) {
        return FastcgiConversation.read(Bytes.latin1(text), step);
    }

    private static String read(String text) {
        String whole = read(text, text.length());
        for (int step = 1; step < Math.min(text.length(), 300); step++) {
            assertEquals(whole, read(text, step), "in pieces of " + step);
        }
        for (int i = 0; i < Math.min(text.length(), 300); i++) {
            assertTrue(whole.startsWith(read(text.substring(0, i), text.length())), "truncated at " + i);
        }
        return whole;
    }

    @Test
    void aRequestWithoutBodyIsRead() {
        String text = begin(1, FastcgiRecord.RESPONDER, 0) + params(get()) + NO_STDIN;
        assertEquals("[GET /x RESPONDER keep=false length=-1]<end>", read(text));
    }

    @Test
    void bodiesComeInRecordsWithPadding() {
        String text = begin(1, FastcgiRecord.RESPONDER, 0)
                + params(post(10))
                + record(FastcgiRecord.STDIN, 1, "hello", 3)
                + record(FastcgiRecord.STDIN, 1, "12", 255)
                + record(FastcgiRecord.STDIN, 1, "345", 0)
                + record(FastcgiRecord.STDIN, 1, "", 8);
        assertEquals("[POST /x RESPONDER keep=false length=10]hello12345<end>", read(text));
    }

    @Test
    void aConnectionMayHaveRequestsOneAfterTheOther() {
        String one = begin(1, FastcgiRecord.RESPONDER, 1) + params(get()) + NO_STDIN;
        String two = begin(1, FastcgiRecord.RESPONDER, 0)
                + params(post(2))
                + record(FastcgiRecord.STDIN, 1, "hi")
                + NO_STDIN;
        assertEquals(
                "[GET /x RESPONDER keep=true length=-1]<end>[POST /x RESPONDER keep=false length=2]hi<end>",
                read(one + two));
    }

    @Test
    void aVariableMayBeSplitAcrossRecordsAndLongerThanOne() {
        String value = "v".repeat(100_000);
        String pairs = get() + pair("HTTP_LONG", value) + pair("HTTP_LAST", "z");
        StringBuilder text = new StringBuilder(begin(1, FastcgiRecord.RESPONDER, 0));
        for (int i = 0; i < pairs.length(); i += 60_000) {
            text.append(record(FastcgiRecord.PARAMS, 1, pairs.substring(i, Math.min(i + 60_000, pairs.length())), 7));
        }
        text.append(NO_PARAMS);
        for (int step : new int[] {1, 7, 4096, text.length()}) {
            FastcgiReader reader = new FastcgiReader(new Wire(16));
            byte[] bytes = Bytes.latin1(text.toString());
            for (int i = 0; i < bytes.length; i += step) {
                reader.feed(bytes, i, Math.min(i + step, bytes.length));
            }
            assertEquals(value, Bytes.string(reader.request().variables().value("HTTP_LONG")));
            assertEquals("z", Bytes.string(reader.request().variables().value("HTTP_LAST")));
        }
    }

    @Test
    void splitsMayFallAnywhereWithinAPair() {
        String pairs = get() + pair("HTTP_A", "x".repeat(200));
        for (int i = 1; i < pairs.length(); i++) {
            String text = begin(1, FastcgiRecord.RESPONDER, 0)
                    + record(FastcgiRecord.PARAMS, 1, pairs.substring(0, i))
                    + record(FastcgiRecord.PARAMS, 1, pairs.substring(i))
                    + NO_PARAMS
                    + NO_STDIN;
            assertEquals("[GET /x RESPONDER keep=false length=-1]<end>", read(text, text.length()));
        }
    }

    @Test
    void anAuthorizerHasNoBody() {
        String text = begin(1, FastcgiRecord.AUTHORIZER, 1) + params(get());
        assertEquals("[GET /x AUTHORIZER keep=true length=0]<end>", read(text));
        // some web servers send the end of one all the same
        assertEquals("[GET /x AUTHORIZER keep=true length=0]<end>", read(text + NO_STDIN));
    }

    @Test
    void aSecondRequestAtTheSameTimeIsRefused() {
        String text = begin(1, FastcgiRecord.RESPONDER, 1)
                + params(post(2))
                + begin(2, FastcgiRecord.RESPONDER, 1)
                + record(FastcgiRecord.PARAMS, 2, "x")
                + record(FastcgiRecord.STDIN, 1, "hi")
                + NO_STDIN;
        String refusal = "<3 id=2 00000000 01000000>";
        assertEquals("[POST /x RESPONDER keep=true length=2]" + refusal + "hi<end>", read(text));
    }

    @Test
    void otherRolesAreRefused() {
        assertEquals("<3 id=1 00000000 03000000>", read(begin(1, 3, 1)));
        assertEquals("<3 id=1 00000000 03000000><over>", read(begin(1, 3, 0)));
    }

    @Test
    void valuesAreAnswered() {
        String asked = pair("FCGI_MAX_CONNS", "") + pair("FCGI_MPXS_CONNS", "") + pair("OTHER", "");
        String text = record(FastcgiRecord.GET_VALUES, 0, asked, 5);
        assertEquals("<10 id=0 " + hex(pair("FCGI_MPXS_CONNS", "0")) + ">", read(text));
        assertEquals("<10 id=0 >", read(record(FastcgiRecord.GET_VALUES, 0, "")));
        assertThrows(BadRequest.class, () -> read(record(FastcgiRecord.GET_VALUES, 0, "\5\0ab"), 9));
        assertThrows(BadRequest.class, () -> read(record(FastcgiRecord.GET_VALUES, 0, "x".repeat(1025)), 9));
    }

    private static String hex(String text) {
        return FastcgiConversation.hex(Bytes.latin1(text));
    }

    @Test
    void unknownManagementRecordsAreAnsweredAsSuch() {
        assertEquals("<11 id=0 63000000 00000000>", read(record(99, 0, "abc", 2)));
        assertEquals("<11 id=0 63000000 00000000>", read(record(99, 0, "")));
    }

    @Test
    void recordsOfRequestsThatAreNotServedAreSkipped() {
        String foreign = record(FastcgiRecord.STDIN, 7, "abc")
                + record(FastcgiRecord.ABORT_REQUEST, 7, "")
                + record(FastcgiRecord.PARAMS, 9, "x")
                + record(8, 1, "data")
                + record(77, 3, "unknown");
        String text = foreign
                + begin(1, FastcgiRecord.RESPONDER, 0)
                + foreign
                + params(post(2))
                + foreign
                + record(FastcgiRecord.STDIN, 1, "hi")
                + foreign
                + NO_STDIN;
        assertEquals("[POST /x RESPONDER keep=false length=2]hi<end>", read(text));
    }

    @Test
    void abortIsSeenWithinTheBodyAndBehindIt() {
        String abort = record(FastcgiRecord.ABORT_REQUEST, 1, "");
        String head = begin(1, FastcgiRecord.RESPONDER, 1) + params(post(2));
        assertEquals("[POST /x RESPONDER keep=true length=2]<abort>", read(head + abort));
        FastcgiReader reader = new FastcgiReader(new Wire(16));
        byte[] bytes = Bytes.latin1(head + record(FastcgiRecord.STDIN, 1, "hi") + NO_STDIN);
        int taken = reader.feed(bytes, 0, bytes.length);
        reader.decode(bytes, taken, bytes.length);
        assertTrue(reader.isAtEnd());
        byte[] more = Bytes.latin1(abort);
        for (int i = 0; i < more.length; i++) {
            assertFalse(reader.isAborted());
            reader.listen(more, i, i + 1);
        }
        assertTrue(reader.isAborted());
        reader.next();
        assertFalse(reader.isAborted());
        assertNull(reader.request());
    }

    @Test
    void abortOfARequestThatIsNotWholeEndsIt() {
        String abort = record(FastcgiRecord.ABORT_REQUEST, 1, "");
        String end = "<3 id=1 00000000 00000000>";
        assertEquals(end, read(begin(1, FastcgiRecord.RESPONDER, 1) + abort));
        assertEquals(end + "<over>", read(begin(1, FastcgiRecord.RESPONDER, 0) + abort));
    }

    @Test
    void bodiesMustBeAsLongAsTheySay() {
        String head = begin(1, FastcgiRecord.RESPONDER, 1) + params(post(2));
        refuse(head + record(FastcgiRecord.STDIN, 1, "abc"));
        refuse(head + record(FastcgiRecord.STDIN, 1, "a") + NO_STDIN);
        String none = begin(1, FastcgiRecord.RESPONDER, 1) + params(post(0));
        refuse(none + record(FastcgiRecord.STDIN, 1, "a"));
        assertEquals("[POST /x RESPONDER keep=true length=-1]<end>", read(none + NO_STDIN));
    }

    @Test
    void aBodyOfUnknownLengthEndsWhereItEnds() {
        String text = begin(1, FastcgiRecord.RESPONDER, 0)
                + params(pair("REQUEST_METHOD", "POST") + pair("REQUEST_URI", "/x") + pair("CONTENT_LENGTH", ""))
                + record(FastcgiRecord.STDIN, 1, "abc")
                + NO_STDIN;
        assertEquals("[POST /x RESPONDER keep=false length=-1]abc<end>", read(text));
    }

    private static void refuse(String text) {
        BadRequest whole = assertThrows(BadRequest.class, () -> read(text, text.length()));
        BadRequest slowly = assertThrows(BadRequest.class, () -> read(text, 1));
        assertEquals(whole.getMessage(), slowly.getMessage());
    }

    @Test
    void whatIsNotFastcgiIsRefused() {
        refuse("GET / HTTP/1.1\r\n");
        refuse("\0" + begin(1, 1, 0).substring(1));
        refuse("\2" + begin(1, 1, 0).substring(1));
        refuse(begin(0, 1, 0));
        refuse(record(FastcgiRecord.BEGIN_REQUEST, 1, "\0\1\0"));
        refuse(record(FastcgiRecord.BEGIN_REQUEST, 1, "\0\1\0\0\0\0\0\0\0"));
    }

    @Test
    void streamsMustComeInOrderAndOnce() {
        String begin = begin(1, FastcgiRecord.RESPONDER, 0);
        refuse(begin + begin);
        refuse(begin + NO_STDIN);
        refuse(begin + params(get()) + NO_PARAMS);
        refuse(begin + params(get()) + record(FastcgiRecord.PARAMS, 1, pair("A", "b")));
        refuse(begin + record(FastcgiRecord.PARAMS, 1, "\5\0ab") + NO_PARAMS);
    }

    @Test
    void longVariablesAreRefusedAtTheirLengths() {
        String begin = begin(1, FastcgiRecord.RESPONDER, 0);
        refuse(begin + record(FastcgiRecord.PARAMS, 1, "\1\u00ff\u00ff\u00ff\u00ff"));
        refuse(begin + record(FastcgiRecord.PARAMS, 1, "\u0080\u00ff\0\0\1"));
        refuse(begin + record(FastcgiRecord.PARAMS, 1, "\u0080\0\0\0\0"));
    }

    @Test
    void aRequestMustBeOne() {
        String begin = begin(1, FastcgiRecord.RESPONDER, 0);
        refuse(begin + NO_PARAMS);
        refuse(begin + params(pair("REQUEST_METHOD", "GET") + pair("REQUEST_URI", "/%")));
        refuse(begin + params(get() + pair("CONTENT_LENGTH", "x")));
    }

    @Test
    void aFloodOfQuestionsIsNotCollected() {
        byte[] asked = Bytes.latin1(record(FastcgiRecord.GET_VALUES, 0, "").repeat(40_000));
        FastcgiReader reader = new FastcgiReader(new Wire(16));
        assertThrows(BadRequest.class, () -> reader.feed(asked, 0, asked.length));
    }
}
