package ucspi.generator.man;

import java.util.List;

/** A piece of a Markdown text that stands on lines of its own. Text in it still has its inline markup. */
sealed interface Block {
    /**
     * @param level 1 for the title of the text
     */
    record Heading(int level, String text) implements Block {}

    /** Lines of prose, joined by blanks. */
    record Paragraph(String text) implements Block {}

    /** Lines to be shown as they are, without the fences. */
    record Code(List<String> lines) implements Block {}

    /**
     * @param ordered whether they are numbered
     */
    record Items(boolean ordered, List<String> items) implements Block {}

    /** A table; each row has as many cells as the header. */
    record Table(List<String> header, List<List<String>> rows) implements Block {}
}
