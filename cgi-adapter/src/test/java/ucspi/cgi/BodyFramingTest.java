package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request's body ends and whether the connection goes on: RFC 9112 sections 6 and 9.3, RFC 9110 10.1.1. */
class BodyFramingTest {
    private static Request post(String version, String fields) {
        return Feeding.request("POST / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n\r\n");
    }

    private static int refusal(String version, String fields) {
        return Feeding.refusal("POST / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "content-length:5 ",
                "Content-Length: 005",
                "Content-Length: 5, 5",
                "Content-Length: 5\r\nContent-Length: 5"
            })
    void contentLengthIsRead(String fields) {
        Request request = post("1.1", fields);
        assertEquals(Request.Framing.LENGTH, request.framing());
        assertEquals(5, request.length());
    }

    @Test
    void contentLengthZeroIsABodyOfNothing() {
        assertTrue(post("1.1", "Content-Length: 0").hasBody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 5 5",
                "Content-Length: 0x5",
                "Content-Length:",
                "Content-Length: 5,",
                "Content-Length: ,5",
                "Content-Length: 5, 6",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 9999999999999999999",
                "Content-Length: 18446744073709551621",
                "Content-Length: 5.0",
                "Content-Length: 5a",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding:",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: \u000bchunked"
            })
    void faultyFramingIsRefused(String fields) {
        assertEquals(400, refusal("1.1", fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xchunked", "chunkedx", "gzip, chunked", "identity", "\"chunked\""})
    void unknownTransferCodingIsNotImplemented(String coding) {
        assertEquals(501, refusal("1.1", "Transfer-Encoding: " + coding));
    }

    @Test
    void chunkedIsRead() {
        assertEquals(
                Request.Framing.CHUNKED,
                post("1.1", "Transfer-Encoding: Chunked").framing());
    }

    @Test
    void transferEncodingInVersion10IsRefused() {
        assertEquals(400, refusal("1.0", "Transfer-Encoding: chunked"));
    }

    @Test
    void connectionIsAListWhateverItsCase() {
        assertFalse(post("1.1", "Connection: x, CLOSE ,y").keepAlive());
        assertFalse(post("1.1", "Connection: x\r\nConnection: close").keepAlive());
        assertFalse(post("1.1", "Connection: close, keep-alive").keepAlive());
        assertTrue(post("1.1", "Connection: closed").keepAlive());
        assertTrue(post("1.0", "Connection: Keep-Alive").keepAlive());
    }

    @Test
    void expectationIsForBodiesOf11() {
        assertTrue(post("1.1", "Content-Length: 5\r\nExpect: 100-Continue").expectContinue());
        assertFalse(post("1.0", "Content-Length: 5\r\nExpect: 100-continue").expectContinue());
        assertFalse(post("1.1", "Expect: 100-continue").expectContinue());
        assertEquals(417, refusal("1.1", "Expect: bananas"));
    }
}
