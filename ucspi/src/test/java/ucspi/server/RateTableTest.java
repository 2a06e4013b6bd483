package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTableTest {
    private final RateTable table = new RateTable(new KeyedHash(7, 8));

    @Test
    void aTimeIsKnownUntilItHasPassed() {
        table.set(1, 2, 3, 100, 50);
        assertEquals(100, table.get(1, 2, 3, 99));
        assertEquals(100, table.get(1, 2, 3, 100));
        assertEquals(101, table.get(1, 2, 3, 101));
        assertEquals(60, table.get(1, 2, 4, 60));
        assertEquals(60, table.get(1, 1, 3, 60));
        assertEquals(60, table.get(2, 2, 3, 60));
        table.set(1, 2, 3, 70, 60);
        assertEquals(70, table.get(1, 2, 3, 60));
    }

    @Test
    void randomWorkAgreesWithAMap() {
        Random random = new Random(11);
        Map<Integer, Long> expected = new HashMap<>();
        long now = 1;
        for (int i = 0; i < 300_000; i++) {
            now += random.nextInt(10);
            int client = random.nextInt(3000);
            long known = Math.max(expected.getOrDefault(client, 0L), now);
            assertEquals(known, table.get(client, -client, client % 3, now));
            if (random.nextBoolean()) {
                long time = now + random.nextInt(2000);
                table.set(client, -client, client % 3, time, now);
                expected.put(client, time);
            }
        }
        assertTrue(table.size() <= 4096, () -> "it has room for " + table.size());
    }

    @Test
    void whoeverComesItStaysBounded() {
        for (int i = 0; i < 10 * RateTable.MOST; i++) {
            table.set(i, ~i, 0, 1_000_000 + i, 1);
            assertEquals(1_000_000 + i, table.get(i, ~i, 0, 1), "the newest is known");
        }
        assertEquals(RateTable.MOST, table.size());
    }
}
