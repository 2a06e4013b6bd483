package ucspi.cgi;

/**
 * Follows the lines of an event stream, fed in any pieces, to know where a comment may go between them; pure (WHATWG
 * HTML, section 9.2.5).
 *
 * <p>Lines end in LF, CR, or CR LF, and an empty one ends an event. A comment is no event and changes none that has
 * begun, but the empty line behind it would end that one too early.
 */
final class EventLines {
    private boolean lineBegun;
    private boolean eventBegun;
    private boolean afterCr;

    /** Whether the last line had something and ended in CR, so that an LF to come is still part of it. */
    private boolean mayGoOn;

    void add(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            add(bytes[i]);
        }
    }

    private void add(byte b) {
        boolean isSecondHalf = b == '\n' && afterCr;
        afterCr = b == '\r';
        mayGoOn = afterCr && lineBegun;
        if (isSecondHalf) {
            return;
        }
        boolean isEnd = b == '\n' || b == '\r';
        eventBegun = isEnd ? eventBegun && lineBegun : true;
        lineBegun = !isEnd;
    }

    /** Whether a line could be put here, so that those around it stay what they are. */
    boolean isBetweenLines() {
        return !lineBegun && !mayGoOn;
    }

    /** Whether an empty line could, too. */
    boolean isBetweenEvents() {
        return isBetweenLines() && !eventBegun;
    }
}
