package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ucspi.kernel.Bytes;

class EventLineTest {
    private static EventLine line(LogFormat format) {
        return new EventLine(format).begin(951_868_799_999L, EventLine.INFO, "tcpserver", "started");
    }

    private static String text(EventLine line) {
        return Bytes.string(line.finish());
    }

    @Test
    void aLineOfEachFormat() {
        assertEquals(
                "{\"ts\":\"2000-02-29T23:59:59.999Z\",\"level\":\"info\",\"program\":\"tcpserver\","
                        + "\"event\":\"started\","
                        + "\"pid\":7,\"n\":-1,\"w\":\"a-b\",\"p\":\"unable to x\",\"t\":\"a b\"}\n",
                text(fill(line(LogFormat.JSON))));
        assertEquals(
                "ts=2000-02-29T23:59:59.999Z level=info program=tcpserver event=started pid=7 n=-1 w=a-b"
                        + " p=\"unable to x\" t=\"a b\"\n",
                text(fill(line(LogFormat.LOGFMT))));
    }

    private static EventLine fill(EventLine line) {
        return line.number("pid", 7)
                .number("n", -1)
                .word("w", "a-b")
                .phrase("p", "unable to ", "x")
                .text("t", Bytes.ascii("a b"));
    }

    @Test
    void textThatCannotStandForItselfIsEscaped() {
        byte[] hostile = Bytes.latin1("\"\\\n\r\t\0\u007f\u00ff={}\u001b]");
        String escaped = "\\\"\\\\\\u000a\\u000d\\u0009\\u0000\\u007f\\u00ff={}\\u001b]";
        assertTrue(text(line(LogFormat.JSON).text("t", hostile)).endsWith(",\"t\":\"" + escaped + "\"}\n"));
        assertTrue(text(line(LogFormat.LOGFMT).text("t", hostile)).endsWith(" t=\"" + escaped + "\"\n"));
    }

    @Test
    void logfmtQuotesWhatIsNoSimpleWord() {
        for (String bare : List.of("a", "127.0.0.1", "::1", "/run/x", "{}", "%")) {
            assertTrue(text(line(LogFormat.LOGFMT).text("t", Bytes.ascii(bare))).endsWith(" t=" + bare + "\n"));
        }
        for (String quoted : List.of("", "a b", "a=b", " ")) {
            assertTrue(
                    text(line(LogFormat.LOGFMT).text("t", Bytes.ascii(quoted))).endsWith(" t=\"" + quoted + "\"\n"));
        }
    }

    @Test
    void longTextIsCutBetweenEscapes() {
        String cut = "x".repeat(509) + "...";
        assertTrue(text(line(LogFormat.JSON).text("t", Bytes.ascii("x".repeat(513))))
                .endsWith("\"" + cut + "\"}\n"));
        assertTrue(text(line(LogFormat.JSON).text("t", Bytes.ascii("x".repeat(512))))
                .endsWith("x\"}\n"));
        String controls = "\\u0000".repeat(84) + "...";
        assertTrue(text(line(LogFormat.JSON).text("t", new byte[86])).endsWith("\"" + controls + "\"}\n"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGFMT", "JSON"})
    void whateverItIsToldALineIsOneValidLineAndShortEnough(LogFormat format) {
        Random random = new Random(2);
        EventLine line = new EventLine(format);
        for (int round = 0; round < 3000; round++) {
            line.begin(random.nextInt() & 0x7fffffffL, EventLine.WARN, "x", "y");
            int fields = random.nextInt(40);
            for (int i = 0; i < fields; i++) {
                byte[] bytes = new byte[random.nextInt(random.nextInt(4) == 0 ? 1000 : 20)];
                random.nextBytes(bytes);
                switch (random.nextInt(4)) {
                    case 0 -> line.text("k" + i, bytes);
                    case 1 -> line.number("k" + i, random.nextLong() >> random.nextInt(64));
                    case 2 -> line.word("k" + i, "w".repeat(1 + bytes.length));
                    default -> line.phrase("k" + i, "p ", Bytes.string(bytes));
                }
            }
            byte[] written = line.finish();
            assertTrue(written.length <= EventLine.SIZE, () -> written.length + " bytes");
            Map<String, Object> read = EventReader.read(format, Bytes.string(written));
            assertEquals("y", read.get("event"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGFMT", "JSON"})
    void everyByteCanBeHadBack(LogFormat format) {
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            String line = text(line(format).text("t", bytes).number("last", 1));
            Map<String, Object> read = EventReader.read(format, line);
            assertEquals(Bytes.string(bytes), read.get("t"), line);
            assertEquals(6, read.size(), line);
        }
    }
}
