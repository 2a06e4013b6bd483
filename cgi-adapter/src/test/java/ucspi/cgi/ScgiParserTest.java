package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;

/** SCGI heads: whole, byte by byte and truncated. */
class ScgiParserTest {
    private static String head(String... words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(word).append('\0');
        }
        return text.length() + ":" + text + ",";
    }

    private static String minimal(String... more) {
        String[] words = new String[6 + more.length];
        String[] first = {"CONTENT_LENGTH", "0", "SCGI", "1", "REQUEST_METHOD", "GET"};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return head(words);
    }

    private static Request parse(String text) {
        byte[] bytes = Bytes.latin1(text + "rest");
        ScgiParser whole = new ScgiParser();
        assertEquals(text.length(), whole.feed(bytes, 0, bytes.length));
        ScgiParser slow = new ScgiParser();
        for (int i = 0; i < text.length(); i++) {
            assertNull(slow.request(), "complete after " + i);
            assertEquals(1, slow.feed(bytes, i, i + 1));
        }
        assertEquals(0, slow.feed(bytes, text.length(), bytes.length));
        assertEquals(Fuzzed.show(whole.request()), Fuzzed.show(slow.request()));
        for (int i = 0; i < text.length(); i++) {
            ScgiParser truncated = new ScgiParser();
            truncated.feed(bytes, 0, i);
            assertNull(truncated.request(), "complete when truncated at " + i);
            assertEquals(i > 0, truncated.hasBegun());
        }
        return whole.request();
    }

    private static int refusal(String text) {
        byte[] bytes = Bytes.latin1(text);
        BadRequest whole = assertThrows(BadRequest.class, () -> new ScgiParser().feed(bytes, 0, bytes.length));
        ScgiParser slow = new ScgiParser();
        BadRequest slowly = assertThrows(BadRequest.class, () -> {
            for (int i = 0; i < bytes.length; i++) {
                slow.feed(bytes, i, i + 1);
            }
        });
        assertEquals(whole.getMessage(), slowly.getMessage());
        return whole.status();
    }

    @Test
    void theRequestOfTheSpecificationIsRead() {
        Request request = parse(
                head("CONTENT_LENGTH", "27", "SCGI", "1", "REQUEST_METHOD", "POST", "REQUEST_URI", "/deepthought"));
        assertEquals("POST", Bytes.string(request.method()));
        assertEquals("/deepthought", Bytes.string(request.path()));
        assertEquals(Request.Framing.LENGTH, request.framing());
        assertEquals(27, request.length());
        assertFalse(request.keepAlive());
    }

    @Test
    void aLengthOfZeroIsNoBody() {
        assertEquals(Request.Framing.NONE, parse(minimal("REQUEST_URI", "/")).framing());
    }

    @Test
    void theUriIsTakenApartAndDecodedOnce() {
        Request request = parse(minimal("REQUEST_URI", "/a%20b/../c%2541?x=%41"));
        assertEquals("/c%41", Bytes.string(request.path()));
        assertEquals("x=%41", Bytes.string(request.query()));
    }

    @Test
    void withoutUriThePathIsTheOneGivenAndIsNotDecodedAgain() {
        Request request = parse(minimal("SCRIPT_NAME", "/app", "PATH_INFO", "/100%25", "QUERY_STRING", "q"));
        assertEquals("/app/100%25", Bytes.string(request.path()));
        assertEquals("q", Bytes.string(request.query()));
    }

    @Test
    void emptyValuesAndLargeOnesPass() {
        String large = "v".repeat(100_000);
        Request request = parseWhole(minimal("REQUEST_URI", "/", "EMPTY", "", "HTTP_LARGE", large));
        assertEquals(large, Bytes.string(request.variables().value("HTTP_LARGE")));
        assertEquals(0, request.variables().value(request.variables().find("EMPTY")).length);
    }

    private static Request parseWhole(String text) {
        ScgiParser parser = new ScgiParser();
        assertEquals(text.length(), parser.feed(Bytes.latin1(text), 0, text.length()));
        return parser.request();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                ":",
                " 5:",
                "+5:",
                "-5:",
                "05:",
                "00:",
                "0:,",
                "5 :",
                "5;",
                "1234567",
                "999999:",
                "70:GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001",
            })
    void whatIsNoNetstringIsRefused(String text) {
        if (text.startsWith("70:")) {
            byte[] bytes = Bytes.latin1("18:GET / HTTP/1.1\r\n\r\n,");
            assertThrows(BadRequest.class, () -> new ScgiParser().feed(bytes, 0, bytes.length));
        } else {
            refusal(text);
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefusedAtItsLength() {
        assertEquals(431, refusal("400000:"));
    }

    @Test
    void theNetstringMustEndWhereItSays() {
        assertEquals(400, refusal(minimal("REQUEST_URI", "/").replace(",", ";")));
        String text = minimal("REQUEST_URI", "/");
        assertEquals(400, refusal(text.replaceFirst("\\d+", "20")));
    }

    @Test
    void namesWithoutValuesAreRefused() {
        assertEquals(400, refusal(head("CONTENT_LENGTH")));
        assertEquals(400, refusal(head("CONTENT_LENGTH", "0", "REQUEST_METHOD", "GET", "REQUEST_URI")));
        assertEquals(400, refusal("17:CONTENT_LENGTH\0" + "00,"));
    }

    @Test
    void theLengthMustBeThereFirstAndANumber() {
        assertEquals(400, refusal(head("SCGI", "1", "REQUEST_METHOD", "GET", "REQUEST_URI", "/")));
        assertEquals(
                400, refusal(head("SCGI", "1", "CONTENT_LENGTH", "0", "REQUEST_METHOD", "GET", "REQUEST_URI", "/")));
        for (String length : new String[] {"", "+5", "-1", "5 ", "0x5", "5,5", "99999999999999999999"}) {
            String text = head("CONTENT_LENGTH", length, "REQUEST_METHOD", "POST", "REQUEST_URI", "/");
            assertEquals(400, refusal(text), length);
        }
        assertEquals(400, refusal(minimal("REQUEST_URI", "/", "CONTENT_LENGTH", "0")));
    }

    @Test
    void methodsAndTargetsAreChecked() {
        assertEquals(400, refusal(head("CONTENT_LENGTH", "0", "REQUEST_URI", "/")));
        assertEquals(400, refusal(head("CONTENT_LENGTH", "0", "REQUEST_METHOD", "G T", "REQUEST_URI", "/")));
        assertEquals(400, refusal(head("CONTENT_LENGTH", "0", "REQUEST_METHOD", "M".repeat(65), "REQUEST_URI", "/")));
        for (String uri : new String[] {"x", "/%", "/%zz", "/a b", "/../x", "/%00", "/a#b", "/\r\n"}) {
            assertEquals(400, refusal(minimal("REQUEST_URI", uri)), uri);
        }
        assertEquals(400, refusal(minimal("SCRIPT_NAME", "app")));
    }
}
