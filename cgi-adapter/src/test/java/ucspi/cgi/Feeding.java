package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ucspi.kernel.Bytes;

/** Feeds parsers whole, one byte at a time, and truncated at every length. */
final class Feeding {
    private Feeding() {}

    /** The request in this text, which must be the same however it is fed; text behind it must be left alone. */
    static Request request(String text) {
        byte[] bytes = Bytes.latin1(text + "rest");
        RequestParser whole = new RequestParser();
        assertEquals(text.length(), whole.feed(bytes, 0, bytes.length));
        RequestParser slow = new RequestParser();
        for (int i = 0; i < text.length(); i++) {
            assertNull(slow.request(), "complete after " + i);
            assertEquals(1, slow.feed(bytes, i, i + 1));
        }
        assertEquals(0, slow.feed(bytes, text.length(), bytes.length));
        assertEquals(Fuzzed.show(whole.request()), Fuzzed.show(slow.request()));
        for (int i = 0; i < text.length(); i++) {
            RequestParser truncated = new RequestParser();
            truncated.feed(bytes, 0, i);
            assertNull(truncated.request(), "complete when truncated at " + i);
        }
        return whole.request();
    }

    /** The status that this text is refused with, which must be the same however it is fed. */
    static int refusal(String text) {
        byte[] bytes = Bytes.latin1(text);
        BadRequest whole = assertThrows(BadRequest.class, () -> new RequestParser().feed(bytes, 0, bytes.length));
        RequestParser slow = new RequestParser();
        BadRequest slowly = assertThrows(BadRequest.class, () -> {
            for (int i = 0; i < bytes.length; i++) {
                slow.feed(bytes, i, i + 1);
            }
        });
        assertEquals(whole.getMessage(), slowly.getMessage());
        assertEquals(whole.status(), slowly.status());
        for (int i = 0; i < bytes.length; i++) {
            assertNeverARequest(bytes, i);
        }
        return whole.status();
    }

    private static void assertNeverARequest(byte[] bytes, int length) {
        RequestParser truncated = new RequestParser();
        try {
            truncated.feed(bytes, 0, length);
        } catch (BadRequest e) {
            return;
        }
        assertNull(truncated.request());
    }

    /** The response in this text, which must be the same however it is fed. */
    static CgiResponse response(String text) {
        byte[] bytes = Bytes.latin1(text + "rest");
        CgiResponseParser whole = new CgiResponseParser();
        assertEquals(text.length(), whole.feed(bytes, 0, bytes.length));
        CgiResponseParser slow = new CgiResponseParser();
        for (int i = 0; i < text.length(); i++) {
            assertNull(slow.response(), "complete after " + i);
            assertEquals(1, slow.feed(bytes, i, i + 1));
        }
        assertEquals(0, slow.feed(bytes, text.length(), bytes.length));
        assertEquals(Fuzzed.show(whole.response()), Fuzzed.show(slow.response()));
        for (int i = 0; i < text.length(); i++) {
            CgiResponseParser truncated = new CgiResponseParser();
            truncated.feed(bytes, 0, i);
            assertNull(truncated.response(), "complete when truncated at " + i);
        }
        return whole.response();
    }

    /** Asserts that this text is refused however it is fed. */
    static void assertNoResponse(String text) {
        byte[] bytes = Bytes.latin1(text);
        assertThrows(BadResponse.class, () -> new CgiResponseParser().feed(bytes, 0, bytes.length));
        CgiResponseParser slow = new CgiResponseParser();
        assertThrows(BadResponse.class, () -> {
            for (int i = 0; i < bytes.length; i++) {
                slow.feed(bytes, i, i + 1);
            }
        });
        assertNull(slow.response());
    }
}
