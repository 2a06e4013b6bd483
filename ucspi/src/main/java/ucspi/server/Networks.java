package ucspi.server;

/**
 * Which part of a client's address a limit looks at, for each kind of address.
 *
 * @param four the bits of an IPv4 address, 0 to 32; -1 leaves such clients alone
 * @param six the bits of an IPv6 address, 0 to 128; -1 leaves such clients alone
 */
public record Networks(int four, int six) {
    /** Each address, and each user, by itself. */
    public static final Networks SINGLE = new Networks(32, 128);

    /** How many bits of a key that is, or -1 for a client that it leaves alone. */
    int length(ClientKey key) {
        if (key.isIpv4()) {
            return four < 0 ? -1 : ClientKey.IPV4_OFFSET + four;
        }
        return six;
    }
}
