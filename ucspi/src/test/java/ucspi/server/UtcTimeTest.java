package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

class UtcTimeTest {
    private static final DateTimeFormatter JAVAS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final UtcTime time = new UtcTime();

    private String text(long millis) {
        byte[] into = new byte[UtcTime.LENGTH + 2];
        time.put(into, 1, millis);
        assertEquals(0, into[0]);
        assertEquals(0, into[into.length - 1]);
        return Bytes.string(into, 1, UtcTime.LENGTH);
    }

    @Test
    void knownTimes() {
        assertEquals("1970-01-01T00:00:00.000Z", text(0));
        assertEquals("2000-02-29T23:59:59.999Z", text(951_868_799_999L));
        assertEquals("2100-03-01T00:00:00.001Z", text(4_107_542_400_001L));
        assertEquals("9999-12-31T23:59:59.999Z", text(253_402_300_799_999L));
    }

    @Test
    void everyDayOfFourCenturiesIsAsJavaHasIt() {
        for (long day = 0; day < 150_000; day++) {
            long millis = day * 86_400_000L + day * 977 % 86_400_000L;
            assertEquals(JAVAS.format(Instant.ofEpochMilli(millis)), text(millis));
        }
    }

    @Test
    void theSameSecondAgainAndAnotherOneInAnyOrder() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long millis = 1_763_638_531_000L + random.nextInt(3000);
            assertEquals(JAVAS.format(Instant.ofEpochMilli(millis)), text(millis));
        }
    }
}
