package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;

class AdmissionTest {
    private static final long SECOND = 1_000_000_000L;

    private static final RuleLimits NO_RULE = new RuleLimits();

    private static ClientKey at(String address) {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, IpAddress.parse(address), 4711, 0);
        ClientKey key = new ClientKey();
        key.address(socketAddress);
        return key;
    }

    private static Admission admission(boolean rules, ConnectionLimit... limits) {
        return new Admission(new KeyedHash(5, 6), List.of(limits), List.of(), rules, 0);
    }

    private static ConnectionLimit limit(int most, int four, int six) {
        return new ConnectionLimit(most, new Networks(four, six), "over " + most);
    }

    private static String message(Admission admission) {
        return Bytes.string(admission.message(), 0, admission.messageLength());
    }

    @Test
    void withoutLimitsEverybodyMayEnter() {
        Admission admission = admission(false);
        for (int i = 0; i < 1000; i++) {
            assertNull(admission.enter(at("192.0.2.7"), NO_RULE, 1, true));
        }
        admission.leave(at("192.0.2.7"));
    }

    @Test
    void whoIsRefusedTakesNoPlaceAndWhoLeavesGivesOneBack() {
        Admission admission = admission(false, limit(2, 32, 128));
        assertNull(admission.enter(at("192.0.2.7"), NO_RULE, 1, true));
        assertNull(admission.enter(at("192.0.2.7"), NO_RULE, 1, true));
        for (int i = 0; i < 10; i++) {
            assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.7"), NO_RULE, 1, true));
        }
        assertEquals("over 2", message(admission));
        assertNull(admission.enter(at("192.0.2.8"), NO_RULE, 1, true));
        admission.leave(at("192.0.2.7"));
        assertNull(admission.enter(at("192.0.2.7"), NO_RULE, 1, true));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.7"), NO_RULE, 1, true));
    }

    @Test
    void aNetworkIsLimitedBesideItsAddresses() {
        Admission admission = admission(false, limit(2, 32, 128), limit(3, 24, 64));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE, 1, true));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE, 1, true));
        assertNull(admission.enter(at("192.0.2.2"), NO_RULE, 1, true));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.3"), NO_RULE, 1, true));
        assertEquals("over 3", message(admission));
        assertNull(admission.enter(at("192.0.3.3"), NO_RULE, 1, true));
        for (int i = 0; i < 3; i++) {
            assertNull(admission.enter(at("2001:db8::" + i), NO_RULE, 1, true));
        }
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("2001:db8::77"), NO_RULE, 1, true));
        assertNull(admission.enter(at("2001:db8:0:1::77"), NO_RULE, 1, true));
    }

    @Test
    void aLimitOfOneFamilyLeavesTheOtherAlone() {
        Admission admission = admission(false, limit(1, 24, -1));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE, 1, true));
        assertNull(admission.enter(at("2001:db8::1"), NO_RULE, 1, true));
        assertNull(admission.enter(at("2001:db8::1"), NO_RULE, 1, true));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.2"), NO_RULE, 1, true));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("::ffff:192.0.2.2"), NO_RULE, 1, true));
    }

    @Test
    void aRuleTakesThePlaceOfTheOptionForTheSameNetwork() {
        Admission admission = admission(true, limit(1, 32, 128), limit(3, 24, 64), limit(4, 16, -1));
        RuleLimits rule = new RuleLimits();
        rule.mostOfAddress = 2;
        assertNull(admission.enter(at("192.0.2.1"), rule, 1, true));
        assertNull(admission.enter(at("192.0.2.1"), rule, 1, true));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.1"), rule, 1, true));
        assertEquals("", message(admission));
        assertNull(admission.enter(at("192.0.2.2"), NO_RULE, 1, true));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.3"), NO_RULE, 1, true));
        rule.mostOfNetwork = 9;
        assertNull(admission.enter(at("192.0.2.3"), rule, 1, true));
        // The rule says nothing of /16.
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.4"), rule, 1, true));
        assertEquals("over 4", message(admission));
        rule.mostOfNetwork = 0;
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("2001:db8::1"), rule, 1, true));
    }

    @Test
    void theMessageOfTheRuleIsSaidWhoeverSetTheLimit() {
        Admission admission = admission(true, limit(1, 32, 128));
        RuleLimits rule = new RuleLimits();
        rule.message[0] = '!';
        rule.messageLength = 1;
        assertNull(admission.enter(at("192.0.2.1"), rule, 1, true));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.1"), rule, 1, true));
        assertEquals("!", message(admission));
    }

    @Test
    void whoHasAPlaceAlreadyIsCounted() {
        Admission admission = admission(false, limit(1, 32, 128));
        admission.count(at("192.0.2.1"));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.1"), NO_RULE, 1, true));
        admission.leave(at("192.0.2.1"));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE, 1, true));
    }

    private static Admission rated(long longestWait, RateLimit... rates) {
        return new Admission(new KeyedHash(5, 6), List.of(), List.of(rates), false, longestWait);
    }

    /** How long a client that asks at this time waits, or -1 if it is refused; nanoseconds. */
    private static long wait(Admission admission, String address, long now) {
        Refusal refusal = admission.enter(at(address), NO_RULE, now, true);
        assertTrue(refusal == null || refusal == Refusal.RATE);
        return refusal == null ? admission.start() - now : -1;
    }

    @Test
    void aBurstMayComeAtOnceAndThenOneEachInterval() {
        Admission admission = rated(10 * SECOND, RateLimit.of(4, 2, Networks.SINGLE));
        long now = 1000 * SECOND;
        for (int i = 0; i < 4; i++) {
            assertEquals(0, wait(admission, "192.0.2.1", now));
        }
        for (int i = 1; i <= 20; i++) {
            assertEquals(i * SECOND / 2, wait(admission, "192.0.2.1", now));
        }
        assertEquals(-1, wait(admission, "192.0.2.1", now), "the next turn is more than ten seconds away");
        assertEquals(10 * SECOND, wait(admission, "192.0.2.1", now + SECOND / 2), "who was refused used no turn");
        assertEquals(0, wait(admission, "192.0.2.2", now));
        long later = now + 13 * SECOND;
        for (int i = 0; i < 4; i++) {
            assertEquals(0, wait(admission, "192.0.2.1", later));
        }
        assertEquals(SECOND / 2, wait(admission, "192.0.2.1", later));
    }

    @Test
    void ofSeveralRatesTheSlowestDecides() {
        Admission admission =
                rated(100 * SECOND, RateLimit.of(1, 1, Networks.SINGLE), RateLimit.of(2, 60, new Networks(24, -1)));
        assertEquals(0, wait(admission, "192.0.2.1", SECOND));
        assertEquals(0, wait(admission, "192.0.2.2", SECOND));
        assertEquals(30 * SECOND, wait(admission, "192.0.2.3", SECOND));
        assertEquals(0, wait(admission, "192.0.3.3", SECOND));
        assertEquals(0, wait(admission, "2001:db8::1", SECOND));
        assertEquals(SECOND, wait(admission, "2001:db8::1", SECOND));
    }

    @Test
    void whoWouldWaitWhereThereIsNoRoomIsRefused() {
        Admission admission = rated(100 * SECOND, RateLimit.of(1, 1, Networks.SINGLE));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE, SECOND, false));
        assertEquals(Refusal.RATE_FULL, admission.enter(at("192.0.2.1"), NO_RULE, SECOND, false));
        assertNull(admission.enter(at("192.0.2.2"), NO_RULE, SECOND, false));
        assertEquals(SECOND, wait(admission, "192.0.2.1", SECOND));
    }
}
