package ucspi.cgi;

/** The forms of access log lines; pure. Whatever a client chose is escaped and cut, so that a line stays one. */
enum AccessFormat {
    /** No access log. */
    NONE,
    /** The Common Log Format of old. */
    COMMON,
    /** The same, with Referer and User-Agent. */
    COMBINED,
    /** A JSON object (RFC 8259) for each request. */
    JSON;

    private static final int MOST_URI = 1500;
    private static final int MOST_FIELD = 500;
    private static final int MOST_WORD = 100;

    /** Writes a line with its newline. */
    void write(Wire wire, AccessEntry entry) {
        if (this == JSON) {
            json(wire, entry);
        } else {
            common(wire, entry);
        }
        wire.addByte('\n');
    }

    private void common(Wire wire, AccessEntry entry) {
        word(wire, entry.remote());
        wire.add(" - ");
        word(wire, entry.user());
        wire.add(" [");
        HttpDate.addLogTime(wire, entry.millis());
        wire.add("] \"");
        if (entry.method() == null) {
            wire.addByte('-');
        } else {
            Escape.add(wire, Escape.Style.BACKSLASH_X, entry.method(), MOST_WORD);
            wire.addByte(' ');
            Escape.add(wire, Escape.Style.BACKSLASH_X, entry.uri(), MOST_URI);
            wire.addByte(' ');
            Escape.add(wire, Escape.Style.BACKSLASH_X, entry.protocol(), MOST_WORD);
        }
        wire.add("\" ");
        if (entry.status() == 0) {
            wire.addByte('-');
        } else {
            wire.addDecimal(entry.status());
        }
        wire.addByte(' ').addDecimal(entry.bytes());
        if (this == COMBINED) {
            quoted(wire, entry.referer());
            quoted(wire, entry.agent());
        }
    }

    private static void word(Wire wire, byte[] text) {
        if (text == null || text.length == 0) {
            wire.addByte('-');
        } else {
            Escape.add(wire, Escape.Style.WORD, text, MOST_WORD);
        }
    }

    private static void quoted(Wire wire, byte[] text) {
        wire.add(" \"");
        if (text == null) {
            wire.addByte('-');
        } else {
            Escape.add(wire, Escape.Style.BACKSLASH_X, text, MOST_FIELD);
        }
        wire.addByte('"');
    }

    private static void json(Wire wire, AccessEntry entry) {
        wire.add("{\"time\":\"");
        HttpDate.addTimestamp(wire, entry.millis());
        wire.addByte('"');
        member(wire, "remote", entry.remote(), MOST_WORD);
        member(wire, "user", entry.user(), MOST_WORD);
        member(wire, "host", entry.host(), MOST_FIELD);
        member(wire, "method", entry.method(), MOST_WORD);
        member(wire, "uri", entry.uri(), MOST_URI);
        member(wire, "protocol", entry.protocol(), MOST_WORD);
        member(wire, "referer", entry.referer(), MOST_FIELD);
        member(wire, "agent", entry.agent(), MOST_FIELD);
        wire.add(",\"status\":").addDecimal(entry.status());
        wire.add(",\"bytes\":").addDecimal(entry.bytes());
        wire.add(",\"seconds\":");
        addSeconds(wire, entry.micros());
        if (entry.exit() >= 0) {
            wire.add(",\"exit\":").addDecimal(entry.exit());
        }
        wire.addByte('}');
    }

    private static void member(Wire wire, String name, byte[] value, int most) {
        if (value != null) {
            wire.add(",\"").add(name).add("\":\"");
            Escape.add(wire, Escape.Style.JSON, value, most);
            wire.addByte('"');
        }
    }

    /** Adds a time as seconds with six decimals. */
    static void addSeconds(Wire wire, long micros) {
        wire.addDecimal(micros / 1_000_000).addByte('.');
        for (long unit = 100_000; unit > 0; unit /= 10) {
            wire.addByte((int) ('0' + micros / unit % 10));
        }
    }
}
