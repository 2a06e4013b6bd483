package ucspi.deploy;

import java.util.Arrays;

/** HMAC-SHA256 (RFC 2104), and the comparison of secrets in constant time. */
final class Hmac {
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;
    private static final String DIGITS = "0123456789abcdef";

    private Hmac() {}

    /** The code of a message under a key of any length. */
    static byte[] sha256(byte[] key, byte[] message) {
        byte[] whole = key.length > Sha256.BLOCK ? new Sha256().update(key).digest() : key;
        byte[] padded = Arrays.copyOf(whole, Sha256.BLOCK);
        byte[] inner = new Sha256().update(mixed(padded, INNER)).update(message).digest();
        return new Sha256().update(mixed(padded, OUTER)).update(inner).digest();
    }

    private static byte[] mixed(byte[] key, byte with) {
        byte[] mixed = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            mixed[i] = (byte) (key[i] ^ with);
        }
        return mixed;
    }

    /**
     * Whether two byte strings are the same. How long this takes tells nothing of either: their digests are compared,
     * under a key that nobody knows, and those to the end.
     */
    static boolean same(byte[] key, byte[] first, byte[] second) {
        byte[] one = sha256(key, first);
        byte[] other = sha256(key, second);
        int difference = 0;
        for (int i = 0; i < one.length; i++) {
            difference |= one[i] ^ other[i];
        }
        return difference == 0;
    }

    /** Bytes as hexadecimal digits, in lower case. */
    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            text.append(DIGITS.charAt(b >> 4 & 15)).append(DIGITS.charAt(b & 15));
        }
        return text.toString();
    }
}
