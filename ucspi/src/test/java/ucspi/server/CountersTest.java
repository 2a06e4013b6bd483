package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

class CountersTest {
    private static Counters some() {
        Counters counters = new Counters();
        counters.accepted = 1000;
        counters.started = 900;
        counters.peak = 40;
        counters.spawnFailures = 2;
        counters.acceptErrors = 3;
        counters.restarts = 4;
        counters.began = 5000;
        for (int i = 0; i < 7; i++) {
            counters.refuse(Refusal.GONE);
        }
        for (int millis : new int[] {0, 10, 11, 99, 100, 1000, 9999, 1_000_000, 1_000_001}) {
            counters.end(millis);
        }
        return counters;
    }

    private static Map<String, Long> kept(Counters counters) {
        Map<String, Long> kept = new LinkedHashMap<>();
        counters.keep(kept::put);
        return kept;
    }

    private static String text(Counters counters) {
        StatsText text = new StatsText();
        counters.active = 5;
        counters.limit = 40;
        text.add(counters, 65_999);
        return Bytes.string(text.bytes(), 0, text.length());
    }

    @Test
    void allThatIsKeptComesBack() {
        Map<String, Long> kept = kept(some());
        Counters restored = new Counters();
        kept.forEach(restored::restore);
        restored.restore("of-a-later-version", 7);
        restored.restore("lasted-99", 7);
        assertEquals(kept, kept(restored));
        assertEquals(text(some()), text(restored));
    }

    @Test
    void durationsAreToldApartByTheirBounds() {
        Counters counters = some();
        int[] expected = {2, 3, 1, 1, 0, 1, 1};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], counters.lasted(i), "bound " + i);
        }
        assertEquals(9, counters.ended());
    }

    @Test
    void theTextHasAllOfIt() {
        String text = text(some());
        for (String line : List.of(
                "# HELP ucspi_accepted_total Connections that accept(2) returned.",
                "# TYPE ucspi_accepted_total counter",
                "ucspi_accepted_total 1000",
                "# TYPE ucspi_active gauge",
                "ucspi_active 5",
                "ucspi_limit 40",
                "ucspi_peak 40",
                "ucspi_uptime_seconds 60",
                "ucspi_refused_total{reason=\"gone\"} 7",
                "ucspi_refused_total{reason=\"rules\"} 0",
                "ucspi_process_duration_seconds_bucket{le=\"0.01\"} 2",
                "ucspi_process_duration_seconds_bucket{le=\"0.1\"} 5",
                "ucspi_process_duration_seconds_bucket{le=\"1\"} 6",
                "ucspi_process_duration_seconds_bucket{le=\"1000\"} 8",
                "ucspi_process_duration_seconds_bucket{le=\"+Inf\"} 9",
                "ucspi_process_duration_seconds_sum 2011.22",
                "ucspi_process_duration_seconds_count 9")) {
            assertTrue(text.contains("\n" + line + "\n") || text.startsWith(line + "\n"), line + " in " + text);
        }
    }

    @Test
    void everySampleStandsBelowItsFamilysHelpAndType() {
        String family = "";
        String type = "";
        for (String line : text(some()).split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                family = words[2];
                type = "";
            } else if (line.startsWith("# TYPE ")) {
                assertEquals(family, words[2]);
                type = words[3];
            } else {
                String name = words[0].replaceAll("\\{.*", "");
                String expected = type.equals("histogram") ? name.replaceAll("_(bucket|sum|count)$", "") : name;
                assertEquals(family, expected, line);
                assertEquals(type.equals("counter"), name.endsWith("_total"), line);
                assertTrue(words[1].matches("[0-9]+(\\.[0-9]+)?"), line);
            }
        }
    }

    @Test
    void secondsHaveNoMoreDecimalsThanTheyNeed() {
        for (String[] pair : new String[][] {{"5", "0.005"}, {"50", "0.05"}, {"1001", "1.001"}, {"1200", "1.2"}}) {
            Counters counters = new Counters();
            counters.end(Long.parseLong(pair[0]));
            assertTrue(text(counters).contains("_sum " + pair[1] + "\n"), text(counters));
        }
    }
}
