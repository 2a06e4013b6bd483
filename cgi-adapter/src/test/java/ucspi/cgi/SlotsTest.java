package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final List<Runnable> later = new ArrayList<>();
    private final List<String> granted = new ArrayList<>();

    private Slots slots(int all, int program, int user, int queue) {
        return new Slots(later::add, new SlotLimits(all, program, user, queue, 1));
    }

    private Slots.Ticket take(Slots slots, String name, String program, int user) {
        return slots.take(program, user, () -> granted.add(name));
    }

    private List<String> granted() {
        later.forEach(Runnable::run);
        later.clear();
        List<String> now = List.copyOf(granted);
        granted.clear();
        return now;
    }

    @Test
    void whoComesFirstIsServedFirst() {
        Slots slots = slots(1, SlotLimits.NONE, SlotLimits.NONE, 10);
        Slots.Ticket first = take(slots, "1", "p", -1);
        assertTrue(first.isGranted());
        Slots.Ticket second = take(slots, "2", "p", -1);
        Slots.Ticket third = take(slots, "3", "p", -1);
        assertFalse(second.isGranted());
        first.release();
        assertEquals(List.of("2"), granted());
        assertFalse(third.isGranted());
        second.release();
        assertEquals(List.of("3"), granted());
    }

    @Test
    void aTicketIsGivenBackOnce() {
        Slots slots = slots(2, SlotLimits.NONE, SlotLimits.NONE, 0);
        Slots.Ticket first = take(slots, "1", "p", -1);
        take(slots, "2", "p", -1);
        first.release();
        first.release();
        assertNotNull(take(slots, "3", "p", -1));
        assertNull(take(slots, "4", "p", -1));
    }

    @Test
    void aFullQueueTakesNobody() {
        Slots slots = slots(1, SlotLimits.NONE, SlotLimits.NONE, 1);
        take(slots, "1", "p", -1);
        Slots.Ticket second = take(slots, "2", "p", -1);
        assertNull(take(slots, "3", "p", -1));
        second.release();
        assertNotNull(take(slots, "4", "p", -1));
    }

    @Test
    void whoGivesUpKeepsNobodyWaiting() {
        Slots slots = slots(1, SlotLimits.NONE, SlotLimits.NONE, 10);
        Slots.Ticket first = take(slots, "1", "p", -1);
        Slots.Ticket second = take(slots, "2", "p", -1);
        Slots.Ticket third = take(slots, "3", "p", -1);
        Slots.Ticket fourth = take(slots, "4", "p", -1);
        third.release();
        second.release();
        first.release();
        assertEquals(List.of("4"), granted());
        assertTrue(fourth.isGranted());
    }

    @Test
    void aBusyProgramKeepsNoOtherWaiting() {
        Slots slots = slots(10, 1, SlotLimits.NONE, 10);
        Slots.Ticket first = take(slots, "1", "slow", -1);
        Slots.Ticket second = take(slots, "2", "slow", -1);
        assertFalse(second.isGranted());
        assertTrue(take(slots, "3", "quick", -1).isGranted());
        first.release();
        assertEquals(List.of("2"), granted());
    }

    @Test
    void eachUserHasItsOwnLimit() {
        Slots slots = slots(10, SlotLimits.NONE, 1, 10);
        Slots.Ticket first = take(slots, "1", "a", 1000);
        assertFalse(take(slots, "2", "b", 1000).isGranted());
        assertTrue(take(slots, "3", "a", 1001).isGranted());
        assertTrue(take(slots, "4", "a", -1).isGranted());
        assertTrue(take(slots, "5", "a", -1).isGranted());
        first.release();
        assertEquals(List.of("2"), granted());
    }

    @Test
    void whoHasItsProgramsSlotWaitsForOneOfAll() {
        Slots slots = slots(2, 2, SlotLimits.NONE, 10);
        Slots.Ticket first = take(slots, "1", "a", -1);
        Slots.Ticket second = take(slots, "2", "b", -1);
        Slots.Ticket third = take(slots, "3", "a", -1);
        Slots.Ticket fourth = take(slots, "4", "a", -1);
        assertFalse(third.isGranted());
        second.release();
        assertEquals(List.of("3"), granted());
        assertFalse(fourth.isGranted());
        first.release();
        assertEquals(List.of("4"), granted());
    }
}
