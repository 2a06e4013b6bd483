package ucspi.cgi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;

/** Dates in the three forms of RFC 9110 section 5.6.7. */
class HttpTimeTest {
    private static final long NOW = 1_795_000_000;

    private static long parse(String text) {
        return HttpTime.parse(Bytes.latin1(text), NOW);
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    }

    @Test
    void agreesWithTheJdkInAllThreeForms() {
        DateTimeFormatter fixed = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
        DateTimeFormatter asctime = form("EEE MMM ppd HH:mm:ss yyyy");
        for (long second = 0; second < 230L * 366 * 86400; second += 40_013) {
            Instant instant = Instant.ofEpochSecond(second);
            assertEquals(second, parse(fixed.format(instant)));
            assertEquals(second, parse(asctime.format(instant)));
        }
        DateTimeFormatter old = form("EEEE, dd-MMM-yy HH:mm:ss 'GMT'");
        for (long second = NOW - 49L * 365 * 86400; second < NOW + 49L * 365 * 86400; second += 40_013) {
            assertEquals(second, parse(old.format(Instant.ofEpochSecond(second))));
        }
    }

    @Test
    void theThreeExamplesOfTheRfcAreTheSame() {
        assertEquals(784111777, parse("Sun, 06 Nov 1994 08:49:37 GMT"));
        assertEquals(784111777, parse("Sunday, 06-Nov-94 08:49:37 GMT"));
        assertEquals(784111777, parse("Sun Nov  6 08:49:37 1994"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "Sun",
                "Sun,",
                "0",
                "784111777",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 GMT ",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06-Nov-1994 08:49:37 GMT",
                "Som, 06 Nov 1994 08:49:37 GMT",
                "Funday, 06-Nov-94 08:49:37 GMT",
                "Sun, 31 Apr 1994 08:49:37 GMT",
                "Wed, 29 Feb 2023 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
                "Wed, 31 Dec 1969 23:59:59 GMT",
            })
    void anythingElseIsNone(String text) {
        assertEquals(-1, parse(text));
    }

    @Test
    void aTruncatedDateIsNone() {
        for (String whole : new String[] {
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"
        }) {
            for (int i = 0; i < whole.length(); i++) {
                assertEquals(-1, parse(whole.substring(0, i)), whole.substring(0, i));
            }
        }
    }
}
