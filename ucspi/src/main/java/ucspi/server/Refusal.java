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
