package ucspi.server;

import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;

/**
 * Decides which clients get a place, by the number of places that they and their networks have, and counts those. It
 * knows nothing of what a place is used for: who got one gives it back with {@link #leave}.
 *
 * <p>Each client counts in every network that some limit looks at, so the cost is the number of different prefix
 * lengths, whatever the number of clients.
 */
final class Admission {
    private static final int RULE_NETWORK_4 = ClientKey.IPV4_OFFSET + 24;
    private static final int RULE_NETWORK_6 = 64;
    private static final int WHOLE = 128;

    private final ConnectionLimit[] limits;
    private final byte[][] messages;
    private final int[] counted4;
    private final int[] counted6;
    private final Tally tally;
    private byte[] message;
    private int messageLength;

    /**
     * @param rules whether access rules may set limits of their own, so that each client is counted for them
     */
    Admission(KeyedHash hash, List<ConnectionLimit> limits, boolean rules) {
        this.limits = limits.toArray(new ConnectionLimit[0]);
        this.tally = new Tally(hash);
        messages = new byte[this.limits.length][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = Bytes.latin1(this.limits[i].message());
        }
        counted4 = counted(true, rules);
        counted6 = counted(false, rules);
    }

    private int[] counted(boolean four, boolean rules) {
        ClientKey example = new ClientKey();
        example.set(0, four ? 0xffffL << 32 : 0);
        int[] lengths = new int[0];
        for (ConnectionLimit limit : limits) {
            lengths = with(lengths, limit.networks().length(example));
        }
        if (rules) {
            lengths = with(lengths, WHOLE);
            lengths = with(lengths, four ? RULE_NETWORK_4 : RULE_NETWORK_6);
        }
        return lengths;
    }

    private static int[] with(int[] lengths, int length) {
        for (int known : lengths) {
            if (known == length) {
                return lengths;
            }
        }
        int[] more = length < 0 ? lengths : Arrays.copyOf(lengths, lengths.length + 1);
        if (length >= 0) {
            more[lengths.length] = length;
        }
        return more;
    }

    /**
     * Asks for a place, and takes it if the answer is null; else that is the reason why there is none.
     *
     * @param rule limits of the client's rule, which take the place of ours for the same networks
     */
    Refusal enter(ClientKey key, RuleLimits rule) {
        Refusal refusal = rule(key, rule);
        for (int i = 0; i < limits.length && refusal == null; i++) {
            refusal = limit(key, limits[i], rule);
            if (refusal != null) {
                message = messages[i];
                messageLength = message.length;
            }
        }
        if (refusal == null) {
            count(key);
        } else if (rule.messageLength > 0) {
            message = rule.message;
            messageLength = rule.messageLength;
        }
        return refusal;
    }

    private Refusal rule(ClientKey key, RuleLimits rule) {
        message = rule.message;
        messageLength = 0;
        if (rule.mostOfAddress >= 0 && tally.count(key, WHOLE) >= rule.mostOfAddress) {
            return Refusal.ADDRESS_LIMIT;
        }
        boolean over = rule.mostOfNetwork >= 0 && tally.count(key, ruleNetwork(key)) >= rule.mostOfNetwork;
        return over ? Refusal.NETWORK_LIMIT : null;
    }

    private Refusal limit(ClientKey key, ConnectionLimit limit, RuleLimits rule) {
        int length = limit.networks().length(key);
        boolean replaced =
                length == WHOLE && rule.mostOfAddress >= 0 || length == ruleNetwork(key) && rule.mostOfNetwork >= 0;
        if (length < 0 || replaced || tally.count(key, length) < limit.most()) {
            return null;
        }
        return length == WHOLE ? Refusal.ADDRESS_LIMIT : Refusal.NETWORK_LIMIT;
    }

    private static int ruleNetwork(ClientKey key) {
        return key.isIpv4() ? RULE_NETWORK_4 : RULE_NETWORK_6;
    }

    /** Counts one that has a place already. */
    void count(ClientKey key) {
        for (int length : key.isIpv4() ? counted4 : counted6) {
            tally.add(key, length);
        }
    }

    /** Gives a place back. */
    void leave(ClientKey key) {
        for (int length : key.isIpv4() ? counted4 : counted6) {
            tally.remove(key, length);
        }
    }

    /** What the client that was refused last is to be told: the first {@link #messageLength} bytes. */
    byte[] message() {
        return message;
    }

    /** 0 if it is told nothing. */
    int messageLength() {
        return messageLength;
    }
}
