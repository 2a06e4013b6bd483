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

    /** The client was gone before its turn. */
    GONE("gone"),

    /** The client did not take the banner. */
    BANNER("banner");

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
}
