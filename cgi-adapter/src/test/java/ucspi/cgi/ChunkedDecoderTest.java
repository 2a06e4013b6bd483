package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;

/** The chunked transfer coding of requests: RFC 9112 section 7.1. */
class ChunkedDecoderTest {
    private static String decode(String text, int step) {
        ChunkedDecoder decoder = new ChunkedDecoder();
        StringBuilder data = new StringBuilder();
        int at = 0;
        while (at < text.length() && !decoder.isAtEnd()) {
            byte[] piece = Bytes.latin1("##" + text.substring(at, Math.min(at + step, text.length())));
            at += decoder.decode(piece, 2, piece.length);
            data.append(Bytes.string(piece, 2, decoder.produced()));
        }
        return decoder.isAtEnd() ? data + "|" + text.substring(at) : data + "...";
    }

    private static String decode(String text) {
        String whole = decode(text, text.length());
        for (int step = 1; step < text.length(); step++) {
            assertEquals(whole, decode(text, step));
        }
        for (int length = 0; length < text.length() - "rest".length(); length++) {
            assertTrue(decode(text.substring(0, length), Integer.MAX_VALUE / 2).endsWith("..."));
        }
        return whole;
    }

    @Test
    void chunksBecomeDataAndWhatFollowsIsLeftAlone() {
        assertEquals("hello world|rest", decode("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nrest"));
        assertEquals("|rest", decode("0\r\n\r\nrest"));
        assertEquals("0123456789abcdefghijklmnop|rest", decode("01A\r\n0123456789abcdefghijklmnop\r\n000\r\n\r\nrest"));
    }

    @Test
    void dataMayLookLikeFraming() {
        assertEquals("\r\n0\r\n\r\n|rest", decode("7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\nrest"));
    }

    @Test
    void extensionsAndTrailersAreDiscarded() {
        assertEquals("abc|rest", decode("3 ;a=\"b\";c\r\nabc\r\n0;x\r\nX-T: 1\r\nContent-Length: 9\r\n\r\nrest"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "+3\r\nabc\r\n",
                "-3\r\n",
                "0x3\r\nabc",
                "3_0\r\n",
                " 3\r\nabc",
                "3\nabc\r\n",
                "3\rabc\r\n",
                "3\r\nabcd",
                "3\r\nabc\n",
                "3\r\nabc0\r\n",
                "3 \r\nabc\r\n",
                "3 3\r\n",
                "3 x\r\n",
                "g\r\n",
                ";a\r\n",
                "3;a\nabc",
                "3;a\u0000\r\nabc",
                "0\r\n\n",
                "0\r\nX: y\n\r\n",
                "0\r\nX\u0001: y\r\n\r\n",
                "1000000000000000\r\n",
                "0000000000000003\r\nabc\r\n",
                "0\r\n\rX"
            })
    void brokenCodingIsRefused(String text) {
        for (int step = 1; step <= text.length(); step++) {
            int size = step;
            assertEquals(
                    400,
                    assertThrows(BadRequest.class, () -> decode(text, size)).status());
        }
    }

    @Test
    void endlessExtensionsAreRefused() {
        assertThrows(BadRequest.class, () -> decode("1;" + "a".repeat(5000), 100));
        assertThrows(BadRequest.class, () -> decode("1;aaaaaaaaa\r\nb\r\n".repeat(500), 100));
        assertThrows(BadRequest.class, () -> decode("1" + " ".repeat(5000), 100));
    }

    @Test
    void endlessTrailersAreRefused() {
        BadRequest refusal = assertThrows(BadRequest.class, () -> decode("0\r\n" + "X: y\r\n".repeat(3000), 100));
        assertEquals(431, refusal.status());
    }

    @Test
    void hugeChunkIsNotTakenForItsEnd() {
        ChunkedDecoder decoder = new ChunkedDecoder();
        byte[] bytes = Bytes.latin1("fffffffffffffff\r\nabc");
        assertEquals(bytes.length, decoder.decode(bytes, 0, bytes.length));
        assertEquals(3, decoder.produced());
        assertFalse(decoder.isAtEnd());
    }
}
