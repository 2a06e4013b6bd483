package ucspi.rules;

import java.util.Arrays;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;

/**
 * Finds the one rule that applies to a client. The order is that of djb's rules.c, and the first record that is there
 * ends the search:
 *
 * <pre>
 *    1  info@ip          with TCPREMOTEINFO
 *    2  info@=host       with both
 *    3  ip
 *    4  =host            with TCPREMOTEHOST
 *    5  10.1.2. 10.1. 10.          prefixes of the address that end in a dot, longest first, and among them, by the
 *       10.1.0.0/20 2001:db8::/32  lengths of their prefixes, the networks (ours); 10.1. comes before 10.1.0.0/16
 *    6  =.two.three =.three        suffixes of the name that begin with a dot, with TCPREMOTEHOST
 *    7  =                any name, with TCPREMOTEHOST
 *    8  the empty key
 * </pre>
 *
 * <p>The cost grows with the number of different prefix lengths in the file, of which there are 33 or 129 at most, and
 * not with the number of rules. Nothing is allocated but for longer names than before.
 */
public final class Rules {
    private final Cdb cdb;
    private final Rule rule;
    private final byte[] lengths = new byte[129];
    private final byte[] scratch = new byte[IpAddress.SOCKADDR_SIZE];
    private byte[] name = new byte[128];
    private int nameLength;

    public Rules(Cdb cdb) {
        this.cdb = cdb;
        this.rule = new Rule(cdb);
    }

    /**
     * Finds the rule.
     *
     * @return 1 if there is one, 0 if none applies: then the client may connect; or a negated errno
     */
    public int find(Client client) {
        int found = client.info == null ? 0 : findInfo(client);
        if (found == 0) {
            found = name(client.text, 0, client.textLength).look();
        }
        if (found == 0 && client.host != null) {
            found = host(client.host, 0).look();
        }
        if (found == 0) {
            found = findPrefix(client);
        }
        if (found == 0 && client.host != null) {
            found = findSuffix(client.host);
        }
        if (found == 0) {
            nameLength = 0;
            found = look();
        }
        return found;
    }

    private int findInfo(Client client) {
        int found = name(client.info, 0, client.info.length)
                .append('@')
                .append(client.text, 0, client.textLength)
                .look();
        if (found == 0 && client.host != null) {
            found = name(client.info, 0, client.info.length)
                    .append('@')
                    .append('=')
                    .append(client.host, 0, client.host.length)
                    .look();
        }
        return found;
    }

    /** Dotted prefixes and networks, by the number of bits that they name. */
    private int findPrefix(Client client) {
        int networks = client.bits == 0 ? 0 : readLengths(client.bits);
        int found = Math.min(networks, 0);
        int network = 0;
        int dotted = behindDot(client, client.textLength);
        while (found == 0 && (network < networks || dotted > 0)) {
            if (dotted > 0 && (network >= networks || dottedBits(client, dotted) >= (lengths[network] & 0xff))) {
                found = name(client.text, 0, dotted).look();
                dotted = behindDot(client, dotted - 1);
            } else {
                found = findNetwork(client, lengths[network] & 0xff);
                network++;
            }
        }
        return found;
    }

    /** How long the longest part of the first {@code end} bytes is that ends in a dot; 0 without one. */
    private static int behindDot(Client client, int end) {
        int at = end;
        while (at > 0 && client.text[at - 1] != '.') {
            at--;
        }
        return at;
    }

    private static int dottedBits(Client client, int end) {
        int dots = 0;
        for (int i = 0; i < end; i++) {
            dots += client.text[i] == '.' ? 1 : 0;
        }
        return 8 * dots;
    }

    /** Reads which prefix lengths the file has for this kind of address; returns how many, or a negated errno. */
    private int readLengths(int bits) {
        byte[] key = bits == 32 ? Network.LENGTHS_4 : Network.LENGTHS_6;
        int found = cdb.find(key, key.length);
        if (found <= 0) {
            return found;
        }
        int count = cdb.dataLength();
        if (count > lengths.length || !Network.isList(cdb.data(), cdb.dataOffset(), count, bits)) {
            return -Errno.EPROTO;
        }
        System.arraycopy(cdb.data(), cdb.dataOffset(), lengths, 0, count);
        return count;
    }

    private int findNetwork(Client client, int length) {
        reserve(Network.MOST_KEY);
        nameLength = Network.putKey(name, client.socketAddress, client.bits, length, scratch);
        return look();
    }

    private int findSuffix(byte[] host) {
        int found = 0;
        for (int i = 0; i < host.length && found == 0; i++) {
            if (host[i] == '.') {
                found = host(host, i).look();
            }
        }
        return found == 0 ? host(host, host.length).look() : found;
    }

    private Rules host(byte[] host, int from) {
        nameLength = 0;
        return append('=').append(host, from, host.length - from);
    }

    private Rules name(byte[] source, int offset, int count) {
        nameLength = 0;
        return append(source, offset, count);
    }

    private Rules append(char c) {
        reserve(nameLength + 1);
        name[nameLength++] = (byte) c;
        return this;
    }

    private Rules append(byte[] source, int offset, int count) {
        reserve(nameLength + count);
        System.arraycopy(source, offset, name, nameLength, count);
        nameLength += count;
        return this;
    }

    private void reserve(int size) {
        if (name.length < size) {
            name = Arrays.copyOf(name, Math.max(size, name.length * 2));
        }
    }

    private int look() {
        return cdb.find(name, nameLength);
    }

    /** The rule that was found last. Valid until the next search. */
    public Rule rule() {
        return rule;
    }

    /** The key of that rule, an array of its own. */
    public byte[] key() {
        return Arrays.copyOf(name, nameLength);
    }
}
