package ucspi.server;

import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;

/**
 * SipHash-1-3 of a client's key and a length, under a secret of this process: a client that may choose its address, as
 * one with an IPv6 network may, cannot choose where in a table it falls. (Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF", 2012.)
 */
final class KeyedHash {
    private final long secret0;
    private final long secret1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    KeyedHash(long secret0, long secret1) {
        this.secret0 = secret0;
        this.secret1 = secret1;
    }

    /** One under a secret that nobody can guess. */
    static KeyedHash random(Kernel kernel) {
        byte[] bytes = new byte[16];
        Sys.check(kernel.getrandom(bytes, bytes.length), "get random bytes");
        long[] secrets = new long[2];
        for (int i = 0; i < bytes.length; i++) {
            secrets[i / 8] = secrets[i / 8] << 8 | bytes[i] & 0xff;
        }
        return new KeyedHash(secrets[0], secrets[1]);
    }

    /** The hash of three words; all of its bits are good. */
    int of(long high, long low, int length) {
        v0 = secret0 ^ 0x736f6d6570736575L;
        v1 = secret1 ^ 0x646f72616e646f6dL;
        v2 = secret0 ^ 0x6c7967656e657261L;
        v3 = secret1 ^ 0x7465646279746573L;
        word(high);
        word(low);
        word(length);
        word(24L << 56);
        v2 ^= 0xff;
        round();
        round();
        round();
        long hash = v0 ^ v1 ^ v2 ^ v3;
        return (int) (hash ^ hash >>> 32);
    }

    private void word(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v1 = (v1 << 13 | v1 >>> 51) ^ v0;
        v0 = v0 << 32 | v0 >>> 32;
        v2 += v3;
        v3 = (v3 << 16 | v3 >>> 48) ^ v2;
        v0 += v3;
        v3 = (v3 << 21 | v3 >>> 43) ^ v0;
        v2 += v1;
        v1 = (v1 << 17 | v1 >>> 47) ^ v2;
        v2 = v2 << 32 | v2 >>> 32;
    }
}
