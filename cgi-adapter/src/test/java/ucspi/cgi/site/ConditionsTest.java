package ucspi.cgi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ucspi.cgi.site.Conditions.Outcome.FAILED;
import static ucspi.cgi.site.Conditions.Outcome.NOT_MODIFIED;
import static ucspi.cgi.site.Conditions.Outcome.PROCEED;

import org.junit.jupiter.api.Test;
import ucspi.cgi.site.Conditions.Outcome;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;

/** Conditional requests: RFC 9110 section 13. */
class ConditionsTest {
    private static final String THEN = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
    private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";
    private static final long NOW = 784111777 + 1000;
    private static final Validators FILE = new Validators(Bytes.ascii("\"a\""), false, 784111777);
    private static final Validators WEAK = new Validators(Bytes.ascii("\"a\""), true, 784111777);

    private String ifMatch;
    private String ifNoneMatch;
    private String ifModifiedSince;
    private String ifUnmodifiedSince;

    private static byte[] bytes(String text) {
        return text == null ? null : Bytes.latin1(text);
    }

    private Outcome evaluate(Validators file) {
        return new Conditions(
                        bytes(ifMatch), bytes(ifNoneMatch), bytes(ifModifiedSince), bytes(ifUnmodifiedSince), null)
                .evaluate(file, NOW);
    }

    private Outcome match(String list, Validators file) {
        ifMatch = list;
        return evaluate(file);
    }

    private Outcome noneMatch(String list, Validators file) {
        ifNoneMatch = list;
        return evaluate(file);
    }

    private Outcome modifiedSince(String date) {
        ifModifiedSince = date;
        return evaluate(FILE);
    }

    private Outcome unmodifiedSince(String date) {
        ifUnmodifiedSince = date;
        return evaluate(FILE);
    }

    private static boolean range(String ifRange, Validators file) {
        return new Conditions(null, null, null, null, bytes(ifRange)).allowRange(file, NOW);
    }

    @Test
    void withoutConditionsItGoesOn() {
        assertEquals(PROCEED, evaluate(FILE));
        assertTrue(range(null, FILE));
    }

    @Test
    void ifMatchComparesStrongly() {
        assertEquals(PROCEED, match("\"a\"", FILE));
        assertEquals(PROCEED, match("\"b\", \"a\"", FILE));
        assertEquals(PROCEED, match("*", FILE));
        assertEquals(PROCEED, match("*", WEAK));
        assertEquals(FAILED, match("\"b\"", FILE));
        assertEquals(FAILED, match("W/\"a\"", FILE));
        assertEquals(FAILED, match("\"a\"", WEAK));
        assertEquals(FAILED, match("a", FILE));
        assertEquals(FAILED, match("", FILE));
    }

    @Test
    void ifNoneMatchComparesWeakly() {
        assertEquals(NOT_MODIFIED, noneMatch("\"a\"", FILE));
        assertEquals(NOT_MODIFIED, noneMatch("W/\"a\"", FILE));
        assertEquals(NOT_MODIFIED, noneMatch("W/\"a\"", WEAK));
        assertEquals(NOT_MODIFIED, noneMatch("\"x,\" , W/\"b\",\"a\"", FILE));
        assertEquals(NOT_MODIFIED, noneMatch("*", FILE));
        assertEquals(PROCEED, noneMatch("\"b\"", FILE));
        assertEquals(PROCEED, noneMatch("\"a", FILE));
        assertEquals(PROCEED, noneMatch("w/\"a\"", FILE));
    }

    @Test
    void datesAreCompared() {
        assertEquals(NOT_MODIFIED, modifiedSince(THEN));
        assertEquals(NOT_MODIFIED, modifiedSince(AFTER));
        assertEquals(PROCEED, modifiedSince(BEFORE));
        ifModifiedSince = null;
        assertEquals(PROCEED, unmodifiedSince(THEN));
        assertEquals(PROCEED, unmodifiedSince(AFTER));
        assertEquals(FAILED, unmodifiedSince(BEFORE));
    }

    @Test
    void whatIsNoDateOrToComeIsIgnored() {
        assertEquals(PROCEED, modifiedSince("yesterday"));
        assertEquals(PROCEED, modifiedSince("Sun, 06 Nov 2094 08:49:37 GMT"));
        assertEquals(PROCEED, modifiedSince(THEN + "," + THEN));
        ifModifiedSince = null;
        assertEquals(PROCEED, unmodifiedSince("yesterday"));
    }

    @Test
    void tagsBeatDates() {
        ifModifiedSince = THEN;
        assertEquals(PROCEED, noneMatch("\"b\"", FILE));
        ifNoneMatch = null;
        ifModifiedSince = null;
        ifUnmodifiedSince = BEFORE;
        assertEquals(PROCEED, match("\"a\"", FILE));
    }

    @Test
    void whatMustBeTrueComesBeforeWhatSavesTheBody() {
        ifNoneMatch = "\"a\"";
        assertEquals(FAILED, match("\"b\"", FILE));
        assertEquals(NOT_MODIFIED, match("\"a\"", FILE));
        ifMatch = null;
        assertEquals(FAILED, unmodifiedSince(BEFORE));
    }

    @Test
    void ifRangeTakesOnlyTheStrongValidatorItself() {
        assertTrue(range("\"a\"", FILE));
        assertTrue(range(THEN, FILE));
        assertFalse(range("\"b\"", FILE));
        assertFalse(range("W/\"a\"", FILE));
        assertFalse(range("\"a\"", WEAK));
        assertFalse(range(THEN, WEAK));
        assertFalse(range(BEFORE, FILE));
        assertFalse(range(AFTER, FILE));
        assertFalse(range("*", FILE));
        assertFalse(range("", FILE));
    }

    @Test
    void aWednesdayIsNoWeakTag() {
        Validators file = new Validators(Bytes.ascii("\"a\""), false, 784370977);
        assertTrue(range("Wed, 09 Nov 1994 08:49:37 GMT", file));
    }

    @Test
    void aTagIsStrongOnceItsFileIsSettled() {
        long[] status = new long[FileStatus.SIZE];
        status[FileStatus.MODIFIED] = 1000;
        status[FileStatus.CHANGED] = 5000;
        assertTrue(Validators.of(status, 5002).weak());
        assertFalse(Validators.of(status, 5003).weak());
    }

    @Test
    void aTagDependsOnEverythingThatChangesWithTheFile() {
        long[] status = new long[FileStatus.SIZE];
        String before = Bytes.string(Validators.of(status, 5000).tag());
        int[] fields = {
            FileStatus.INODE,
            FileStatus.BYTES,
            FileStatus.MODIFIED,
            FileStatus.MODIFIED_NANOS,
            FileStatus.CHANGED,
            FileStatus.CHANGED_NANOS
        };
        for (int field : fields) {
            long[] other = new long[FileStatus.SIZE];
            other[field] = 1;
            assertNotEquals(before, Bytes.string(Validators.of(other, 5000).tag()));
        }
        assertEquals(before, Bytes.string(Validators.of(status, 9000).tag()));
    }

    @Test
    void aFileOfTheFutureIsModifiedNow() {
        long[] status = new long[FileStatus.SIZE];
        status[FileStatus.MODIFIED] = 10_000;
        assertEquals(5000, Validators.of(status, 5000).modified());
    }
}
