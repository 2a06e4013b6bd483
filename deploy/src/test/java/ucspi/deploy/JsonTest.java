package ucspi.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String PUSH = """
            {"ref": "refs/heads/main", "after": "1a2b", "n": [0, -1.5e+3, 10E2],
             "pusher":
              {"name": "\\u00e9ve \\ud83d\\ude00 \\"\\\\\\/\\b\\f\\n\\r\\t", "ok": true, "no": false, "x": null},
             "empty": {}, "none": [ ], "text": "grüße €😀"}
            """;

    private static Object parse(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void everythingThatThereIsIsRead() {
        Object json = parse(PUSH);
        assertEquals("refs/heads/main", Json.string(json, "ref"));
        assertEquals(utf8("éve 😀 \"\\/\b\f\n\r\t"), Json.string(json, "pusher", "name"));
        assertEquals(utf8("grüße €😀"), Json.string(json, "text"));
        Map<?, ?> map = (Map<?, ?>) json;
        assertEquals(List.of(new Json.Number("0"), new Json.Number("-1.5e+3"), new Json.Number("10E2")), map.get("n"));
        assertEquals(new HashMap<>(), map.get("empty"));
        assertEquals(List.of(), map.get("none"));
        assertEquals(Boolean.TRUE, ((Map<?, ?>) map.get("pusher")).get("ok"));
        assertNull(Json.string(json, "pusher"));
        assertNull(Json.string(json, "ref", "name"));
        assertNull(Json.string(json, "nothing", "name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,\"a\":2}",
                "[1 2]",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "NaN",
                "tru",
                "nulll",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\\ud800\\u0041\"",
                "\"\\udc00\"",
                "\"a\nb\"",
                "// a\n1",
                "1 1",
                "\u00a01",
                "\ufeff1"
            })
    void nothingElseIs(String text) {
        assertThrows(Json.Malformed.class, () -> parse(text));
    }

    @Test
    void stringsAreUtf8() {
        byte[][] bad = {
            {'"', (byte) 0x80, '"'},
            {'"', (byte) 0xc0, (byte) 0x80, '"'},
            {'"', (byte) 0xc1, (byte) 0xbf, '"'},
            {'"', (byte) 0xe0, (byte) 0x80, (byte) 0x80, '"'},
            {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            {'"', (byte) 0xf0, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'},
            {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
            {'"', (byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'},
            {'"', (byte) 0xe2, (byte) 0x82, '"'},
            {'"', (byte) 0xff, '"'}
        };
        for (byte[] text : bad) {
            assertThrows(Json.Malformed.class, () -> Json.parse(text), Arrays.toString(text));
        }
    }

    @Test
    void nestingHasABound() {
        parse("[".repeat(64) + "]".repeat(64));
        assertThrows(Json.Malformed.class, () -> parse("[".repeat(65) + "]".repeat(65)));
        assertThrows(Json.Malformed.class, () -> parse("{\"a\":".repeat(1_000_000)));
    }

    @Test
    void textThatIsCutOffAnywhereIsMalformed() {
        byte[] whole = PUSH.trim().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(Json.Malformed.class, () -> Json.parse(part), "at " + length);
        }
    }

    @Test
    void textThatIsDamagedIsReadOrMalformedAndNothingWorse() {
        Random random = new Random(3);
        byte[] whole = PUSH.getBytes(StandardCharsets.UTF_8);
        int malformed = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Json.parse(damaged);
            } catch (Json.Malformed e) {
                malformed++;
            }
        }
        assertEquals(true, malformed > 50_000 && malformed < 200_000, "malformed: " + malformed);
    }
}
