package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ucspi.kernel.Bytes;

/** Where a comment may go in a stream of events. */
class EventLinesTest {
    /** What may be put behind this text: an event's end, a line, or nothing. */
    private static String place(String text, int pieces) {
        EventLines lines = new EventLines();
        byte[] bytes = Bytes.latin1(text.replace('n', '\n').replace('r', '\r'));
        for (int i = 0; i < bytes.length; i += pieces) {
            lines.add(bytes, i, Math.min(bytes.length, i + pieces));
        }
        return lines.isBetweenEvents() ? "event" : lines.isBetweenLines() ? "line" : "nothing";
    }

    @ParameterizedTest
    @CsvSource({
        "'',event",
        "a,nothing",
        "an,line",
        "ann,event",
        "annn,event",
        "annb,nothing",
        "anb,nothing",
        "anbn,line",
        "arn,line",
        "arnrn,event",
        "arnr,event",
        "arnrb,nothing",
        "ar,nothing",
        "arb,nothing",
        "arbr,nothing",
        "arr,event",
        "arrn,event",
        "arnn,event",
        "anr,event",
        "anrn,event",
        "arrnb,nothing",
        "n,event",
        "r,event",
        "rn,event",
        "rna,nothing",
        ":n,line",
        ":nn,event",
    })
    void commentsGoBetweenLinesAndEndsOfEventsBetweenEvents(String text, String expected) {
        assertEquals(expected, place(text, 1));
        assertEquals(expected, place(text, 2));
        assertEquals(expected, place(text, Math.max(text.length(), 1)));
    }
}
