package ucspi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ucspi.kernel.IpAddress;

class TallyTest {
    private final ClientKey key = new ClientKey();

    private ClientKey at(String address) {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, IpAddress.parse(address), 4711, 3);
        key.address(socketAddress);
        return key;
    }

    @Test
    void aMappedAddressIsTheIpv4Address() {
        Tally tally = new Tally(new KeyedHash(1, 2));
        tally.add(at("::ffff:192.0.2.7"), 128);
        assertEquals(1, tally.count(at("192.0.2.7"), 128));
        assertEquals(0, tally.count(at("192.0.2.8"), 128));
        assertTrue(at("::ffff:192.0.2.7").isIpv4());
    }

    @Test
    void anAddressAndItsNetworkAreCountedApart() {
        Tally tally = new Tally(new KeyedHash(1, 2));
        tally.add(at("192.0.2.0"), 128);
        tally.add(at("192.0.2.0"), 120);
        tally.add(at("192.0.2.255"), 120);
        assertEquals(1, tally.count(at("192.0.2.0"), 128));
        assertEquals(2, tally.count(at("192.0.2.99"), 120));
        assertEquals(0, tally.count(at("192.0.3.0"), 120));
    }

    @Test
    void aPrefixEndsWhereItsLengthSays() {
        for (int length = 0; length <= 128; length++) {
            Tally tally = new Tally(new KeyedHash(1, 2));
            byte[] bits = new byte[16];
            key.set(bits(bits, 0), bits(bits, 8));
            tally.add(key, length);
            for (int bit = 0; bit < 128; bit++) {
                bits[bit / 8] = (byte) (0x80 >> bit % 8);
                key.set(bits(bits, 0), bits(bits, 8));
                assertEquals(bit < length ? 0 : 1, tally.count(key, length), "bit " + bit + " of /" + length);
                bits[bit / 8] = 0;
            }
        }
    }

    private static long bits(byte[] bytes, int from) {
        return java.nio.ByteBuffer.wrap(bytes).getLong(from);
    }

    @Test
    void randomWorkAgreesWithAMap() {
        Tally tally = new Tally(new KeyedHash(3, 4));
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 500_000; i++) {
            // Now many different ones, now few: it grows, and is emptied again.
            long client = random.nextInt(i / 50_000 % 2 == 0 ? 3000 : 50);
            key.set(client << 40, client);
            int count = expected.getOrDefault(client, 0);
            assertEquals(count, tally.count(key, 128));
            if (random.nextInt(100) < 50) {
                tally.add(key, 128);
                expected.put(client, count + 1);
            } else if (count > 0) {
                tally.remove(key, 128);
                expected.put(client, count - 1);
            }
        }
        expected.values().removeIf(count -> count == 0);
        assertEquals(expected.size(), tally.size());
        expected.forEach((client, count) -> {
            key.set(client << 40, client);
            for (int i = 0; i < count; i++) {
                tally.remove(key, 128);
            }
        });
        assertEquals(0, tally.size());
    }

    @Test
    void whatWasNotCountedCannotBeTakenAway() {
        Tally tally = new Tally(new KeyedHash(1, 2));
        tally.add(at("192.0.2.7"), 128);
        assertThrows(IllegalStateException.class, () -> tally.remove(at("192.0.2.7"), 120));
    }

    @Test
    void theHashIsSipHash13() {
        // Of 24 bytes of words 1, 2, 3 under the key 00 01 .. 0f; checked against an independent implementation.
        assertEquals(1583806478, new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).of(1, 2, 3));
    }
}
