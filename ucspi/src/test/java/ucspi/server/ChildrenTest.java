package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChildrenTest {
    @Test
    void aProcessThatIsNotOursGivesNothingBack() {
        Children children = new Children();
        children.add(10, 7);
        assertEquals(Children.NOT_OURS, children.remove(11));
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
                children.add(pid, 3L * pid);
            } else {
                assertEquals(expected.remove(pid) ? 3L * pid : Children.NOT_OURS, children.remove(pid));
            }
            assertEquals(expected.size(), children.count());
        }
        children.each((pid, start) -> assertEquals(expected.remove(pid) ? 3L * pid : -1, start));
        assertEquals(Set.of(), expected);
    }
}
