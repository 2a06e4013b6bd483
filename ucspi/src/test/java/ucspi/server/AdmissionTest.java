package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;

class AdmissionTest {
    private static final RuleLimits NO_RULE = new RuleLimits();

    private static ClientKey at(String address) {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, IpAddress.parse(address), 4711, 0);
        ClientKey key = new ClientKey();
        key.address(socketAddress);
        return key;
    }

    private static Admission admission(boolean rules, ConnectionLimit... limits) {
        return new Admission(new KeyedHash(5, 6), List.of(limits), rules);
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
            assertNull(admission.enter(at("192.0.2.7"), NO_RULE));
        }
        admission.leave(at("192.0.2.7"));
    }

    @Test
    void whoIsRefusedTakesNoPlaceAndWhoLeavesGivesOneBack() {
        Admission admission = admission(false, limit(2, 32, 128));
        assertNull(admission.enter(at("192.0.2.7"), NO_RULE));
        assertNull(admission.enter(at("192.0.2.7"), NO_RULE));
        for (int i = 0; i < 10; i++) {
            assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.7"), NO_RULE));
        }
        assertEquals("over 2", message(admission));
        assertNull(admission.enter(at("192.0.2.8"), NO_RULE));
        admission.leave(at("192.0.2.7"));
        assertNull(admission.enter(at("192.0.2.7"), NO_RULE));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.7"), NO_RULE));
    }

    @Test
    void aNetworkIsLimitedBesideItsAddresses() {
        Admission admission = admission(false, limit(2, 32, 128), limit(3, 24, 64));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE));
        assertNull(admission.enter(at("192.0.2.2"), NO_RULE));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.3"), NO_RULE));
        assertEquals("over 3", message(admission));
        assertNull(admission.enter(at("192.0.3.3"), NO_RULE));
        for (int i = 0; i < 3; i++) {
            assertNull(admission.enter(at("2001:db8::" + i), NO_RULE));
        }
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("2001:db8::77"), NO_RULE));
        assertNull(admission.enter(at("2001:db8:0:1::77"), NO_RULE));
    }

    @Test
    void aLimitOfOneFamilyLeavesTheOtherAlone() {
        Admission admission = admission(false, limit(1, 24, -1));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE));
        assertNull(admission.enter(at("2001:db8::1"), NO_RULE));
        assertNull(admission.enter(at("2001:db8::1"), NO_RULE));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.2"), NO_RULE));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("::ffff:192.0.2.2"), NO_RULE));
    }

    @Test
    void aRuleTakesThePlaceOfTheOptionForTheSameNetwork() {
        Admission admission = admission(true, limit(1, 32, 128), limit(3, 24, 64), limit(4, 16, -1));
        RuleLimits rule = new RuleLimits();
        rule.mostOfAddress = 2;
        assertNull(admission.enter(at("192.0.2.1"), rule));
        assertNull(admission.enter(at("192.0.2.1"), rule));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.1"), rule));
        assertEquals("", message(admission));
        assertNull(admission.enter(at("192.0.2.2"), NO_RULE));
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.3"), NO_RULE));
        rule.mostOfNetwork = 9;
        assertNull(admission.enter(at("192.0.2.3"), rule));
        // The rule says nothing of /16.
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("192.0.2.4"), rule));
        assertEquals("over 4", message(admission));
        rule.mostOfNetwork = 0;
        assertEquals(Refusal.NETWORK_LIMIT, admission.enter(at("2001:db8::1"), rule));
    }

    @Test
    void theMessageOfTheRuleIsSaidWhoeverSetTheLimit() {
        Admission admission = admission(true, limit(1, 32, 128));
        RuleLimits rule = new RuleLimits();
        rule.message[0] = '!';
        rule.messageLength = 1;
        assertNull(admission.enter(at("192.0.2.1"), rule));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.1"), rule));
        assertEquals("!", message(admission));
    }

    @Test
    void whoHasAPlaceAlreadyIsCounted() {
        Admission admission = admission(false, limit(1, 32, 128));
        admission.count(at("192.0.2.1"));
        assertEquals(Refusal.ADDRESS_LIMIT, admission.enter(at("192.0.2.1"), NO_RULE));
        admission.leave(at("192.0.2.1"));
        assertNull(admission.enter(at("192.0.2.1"), NO_RULE));
    }
}
