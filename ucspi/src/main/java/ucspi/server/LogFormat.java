package ucspi.server;

/** The form of a listener's log lines. */
public enum LogFormat {
    /** The words of djb's tcpserver, several lines an event. */
    CLASSIC("classic"),

    /** One line an event, {@code key=value} with blanks between. */
    LOGFMT("logfmt"),

    /** One line an event, a JSON object (RFC 8259). */
    JSON("json");

    private static final LogFormat[] ALL = values();

    private final String word;

    LogFormat(String word) {
        this.word = word;
    }

    /** Its name on command lines. */
    public String word() {
        return word;
    }

    /** The format of that name, or null. */
    public static LogFormat named(String word) {
        for (LogFormat format : ALL) {
            if (format.word.equals(word)) {
                return format;
            }
        }
        return null;
    }
}
