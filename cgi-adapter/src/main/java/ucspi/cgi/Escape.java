package ucspi.cgi;

/** Makes what a client or a program chose harmless in a line of a log: printable ASCII, of bounded length; pure. */
final class Escape {
    /** Ways to write what cannot stand for itself. */
    enum Style {
        /** {@code \xHH}; also for quotation marks and backslashes. */
        BACKSLASH_X,
        /** The same, also for blanks. */
        WORD,
        /** As in a JSON string (RFC 8259 section 7), each byte a character of Latin-1. */
        JSON
    }

    private static final String DIGITS = "0123456789abcdef";

    private Escape() {}

    /**
     * Adds text.
     *
     * @param most the most bytes it may become; what is cut off is replaced by three dots
     */
    static void add(Wire wire, Style style, byte[] text, int most) {
        int end = wire.length() + most;
        for (byte b : text) {
            int c = b & 0xff;
            boolean isPlain = c >= (style == Style.WORD ? 0x21 : 0x20) && c < 0x7f && c != '"' && c != '\\';
            int size = isPlain ? 1 : style == Style.JSON ? 6 : 4;
            if (wire.length() + size + 3 > end) {
                wire.add("...");
                return;
            }
            if (isPlain) {
                wire.addByte(c);
            } else {
                wire.add(style == Style.JSON ? "\\u00" : "\\x");
                wire.addByte(DIGITS.charAt(c >> 4)).addByte(DIGITS.charAt(c & 15));
            }
        }
    }
}
