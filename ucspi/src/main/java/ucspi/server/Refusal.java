package ucspi.server;

/**
 * Why a connection that accept(2) returned gets no process. Each reason has a counter ({@link Counters#refuse}) and a
 * word, by which it is known in every report, so one more reason is one more constant here.
 */
public enum Refusal {
    /** The access rules deny its address. */
    RULES("rules"),

    /** The access rules cannot be read, and so admit nobody. */
    RULES_UNREADABLE("rules-unreadable"),

    /** The access rule that applies to it sets a limit that is no number, and so admits nobody. */
    RULES_BROKEN("rules-broken"),

    /** The client has as many connections as it may have. */
    ADDRESS_LIMIT("address-limit"),

    /** The client's network has as many connections as it may have. */
    NETWORK_LIMIT("network-limit"),

    /** The client or its network has begun so many connections that this one would wait too long for its turn. */
    RATE("rate"),

    /** It would have to wait for its turn, and too many do. */
    RATE_FULL("rate-full"),

    /** The client was gone before its turn. */
    GONE("gone"),

    /** A deploy holds programs back for too long, or its lock cannot be used. */
    DEPLOY("deploy"),

    /** The client did not take the banner. */
    BANNER("banner"),

    /** A connection of a trusted proxy does not begin with a PROXY header. */
    PROXY_HEADER("proxy-header"),

    /** The PROXY header of a trusted proxy took too long. */
    PROXY_TIMEOUT("proxy-timeout"),

    /** Somebody who is no trusted proxy sent a PROXY header. */
    PROXY_UNTRUSTED("proxy-untrusted");

    /** Every reason, by its ordinal; not to be changed. */
    static final Refusal[] ALL = values();

    private final String word;

    Refusal(String word) {
        this.word = word;
    }

    /** The name in logs and reports: lower-case letters and dashes. */
    public String word() {
        return word;
    }

    /** Whether it is for a limit: the client may be told to come again. */
    boolean isLimit() {
        return this == ADDRESS_LIMIT || this == NETWORK_LIMIT || this == RATE || this == RATE_FULL;
    }
}
