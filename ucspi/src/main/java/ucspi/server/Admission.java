package ucspi.server;

import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/**
 * Decides which clients get a place, by the number of places that they and their networks have, and when, by how often
 * they got one. It knows nothing of what a place is used for: who got one gives it back with {@link #leave}.
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
    private final RateLimit[] rates;
    private final long longestWait;
    private final int[] counted4;
    private final int[] counted6;
    private final Tally tally;
    private final RateTable arrivals;
    private long start;
    private byte[] message;
    private int messageLength;

    /**
     * @param rules whether access rules may set limits of their own, so that each client is counted for them
     * @param longestWait for how many nanoseconds a client may have to wait for its turn
     */
    Admission(KeyedHash hash, List<ConnectionLimit> limits, List<RateLimit> rates, boolean rules, long longestWait) {
        this.limits = limits.toArray(new ConnectionLimit[0]);
        this.rates = rates.toArray(new RateLimit[0]);
        this.longestWait = longestWait;
        this.tally = new Tally(hash);
        messages = new byte[this.limits.length][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = Bytes.latin1(this.limits[i].message());
        }
        this.arrivals = new RateTable(hash);
        counted4 = counted(true, rules);
        counted6 = counted(false, rules);
    }

    /** What a listener with these settings asks. */
    static Admission of(Kernel kernel, ServerSettings settings) {
        return new Admission(
                KeyedHash.random(kernel),
                settings.connectionLimits,
                settings.rateLimits,
                settings.access != null,
                settings.longestWait);
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
     * @param now nanoseconds of a clock, more than 0
     * @param mayWait whether there is room for one more that waits until {@link #start}
     */
    Refusal enter(ClientKey key, RuleLimits rule, long now, boolean mayWait) {
        Refusal refusal = rule(key, rule);
        for (int i = 0; i < limits.length && refusal == null; i++) {
            refusal = limit(key, limits[i], rule);
            if (refusal != null) {
                message = messages[i];
                messageLength = message.length;
            }
        }
        if (refusal == null) {
            refusal = rate(key, now, mayWait);
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

    /** Finds out when its turn is, and takes the turn. */
    private Refusal rate(ClientKey key, long now, boolean mayWait) {
        start = now;
        for (int i = 0; i < rates.length; i++) {
            int length = rates[i].networks().length(key);
            if (length >= 0) {
                start = Math.max(start, arrival(key, length, i, now) - rates[i].tolerance());
            }
        }
        if (start - now > longestWait) {
            return Refusal.RATE;
        }
        if (start > now && !mayWait) {
            return Refusal.RATE_FULL;
        }
        for (int i = 0; i < rates.length; i++) {
            int length = rates[i].networks().length(key);
            if (length >= 0) {
                long next = arrival(key, length, i, now) + rates[i].interval();
                arrivals.set(key.high(length), key.low(length), i, next, now);
            }
        }
        return null;
    }

    /** When the next connection would come, did they come as evenly as the limit has it. */
    private long arrival(ClientKey key, int length, int rate, long now) {
        return arrivals.get(key.high(length), key.low(length), rate, now);
    }

    /** When the turn is of who got a place last: the time that it asked, or a later one. */
    long start() {
        return start;
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
