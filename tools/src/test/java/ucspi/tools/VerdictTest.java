package ucspi.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VerdictTest {
    private static RblsmtpdOptions.Source source(boolean accepts, boolean failsClosed) {
        return new RblsmtpdOptions.Source("list.example", accepts, true, failsClosed);
    }

    @Test
    void whatWasToldDecides() {
        Verdict accepted = new Verdict();
        accepted.told("");
        assertFalse(accepted.isOpen() || accepted.refuses());
        Verdict later = new Verdict();
        later.told("Later");
        assertTrue(later.refuses() && !later.forGood());
        assertEquals("Later", later.text());
        Verdict never = new Verdict();
        never.told("-Never");
        assertTrue(never.refuses() && never.forGood());
        assertEquals("Never", never.text());
    }

    @Test
    void aListThatSaysNothingLeavesItOpen() {
        Verdict verdict = new Verdict();
        verdict.refusing("", true);
        verdict.accepting(false);
        assertTrue(verdict.isOpen());
        verdict.refusing("listed", true);
        assertTrue(verdict.refuses() && verdict.forGood());
    }

    @Test
    void nobodyIsRefusedForGoodWhenAListCouldNotBeAsked() {
        Verdict verdict = new Verdict();
        verdict.failed(source(false, false));
        assertTrue(verdict.isOpen());
        verdict.refusing("listed", true);
        assertTrue(verdict.refuses());
        assertFalse(verdict.forGood());
    }

    @Test
    void aListOfTheWelcomeThatCannotBeAskedAcceptsUnlessItFailsClosed() {
        Verdict open = new Verdict();
        open.failed(source(true, false));
        assertFalse(open.isOpen() || open.refuses());
        Verdict closed = new Verdict();
        closed.failed(source(true, true));
        assertTrue(closed.isOpen());
    }

    @Test
    void aListOfTheUnwelcomeThatFailsClosedRefusesForNow() {
        Verdict verdict = new Verdict();
        verdict.failed(source(false, true));
        assertTrue(verdict.refuses());
        assertFalse(verdict.forGood());
        assertEquals("temporary RBL lookup error", verdict.text());
    }
}
