package ucspi.generator.man;

import java.util.List;
import java.util.Locale;

/** Writes man(7): requests, filled text, and Markdown's inline markup as fonts. Lines of text are short. */
final class Roff {
    /** mandoc finds fault with lines of more than 80 bytes. */
    private static final int WIDTH = 76;

    /** Turns what a link leads to into what the page says behind the link's text. */
    interface Links {
        /**
         * @param text of the link, without markup
         * @param target as written
         * @return Markdown to be put in place of the link
         */
        String replacement(String text, String target);
    }

    private final StringBuilder out = new StringBuilder();
    private final Links links;
    private boolean belowHeading;

    Roff(Links links) {
        this.links = links;
    }

    /** A request or macro, whose arguments are already as roff wants them. */
    void request(String line) {
        out.append(line).append('\n');
        belowHeading = false;
    }

    /** A heading, a macro with one argument: {@code .SH "EXIT STATUS"}. */
    void heading(String macro, String text) {
        request(macro + " " + quoted(plain(text)));
        belowHeading = true;
    }

    /** A paragraph of its own. */
    void paragraph(String markdown) {
        space();
        text(markdown);
    }

    /** Begins a paragraph; a heading has begun one. */
    private void space() {
        if (!belowHeading) {
            request(".PP");
        }
    }

    /** Filled text. */
    void text(String markdown) {
        fill(inline(markdown));
    }

    /** An entry of a list: what it is about, and what is said of it. The tag is roff already. */
    void tagged(String tag, String markdown) {
        request(".TP");
        line(tag);
        text(markdown);
    }

    /** Lines as they are. */
    void code(List<String> lines) {
        space();
        request(".RS 4");
        request(".EX");
        for (String line : lines) {
            line(escape(line));
        }
        request(".EE");
        request(".RE");
    }

    /** One line of the page; where it is long in roff, it goes on in the next line of the file. */
    void line(String roff) {
        StringBuilder whole = new StringBuilder();
        int column = 0;
        for (String word : roff.split("(?<= )")) {
            if (column > 0 && column + word.length() > WIDTH) {
                whole.append("\\\n");
                column = 0;
            }
            whole.append(word);
            column += word.length();
        }
        request(protect(whole.toString()));
    }

    /** Words of roff in lines that are not too long. */
    void fill(String roff) {
        int column = 0;
        for (String word : roff.split(" +")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                out.append('\n');
                column = 0;
            }
            String safe = column == 0 ? protect(word) : " " + word;
            out.append(safe);
            column += safe.length();
        }
        out.append('\n');
        belowHeading = false;
    }

    /** A dot or an apostrophe at the beginning of a line would make it a request. */
    private static String protect(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    private static String quoted(String text) {
        return text.indexOf(' ') < 0 ? text : '"' + text + '"';
    }

    /** Text that reads the same without fonts: of headings and of the NAME section. */
    String plain(String markdown) {
        return inline(markdown).replaceAll("\\\\f[BIR]", "");
    }

    /** Characters as themselves, the dash as one that can be copied. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> escaped.append(c > '~' ? numbered(c) : String.valueOf(c));
            }
        }
        return escaped.toString();
    }

    private static String numbered(char c) {
        return "\\[u" + Integer.toHexString(0x10000 | c).substring(1).toUpperCase(Locale.ROOT) + "]";
    }

    static String bold(String text) {
        return "\\fB" + escape(text) + "\\fR";
    }

    static String italic(String text) {
        return "\\fI" + escape(text) + "\\fR";
    }

    /** Markdown's inline markup as fonts. */
    String inline(String markdown) {
        StringBuilder roff = new StringBuilder();
        int i = 0;
        while (i < markdown.length()) {
            i = span(markdown, i, roff);
        }
        return roff.toString();
    }

    /** Appends what begins at {@code i}, and says where the next begins. */
    private int span(String text, int i, StringBuilder roff) {
        char c = text.charAt(i);
        if (c == '`') {
            int end = end(text, "`", i + 1);
            roff.append(bold(text.substring(i + 1, end)));
            return end + 1;
        }
        if (text.startsWith("**", i)) {
            int end = end(text, "**", i + 2);
            roff.append("\\fB").append(prose(text.substring(i + 2, end))).append("\\fR");
            return end + 2;
        }
        if (c == '*' && opens(text, i)) {
            int end = end(text, "*", i + 1);
            roff.append("\\fI").append(prose(text.substring(i + 1, end))).append("\\fR");
            return end + 1;
        }
        int bracket = c == '[' ? text.indexOf("](", i) : -1;
        if (bracket > 0) {
            int end = end(text, ")", bracket);
            roff.append(inline(links.replacement(text.substring(i + 1, bracket), text.substring(bracket + 2, end))));
            return end + 1;
        }
        if (c == '\\' && i + 1 < text.length() && "\\`*_[]|<>#".indexOf(text.charAt(i + 1)) >= 0) {
            roff.append(escape(text.substring(i + 1, i + 2)));
            return i + 2;
        }
        roff.append(prose(text.substring(i, i + 1)));
        return i + 1;
    }

    private static int end(String text, String mark, int from) {
        int end = text.indexOf(mark, from);
        if (end < 0) {
            throw new IllegalArgumentException("no end of what " + mark + " ends: " + text);
        }
        return end;
    }

    /** As Markdown has it: an asterisk opens emphasis before a word, and not within one. */
    private static boolean opens(String text, int at) {
        boolean inWord = at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
        return !inWord && at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1));
    }

    /** Prose keeps its apostrophes, and its hyphens, at which lines may be broken. */
    private static String prose(String text) {
        return escape(text).replace("\\(aq", "'").replace("\\-", "-");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
