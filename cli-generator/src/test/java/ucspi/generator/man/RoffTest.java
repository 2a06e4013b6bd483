package ucspi.generator.man;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Markup as fonts, and that no text can be taken for a request. */
class RoffTest {
    private final Roff roff = new Roff((text, target) -> text + " at " + target);

    @Test
    void markupBecomesFonts() {
        assertEquals(
                "\\fB\\-v\\fR and \\fIhost\\fR and \\fBnot\\fR so-called",
                roff.inline("`-v` and *host* and **not** so-called"));
    }

    @Test
    void anAsteriskBehindAWordIsNoMarkup() {
        assertEquals("TCPLOCAL*, TCP6* and more", roff.inline("TCPLOCAL*, TCP6* and more"));
    }

    @Test
    void linksAreReplaced() {
        assertEquals("see here at x.md.", roff.inline("see [here](x.md)."));
    }

    @Test
    void codeIsCopiedCharacterByCharacter() {
        assertEquals("\\fBa\\e\\(aq\\(ga\\(ti\\(ha\\[u00E9]\\fR", Roff.bold("a\\'`~^\u00e9"));
    }

    @Test
    void markupThatDoesNotEndIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> roff.inline("a `b"));
        assertThrows(IllegalArgumentException.class, () -> roff.inline("a **b"));
    }

    @Test
    void noTextIsTakenForARequest() {
        roff.text(".so evil");
        roff.text("'tis");
        roff.code(List.of(".dot", "'quote"));
        for (String line : roff.toString().lines().toList()) {
            boolean request =
                    line.startsWith(".PP") || line.startsWith(".RS") || line.startsWith(".E") || line.equals(".RE");
            assertTrue(request || line.startsWith("\\"), line);
        }
    }

    @Test
    void linesAreShortWhereTextMayBeBroken() {
        roff.text("word ".repeat(100));
        roff.tagged("tag ".repeat(40).strip(), "text");
        assertTrue(roff.toString().lines().allMatch(line -> line.length() <= 80), roff.toString());
    }

    @Test
    void theFirstParagraphBelowAHeadingIsNotBegunTwice() {
        roff.heading(".SH", "A B");
        roff.paragraph("one");
        roff.paragraph("two");
        assertEquals(".SH \"A B\"\none\n.PP\ntwo\n", roff.toString());
    }
}
