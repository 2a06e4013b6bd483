package ucspi.generator.man;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import ucspi.generator.man.Block.Code;
import ucspi.generator.man.Block.Heading;
import ucspi.generator.man.Block.Items;
import ucspi.generator.man.Block.Paragraph;
import ucspi.generator.man.Block.Table;

/** What the reader of Markdown makes of each kind of block. */
class MarkdownTest {
    @Test
    void paragraphsEndAtBlankLinesAndAtOtherBlocks() {
        assertEquals(
                List.of(
                        new Heading(1, "title"),
                        new Paragraph("one two"),
                        new Paragraph("three"),
                        new Code(List.of("  as it is", "")),
                        new Heading(3, "deep")),
                Markdown.parse("# title\none\ntwo\n\nthree\n```sh\n  as it is\n\n```\n### deep\n"));
    }

    @Test
    void itemsGoOnInIndentedLines() {
        assertEquals(
                List.of(new Items(false, List.of("a b", "c")), new Items(true, List.of("d", "e"))),
                Markdown.parse("- a\n  b\n- c\n\n1. d\n2. e\n"));
    }

    @Test
    void aBarWithABackslashBelongsToItsCell() {
        assertEquals(
                List.of(new Table(List.of("a", "b"), List.of(List.of("`x|y`", "")))),
                Markdown.parse("| a | b |\n| --- | --- |\n| `x\\|y` |  |\n"));
    }

    @Test
    void aLineThatBeginsWithANumberIsNoItem() {
        assertEquals(List.of(new Paragraph("111 is an exit code")), Markdown.parse("111 is an exit code\n"));
    }

    @Test
    void whatIsNotWholeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Markdown.parse("```\nx\n"));
        assertThrows(IllegalArgumentException.class, () -> Markdown.parse("| a | b |\n| --- | --- |\n| x |\n"));
    }
}
