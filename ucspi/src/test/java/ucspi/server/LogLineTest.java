package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

class LogLineTest {
    private static String text(LogLine line) {
        return Bytes.string(line.bytes(), 0, line.length());
    }

    @Test
    void whatOthersChoseCannotForgeALine() {
        LogLine line = new LogLine().addForeign(Bytes.latin1("a\nb c%d:e\u00ff\u007f"));
        assertEquals("a?b?c?d?e??", text(line));
    }

    @Test
    void whatOthersChoseIsCutAt100Bytes() {
        assertEquals("x".repeat(100) + "...", text(new LogLine().addForeign(Bytes.ascii("x".repeat(101)))));
        assertEquals("x".repeat(100), text(new LogLine().addForeign(Bytes.ascii("x".repeat(100)))));
    }

    @Test
    void aLineNeverExceeds4096BytesAndAlwaysEnds() {
        LogLine line = new LogLine()
                .add("y".repeat(5000))
                .add('z')
                .add(7)
                .add(Bytes.ascii("w"))
                .end();
        assertEquals(4096, line.length());
        assertEquals('\n', line.bytes()[4095]);
        line.add("more").end();
        assertEquals(4096, line.length());
        assertEquals("", text(line.clear()));
    }

    @Test
    void numbersAreDecimal() {
        assertEquals("-28416 0", text(new LogLine().add(-28416).add(' ').add(0)));
    }
}
