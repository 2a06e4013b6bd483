package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

/** Whatever comes, parsers give a value or refuse it, and the same however the bytes are divided. */
class MutationTest {
    private static final int ROUNDS = 20_000;

    private static final List<String> REQUESTS = List.of(
            "GET /a%20b/../c?d=e HTTP/1.1\r\nHost: example.com:80\r\nX-Y: z\r\nCookie: a=b\r\n\r\n",
            "POST http://[::1]:8080/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\nExpect: 100-continue\r\n\r\nhello",
            "\r\nPUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close, x\r\n\r\n",
            "OPTIONS * HTTP/1.0\nConnection: keep-alive\n\n");

    private static final List<String> RESPONSES = List.of(
            "Status: 404 Not here\r\nContent-Type: text/plain\nContent-Length: 5\n\nhello",
            "HTTP/1.1 200 OK\r\nX-Y: z\r\n\r\n",
            "Location: /a?b\n\n",
            "Location: http://b/\nStatus: 303\n\n");

    private static final List<String> BODIES =
            List.of("5\r\nhello\r\n1A;x=\"y\"\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX: y\r\n\r\nrest", "0\r\n\r\n");

    /** Feeds bytes in pieces of at most so many; returns what came of it as text. */
    private interface Feed extends BiFunction<byte[], Integer, String> {}

    private static void mutate(List<String> seeds, Feed feed) {
        Random random = new Random(7);
        int good = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = Bytes.latin1(seeds.get(random.nextInt(seeds.size())));
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes = mutated(bytes, random);
            }
            String whole = feed.apply(bytes, Integer.MAX_VALUE);
            assertEquals(whole, feed.apply(bytes, 1), () -> "one byte at a time");
            assertEquals(whole, feed.apply(bytes, 1 + random.nextInt(9)), () -> "in pieces");
            good += whole.startsWith("good") ? 1 : 0;
        }
        assertTrue(good > ROUNDS / 10 && good < ROUNDS, good + " were good");
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        String interesting = "\0\t\r\n :;,/%?#0159af+-\u007f\u00ff";
        byte other = (byte) interesting.charAt(random.nextInt(interesting.length()));
        byte[] changed = Arrays.copyOf(bytes, bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> changed[at] = other;
            case 1 -> {
                changed = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
                changed[at] = other;
            }
            default -> {
                System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
                changed = Arrays.copyOf(changed, Math.max(1, bytes.length - 1));
            }
        }
        return changed;
    }

    @Test
    void requestsAreReadOrRefused() {
        mutate(REQUESTS, (bytes, step) -> {
            RequestParser parser = new RequestParser();
            int at = 0;
            try {
                while (at < bytes.length && parser.request() == null) {
                    at += parser.feed(bytes, at, (int) Math.min(bytes.length, (long) at + step));
                }
            } catch (BadRequest e) {
                return e.status() + e.getMessage();
            }
            Request request = parser.request();
            return request == null ? "incomplete" : "good " + at + Bytes.string(request.path()) + request.length();
        });
    }

    @Test
    void responsesAreReadOrRefused() {
        mutate(RESPONSES, (bytes, step) -> {
            CgiResponseParser parser = new CgiResponseParser();
            int at = 0;
            try {
                while (at < bytes.length && parser.response() == null) {
                    at += parser.feed(bytes, at, (int) Math.min(bytes.length, (long) at + step));
                }
            } catch (BadResponse e) {
                return e.getMessage();
            }
            return parser.response() == null
                    ? "incomplete"
                    : "good " + at + parser.response().status();
        });
    }

    @Test
    void chunkedBodiesAreReadOrRefused() {
        mutate(BODIES, (bytes, step) -> {
            ChunkedDecoder decoder = new ChunkedDecoder();
            StringBuilder data = new StringBuilder();
            int at = 0;
            try {
                while (at < bytes.length && !decoder.isAtEnd()) {
                    byte[] piece = Arrays.copyOfRange(bytes, at, (int) Math.min(bytes.length, (long) at + step));
                    at += decoder.decode(piece, 0, piece.length);
                    data.append(Bytes.string(piece, 0, decoder.produced()));
                }
            } catch (BadRequest e) {
                return e.status() + e.getMessage();
            }
            return decoder.isAtEnd() ? "good " + at + data : "incomplete " + data;
        });
    }
}
