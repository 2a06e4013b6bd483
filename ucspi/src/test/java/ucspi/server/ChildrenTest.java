package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChildrenTest {
    @Test
    void aProcessThatIsNotOursGivesNothingBack() {
        Children children = new Children();
        children.add(10, 7);
        assertNull(children.remove(11));
        assertEquals(1, children.count());
    }

    @Test
    void randomWorkAgreesWithASet() {
        Children children = new Children();
        Set<Integer> expected = new HashSet<>();
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            int pid = 1 + random.nextInt(5000);
            if (random.nextBoolean() && expected.add(pid)) {
                Child child = children.add(pid, 3L * pid);
                child.high = ~pid;
            } else {
                Child child = children.remove(pid);
                assertEquals(expected.remove(pid), child != null);
                assertEquals(child == null ? 0 : 3L * pid, child == null ? 0 : child.start);
                assertEquals(child == null ? 0 : ~pid, child == null ? 0 : child.high);
            }
            assertEquals(expected.size(), children.count());
        }
        children.each(child -> assertEquals(expected.remove(child.pid) ? 3L * child.pid : -1, child.start));
        assertEquals(Set.of(), expected);
    }
}
