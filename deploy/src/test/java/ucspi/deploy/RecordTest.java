package ucspi.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What records are made of: times, words, names. */
class RecordTest {
    @Test
    void timesAreTheLibrarys() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            long seconds = random.nextLong(4_102_444_800L);
            String expected = Instant.ofEpochSecond(seconds).toString();
            assertEquals(expected, Time.text(seconds * 1000 + random.nextInt(1000), true));
            assertEquals(expected.replace("-", "").replace(":", ""), Time.text(seconds * 1000, false));
        }
        assertEquals("2024-02-29T23:59:59Z", Time.text(1709251199000L, true));
        assertEquals("12.034", Time.seconds(12034));
        assertEquals("0.007", Time.seconds(7));
    }

    @Test
    void whateverSomebodyCallsHimselfIsOneWord() {
        assertEquals("Eve_?_x", Ledger.word("Eve \n x"));
        assertEquals("-", Ledger.word(""));
        assertEquals(100, Ledger.word("x".repeat(5000)).length());
    }

    @Test
    void namesOfObjectsAreFullAndHexadecimal() {
        assertTrue(Git.isName("0123456789abcdef0123456789abcdef01234567"));
        assertTrue(Git.isName("a".repeat(64)));
        assertFalse(Git.isName("0123456789abcdef0123456789abcdef0123456"));
        assertFalse(Git.isName("0123456789ABCDEF0123456789abcdef01234567"));
        assertFalse(Git.isName("--upload-pack=0123456789abcdef0123456789"));
    }

    @Test
    void aReleaseIsNamedByItsTimeAndItsRevision() {
        String revision = "0123456789abcdef0123456789abcdef01234567";
        assertEquals(revision, ReleaseTrees.revisionOf("20260101T000000Z-" + revision));
        assertEquals(revision, ReleaseTrees.revisionOf("20260101T000000Z.1-" + revision));
    }
}
