package ucspi.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

class TranslationTest {
    private static String feed(Translation translation, String text, int piece) {
        StringBuilder result = new StringBuilder();
        byte[] into = new byte[Math.max(piece, 1) * Translation.GROWTH];
        for (int at = 0; at < text.length(); at += piece) {
            byte[] part = Bytes.latin1(text.substring(at, Math.min(at + piece, text.length())));
            result.append(Bytes.string(into, 0, translation.translate(part, part.length, into)));
        }
        return result.append(Bytes.string(into, 0, translation.end(into))).toString();
    }

    @Test
    void addcrAddsACrBeforeEveryLf() {
        String text = "\na\nb\r\n\r\r\nc\0\u00ff\r";
        for (int piece = 1; piece <= text.length(); piece++) {
            assertEquals("\r\na\r\nb\r\r\n\r\r\r\nc\0\u00ff\r", feed(new AddCr(false), text, piece));
        }
    }

    @Test
    void fixcrioAddsOnlyWhatIsMissing() {
        String text = "\na\nb\r\n\r\r\nc\r";
        for (int piece = 1; piece <= text.length(); piece++) {
            assertEquals("\r\na\r\nb\r\n\r\r\nc\r", feed(new AddCr(true), text, piece));
        }
    }

    @Test
    void delcrTakesOneCrAwayAndKeepsAllOthers() {
        String text = "\r\na\r\nb\r\r\nc\rd\n\r\0\r";
        for (int piece = 1; piece <= text.length(); piece++) {
            assertEquals("\na\nb\r\nc\rd\n\r\0\r", feed(new DelCr(), text, piece));
        }
        assertEquals("", feed(new DelCr(), "", 1));
    }
}
