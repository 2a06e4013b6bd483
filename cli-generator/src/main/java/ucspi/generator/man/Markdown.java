package ucspi.generator.man;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads as much of Markdown as the manuals in {@code doc} use: headings, paragraphs, fenced code, lists of one level,
 * tables. What it does not know is an error rather than a page that is wrong.
 */
final class Markdown {
    private static final String FENCE = "```";

    private final List<String> lines;
    private final List<Block> blocks = new ArrayList<>();
    private int next;

    private Markdown(List<String> lines) {
        this.lines = lines;
    }

    /**
     * The blocks of a text.
     *
     * @throws IllegalArgumentException if a fence is not closed or a table's rows differ in length
     */
    static List<Block> parse(String text) {
        Markdown markdown = new Markdown(text.lines().toList());
        while (markdown.next < markdown.lines.size()) {
            markdown.block();
        }
        return markdown.blocks;
    }

    private void block() {
        String line = lines.get(next);
        if (line.isBlank()) {
            next++;
        } else if (line.startsWith("#")) {
            next++;
            int level = line.indexOf(' ');
            blocks.add(new Block.Heading(level, line.substring(level + 1).strip()));
        } else if (line.startsWith(FENCE)) {
            code();
        } else if (line.startsWith("|")) {
            table();
        } else if (markerEnd(line) > 0) {
            items();
        } else {
            blocks.add(new Block.Paragraph(prose()));
        }
    }

    private void code() {
        int end = next + 1;
        while (end < lines.size() && !lines.get(end).equals(FENCE)) {
            end++;
        }
        if (end == lines.size()) {
            throw new IllegalArgumentException("a fence is not closed: line " + (next + 1));
        }
        blocks.add(new Block.Code(lines.subList(next + 1, end)));
        next = end + 1;
    }

    private void table() {
        List<String> header = cells(lines.get(next));
        List<List<String>> rows = new ArrayList<>();
        // The line behind the header is a rule.
        for (next += 2; next < lines.size() && lines.get(next).startsWith("|"); next++) {
            List<String> row = cells(lines.get(next));
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("a row of another length than its table's: " + lines.get(next));
            }
            rows.add(row);
        }
        blocks.add(new Block.Table(header, rows));
    }

    /** The cells of a row; a bar with a backslash before it is a character of its cell. */
    private static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int i = 1; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '\\' && i + 1 < row.length() && row.charAt(i + 1) == '|') {
                i++;
                cell.append('|');
            } else if (c == '|') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        return cells;
    }

    private void items() {
        boolean ordered = Character.isDigit(lines.get(next).charAt(0));
        List<String> items = new ArrayList<>();
        while (next < lines.size() && markerEnd(lines.get(next)) > 0) {
            StringBuilder item = new StringBuilder();
            String first = lines.get(next++);
            item.append(first.substring(markerEnd(first)).strip());
            while (next < lines.size() && lines.get(next).startsWith(" ")) {
                item.append(' ').append(lines.get(next++).strip());
            }
            items.add(item.toString());
        }
        blocks.add(new Block.Items(ordered, items));
    }

    /** Where the text of a list's item begins; 0 if the line begins none. */
    private static int markerEnd(String line) {
        int i = 0;
        while (i < line.length() && Character.isDigit(line.charAt(i))) {
            i++;
        }
        String marker = i == 0 ? "- " : ". ";
        return line.startsWith(marker, i) ? i + marker.length() : 0;
    }

    private String prose() {
        StringBuilder text = new StringBuilder();
        while (next < lines.size() && !endsProse(lines.get(next))) {
            text.append(text.isEmpty() ? "" : " ").append(lines.get(next++).strip());
        }
        return text.toString();
    }

    private static boolean endsProse(String line) {
        return line.isBlank()
                || line.startsWith("#")
                || line.startsWith(FENCE)
                || line.startsWith("|")
                || line.startsWith("- ");
    }
}
