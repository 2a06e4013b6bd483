package ucspi.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import ucspi.event.Timers.Timer;

class TimersTest {
    @Test
    void timersFallDueInTheOrderOfTheirDeadlines() {
        Timers timers = new Timers();
        List<String> ran = new ArrayList<>();
        timers.set(new Timer(() -> ran.add("c")), 30);
        timers.set(new Timer(() -> ran.add("a")), 10);
        timers.set(new Timer(() -> ran.add("b")), 20);
        assertEquals(5, timers.untilNext(5));
        assertEquals(0, timers.untilNext(11));
        timers.runDue(20);
        assertEquals(List.of("a", "b"), ran);
        assertFalse(timers.isEmpty());
        timers.runDue(30);
        assertEquals(List.of("a", "b", "c"), ran);
        assertTrue(timers.isEmpty());
    }

    @Test
    void aTimerIsSetAnewAndCancelled() {
        Timers timers = new Timers();
        List<String> ran = new ArrayList<>();
        Timer timer = new Timer(() -> ran.add("x"));
        timers.set(timer, 10);
        timers.set(timer, 50);
        timers.runDue(20);
        assertEquals(List.of(), ran);
        assertTrue(timer.isSet());
        timers.cancel(timer);
        timers.cancel(timer);
        timers.runDue(100);
        assertEquals(List.of(), ran);
        assertFalse(timer.isSet());
    }

    @Test
    void anActionMaySetItsTimerAgain() {
        Timers timers = new Timers();
        int[] runs = new int[1];
        Timer[] self = new Timer[1];
        self[0] = new Timer(() -> {
            runs[0]++;
            if (runs[0] < 3) {
                timers.set(self[0], runs[0]);
            }
        });
        timers.set(self[0], 0);
        timers.runDue(10);
        assertEquals(3, runs[0]);
    }

    @Test
    void randomWorkAgreesWithASortedMap() {
        Timers timers = new Timers();
        Random random = new Random(3);
        TreeMap<Long, Timer> expected = new TreeMap<>();
        List<Long> ran = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long deadline = random.nextInt(1_000_000);
            if (!expected.containsKey(deadline)) {
                Timer timer = new Timer(() -> ran.add(deadline));
                expected.put(deadline, timer);
                timers.set(timer, deadline);
            }
            if (random.nextInt(3) == 0) {
                Long some = expected.ceilingKey((long) random.nextInt(1_000_000));
                if (some != null) {
                    timers.cancel(expected.remove(some));
                }
            }
        }
        timers.runDue(1_000_000);
        assertEquals(new ArrayList<>(expected.keySet()), ran);
    }
}
