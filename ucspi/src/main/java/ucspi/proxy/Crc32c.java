package ucspi.proxy;

/** CRC-32C (Castagnoli), RFC 4960, appendix B: the checksum that a header of the PROXY protocol may hold. */
final class Crc32c {
    /** The polynomial 0x1edc6f41, its bits reversed. */
    private static final int POLYNOMIAL = 0x82f63b78;

    private Crc32c() {}

    /** Whether four of these bytes, big-endian, are the checksum of all of them, with zeros in place of the four. */
    static boolean isRight(byte[] bytes, int length, int offset) {
        int stored = 0;
        int sum = -1;
        for (int i = 0; i < length; i++) {
            boolean own = i >= offset && i < offset + 4;
            stored = own ? stored << 8 | bytes[i] & 0xff : stored;
            sum = add(sum, own ? 0 : bytes[i]);
        }
        return ~sum == stored;
    }

    /** One byte more; a table would be larger than all the headers that are ever summed at a time. */
    private static int add(int sum, int value) {
        int result = sum ^ value & 0xff;
        for (int bit = 0; bit < 8; bit++) {
            result = (result & 1) == 0 ? result >>> 1 : result >>> 1 ^ POLYNOMIAL;
        }
        return result;
    }
}
