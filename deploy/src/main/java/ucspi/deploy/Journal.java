package ucspi.deploy;

/**
 * The deploy that runs now. Whoever finds one, and has the lock, knows that it was killed.
 *
 * @param millis when it began, in milliseconds since 1970
 * @param how by which way it came
 * @param who wanted it
 * @param from the revision that was served; null for none
 * @param to the revision that was to be served; null as long as that is not known
 */
record Journal(long millis, String how, String who, String from, String to) {
    private static final int FIELDS = 5;

    /** The one of a directory; null if no deploy runs, nor was killed. */
    static Journal read(Store store, Place place) {
        String line = store.readLine(place.journal());
        if (line == null) {
            return null;
        }
        String[] fields = new String[FIELDS];
        int at = 0;
        for (int i = 0; i < FIELDS; i++) {
            int space = line.indexOf(' ', at);
            int end = space < 0 ? line.length() : space;
            fields[i] = line.substring(Math.min(at, end), end);
            at = Math.min(end + 1, line.length());
        }
        return new Journal(number(fields[0]), fields[1], fields[2], fields[3], fields[4]);
    }

    private static long number(String text) {
        long number = 0;
        for (int i = 0; i < text.length() && i < 18; i++) {
            char c = text.charAt(i);
            number = c >= '0' && c <= '9' ? number * 10 + c - '0' : number;
        }
        return number;
    }

    void write(Store store, Place place) {
        store.replace(
                place.journal(),
                millis + " " + Ledger.word(how) + " " + Ledger.word(who) + " " + orNone(from) + " " + orNone(to)
                        + "\n");
    }

    private static String orNone(String revision) {
        return revision == null ? Ledger.NONE : revision;
    }

    static void remove(Store store, Place place) {
        store.remove(place.journal());
    }
}
