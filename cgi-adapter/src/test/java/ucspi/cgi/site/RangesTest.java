package ucspi.cgi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;

/** The Range field: RFC 9110 section 14.1.2, of a file of 1000 bytes. */
class RangesTest {
    private static long[] parse(String field) {
        return Ranges.parse(Bytes.latin1(field), 1000);
    }

    private static void assertRanges(String field, long... pairs) {
        assertArrayEquals(pairs, parse(field), field);
    }

    @Test
    void firstAndLastByteAreTaken() {
        assertRanges("bytes=0-499", 0, 499);
        assertRanges("bytes=500-999", 500, 999);
        assertRanges("bytes=0-0", 0, 0);
        assertRanges("bytes=999-", 999, 999);
        assertRanges("BYTES=1-2", 1, 2);
    }

    @Test
    void whatLiesBehindTheEndIsClamped() {
        assertRanges("bytes=500-1000", 500, 999);
        assertRanges("bytes=500-99999999999999999999999999", 500, 999);
        assertRanges("bytes=-1001", 0, 999);
        assertRanges("bytes=-99999999999999999999999999", 0, 999);
    }

    @Test
    void aSuffixIsCountedFromTheEnd() {
        assertRanges("bytes=-500", 500, 999);
        assertRanges("bytes=-1", 999, 999);
    }

    @Test
    void whatIsNotInTheFileIsUnsatisfiable() {
        assertRanges("bytes=1000-");
        assertRanges("bytes=1000-1001");
        assertRanges("bytes=-0");
        assertRanges("bytes=99999999999999999999999999-");
        assertRanges("bytes=2000-3000,-0");
    }

    @Test
    void whatIsNotInTheFileIsLeftOutIfSomethingElseIs() {
        assertRanges("bytes=2000-3000,5-6", 5, 6);
    }

    @Test
    void severalRangesKeepTheirOrder() {
        assertRanges("bytes=500-599,0-9,-5", 500, 599, 0, 9, 995, 999);
        assertRanges("bytes= 0-0 , 5-6 ,, -1 ,", 0, 0, 5, 6, 999, 999);
    }

    @Test
    void rangesThatOverlapOrTouchBecomeOne() {
        assertRanges("bytes=0-4,5-9", 0, 9);
        assertRanges("bytes=0-9,3-4", 0, 9);
        assertRanges("bytes=3-4,0-9", 0, 9);
        assertRanges("bytes=0-1,8-9,1-8", 0, 9);
        assertRanges("bytes=0-,0-,0-", 0, 999);
        assertRanges("bytes=20-29,0-1,10-20", 10, 29, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-2",
                "bytes=1-2,5-2",
                "bytes=1-2;3-4",
                "bytes=1 -2",
                "bytes=0x1-2",
                "bytes=+1-2",
                "bytes=--2",
                "bytes=1-2-3",
                "bytes 1-2",
                "lines=1-2",
                "bytes=1-2 3-4",
            })
    void whatIsNoRangeIsIgnored(String field) {
        assertNull(parse(field));
    }

    @Test
    void tooManyRangesAreIgnored() {
        StringBuilder field = new StringBuilder("bytes=0-0");
        for (int i = 1; i < Ranges.MOST; i++) {
            field.append(',').append(i * 3).append('-').append(i * 3);
        }
        assertEquals(2 * Ranges.MOST, parse(field.toString()).length);
        assertNull(parse(field.append(",999-999").toString()));
    }

    @Test
    void anEmptyFileHasNoRanges() {
        assertArrayEquals(new long[0], Ranges.parse(Bytes.ascii("bytes=0-"), 0));
        assertNull(Ranges.parse(Bytes.ascii("bytes=-5"), 0));
    }
}
