package ucspi.deploy;

import java.util.ArrayList;
import java.util.List;

/**
 * The record of deploys: a line for each, only ever appended, each on the disk before the deploy is over.
 *
 * <pre>
 *   2026-01-31T12:34:56Z released push alice 1a2b... 3c4d... 0.512 a note, to the end of the line
 *   when                 outcome  how  who   from    to      seconds
 * </pre>
 */
final class Ledger {
    /** The outcome of a deploy that took place. */
    static final String RELEASED = "released";

    /** The outcome of one that did not. */
    static final String FAILED = "failed";

    /** The outcome of one that somebody killed. */
    static final String INTERRUPTED = "interrupted";

    /** How a rollback is called that is deployed. */
    static final String ROLLBACK = "rollback";

    /** In place of a revision, where there is none. */
    static final String NONE = "-";

    private static final int OUTCOME = 1;
    private static final int HOW = 2;
    private static final int FROM = 4;
    private static final int TO = 5;
    private static final int FIELDS = 8;
    private static final int MOST_NOTE = 500;

    private final Store store;
    private final Place place;

    Ledger(Store store, Place place) {
        this.store = store;
        this.place = place;
    }

    /** Appends a line. */
    void add(
            long millis, String outcome, String how, String who, String from, String to, long tookMillis, String note) {
        store.append(
                place.log(),
                Time.text(millis, true) + " " + outcome + " " + word(how) + " " + word(who) + " " + orNone(from) + " "
                        + orNone(to) + " " + Time.seconds(tookMillis) + " " + printable(note, MOST_NOTE));
    }

    private static String orNone(String revision) {
        return revision == null || revision.isEmpty() ? NONE : word(revision);
    }

    /** A field: printable, and one word, whatever somebody calls himself. */
    static String word(String text) {
        String printable = printable(text, 100);
        return printable.isEmpty() ? NONE : printable.replace(' ', '_');
    }

    /** Text on one line: control characters become question marks. */
    static String printable(String text, int most) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length() && i < most; i++) {
            char c = text.charAt(i);
            printable.append(c < ' ' || c == 127 ? '?' : c);
        }
        return printable.toString();
    }

    /** All lines, the oldest first; one that was cut off by a power failure is left out. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String all = store.read(place.log());
        int at = 0;
        int end = all == null ? -1 : all.indexOf('\n');
        while (end >= 0) {
            lines.add(all.substring(at, end));
            at = end + 1;
            end = all.indexOf('\n', at);
        }
        return lines;
    }

    /** The revision that was served before this one was deployed; null if that is not known. */
    String before(String revision) {
        List<String> lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            List<String> fields = fields(lines.get(i));
            boolean counts = fields.size() >= FIELDS - 1
                    && fields.get(OUTCOME).equals(RELEASED)
                    && !fields.get(HOW).equals(ROLLBACK)
                    && fields.get(TO).equals(revision)
                    && Git.isName(fields.get(FROM))
                    && !fields.get(FROM).equals(revision);
            if (counts) {
                return fields.get(FROM);
            }
        }
        return null;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        int space = line.indexOf(' ');
        while (space >= 0 && fields.size() < FIELDS - 1) {
            fields.add(line.substring(at, space));
            at = space + 1;
            space = line.indexOf(' ', at);
        }
        fields.add(line.substring(at));
        return fields;
    }
}
