package ucspi.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

class HmacTest {
    private static String digest(byte[] message) {
        return Hmac.hex(new Sha256().update(message).digest());
    }

    private static byte[] repeated(int value, int times) {
        byte[] bytes = new byte[times];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void digestsAreThoseOfFips180() {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", digest(new byte[0]));
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest(Bytes.ascii("abc")));
        assertEquals(
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                digest(Bytes.ascii("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")));
        assertEquals(
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", digest(repeated('a', 1_000_000)));
    }

    @Test
    void digestsOfAllLengthsAreTheLibrarysInWholeAndInParts() throws GeneralSecurityException {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            byte[] expected = MessageDigest.getInstance("SHA-256").digest(message);
            assertArrayEquals(expected, new Sha256().update(message).digest());
            Sha256 inParts = new Sha256();
            for (byte b : message) {
                inParts.update(new byte[] {b});
            }
            assertArrayEquals(expected, inParts.digest());
        }
    }

    private static String code(byte[] key, byte[] message) {
        return Hmac.hex(Hmac.sha256(key, message));
    }

    @Test
    void codesAreThoseOfRfc4231() {
        assertEquals(
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                code(repeated(0x0b, 20), Bytes.ascii("Hi There")));
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                code(Bytes.ascii("Jefe"), Bytes.ascii("what do ya want for nothing?")));
        assertEquals(
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
                code(repeated(0xaa, 20), repeated(0xdd, 50)));
        byte[] counting = new byte[25];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) (i + 1);
        }
        assertEquals(
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b", code(counting, repeated(0xcd, 50)));
        assertEquals(
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                code(repeated(0xaa, 131), Bytes.ascii("Test Using Larger Than Block-Size Key - Hash Key First")));
        assertEquals(
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
                code(
                        repeated(0xaa, 131),
                        Bytes.ascii("This is a test using a larger than block-size key and a larger than block-size"
                                + " data. The key needs to be hashed before being used by the HMAC algorithm.")));
    }

    @Test
    void codesUnderKeysOfAllLengthsAreTheLibrarys() throws GeneralSecurityException {
        Random random = new Random(2);
        for (int length = 1; length < 200; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            assertArrayEquals(mac.doFinal(key), Hmac.sha256(key, key));
        }
    }

    @Test
    void onlyTheSameBytesAreTheSame() {
        byte[] key = Bytes.ascii("key");
        assertTrue(Hmac.same(key, Bytes.ascii("abc"), Bytes.ascii("abc")));
        assertTrue(Hmac.same(key, new byte[0], new byte[0]));
        assertFalse(Hmac.same(key, Bytes.ascii("abc"), Bytes.ascii("abd")));
        assertFalse(Hmac.same(key, Bytes.ascii("abc"), Bytes.ascii("ab")));
        assertFalse(Hmac.same(key, Bytes.ascii("abc"), new byte[0]));
    }
}
