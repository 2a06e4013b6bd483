package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

/** Our calendar against the JDK's. */
class HttpDateTest {
    private static final DateTimeFormatter JDK = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    @Test
    void agreesWithTheJdkFrom1970To2200() {
        for (long second = 0; second < 230L * 366 * 86400; second += 40_013) {
            Wire wire = new Wire(4);
            HttpDate.add(wire, second * 1000 + 999);
            assertEquals(JDK.format(Instant.ofEpochSecond(second)), Bytes.string(wire.bytes(), 0, wire.length()));
        }
    }
}
