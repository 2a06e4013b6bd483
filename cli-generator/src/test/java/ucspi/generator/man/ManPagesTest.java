package ucspi.generator.man;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import ucspi.cli.jvm.Model;
import ucspi.generator.SampleOptions;

/** Which pages are made of a directory of manuals, and what is in them. */
class ManPagesTest {
    private static final String MANUAL = """
            # sample, script

            Does something. And more.

            ## Interface

            ```
            sample [options] from [to]
            script
            ```

            Prose with a [text](topic.md#here), see [decisions](decisions.md).

            ## Options

            What is said:

            | option | meaning |
            | --- | --- |
            | `-n` | words of the manual's own |

            More about them.

            ## Exit codes

            | code | meaning |
            | --- | --- |
            | 0 | fine |
            """;

    @TempDir
    Path doc;

    private ManPages.Tree pages() throws IOException {
        CommandSpec model = Model.of(new SampleOptions());
        return ManPages.of(doc, Map.of("sample", model), List.of("script"), "2026-01-02", "9.8");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(doc.resolve(name), text);
    }

    private String page() throws IOException {
        write("sample.md", MANUAL);
        write("topic.md", "# A topic\n\nAbout it.\n");
        write("decisions.md", "# Decisions\n\nThose.\n");
        return pages().files().get("man1/sample.1");
    }

    @Test
    void optionsComeFromTheModelWithTheirLabelsAndTexts() throws Exception {
        String page = page();
        for (String tag : List.of(
                "\\fB\\-n\\fR, \\fB\\-\\-dry\\-run\\fR\nChange nothing.",
                "\\fB\\-t\\fR \\fIseconds\\fR, \\fB\\-\\-timeout\\fR \\fIseconds\\fR\nHow long",
                "\\fB\\-\\-drain\\fR[\\fB=\\fR\\fIseconds\\fR]\nWait",
                "\\fB\\-\\-help\\fR\n",
                "\\fB\\-\\-version\\fR\n",
                "\\fIfrom\\fR\nWhere from.")) {
            assertTrue(page.contains(".TP\n" + tag), page);
        }
        assertFalse(page.contains("the manual's own"), page);
        assertFalse(page.contains("What is said"), page);
        assertTrue(page.contains("More about them."), page);
    }

    @Test
    void sectionsHaveTheNamesAndTheOrderOfManPages() throws Exception {
        String page = page();
        assertTrue(page.startsWith(".TH SAMPLE 1 2026-01-02 \"ucspi\\-kit 9.8\""), page);
        int last = 0;
        for (String section :
                List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "\"EXIT STATUS\"", "\"SEE ALSO\"")) {
            int at = page.indexOf(".SH " + section + "\n");
            assertTrue(at > last, section + " in " + page);
            last = at;
        }
        assertTrue(page.contains("\nsample, script \\- does something\n"), page);
    }

    @Test
    void textsThatAManualLinksToArePagesAndThoseForDevelopersAreNot() throws Exception {
        String page = page();
        assertTrue(page.contains("text (see \\fBucspi\\-topic\\fR(7)), see decisions."), page);
        assertEquals(
                List.of("man1/sample.1", "man7/ucspi-topic.7"),
                List.copyOf(pages().files().keySet()));
    }

    @Test
    void furtherNamesOfAManualAreLinks() throws Exception {
        page();
        assertEquals(Map.of("man1/script.1", "sample.1"), pages().links());
    }

    @Test
    void aProgramWithoutManualHasThePageOfItsModel() throws Exception {
        String page = pages().files().get("man1/sample.1");
        assertTrue(page.contains("caf\\[u00E9]"), page);
        assertTrue(page.contains("\\fB\\-\\-dry\\-run\\fR"), page);
    }

    @Test
    void aManualThatCannotBeReadIsNamed() throws Exception {
        write("sample.md", "# sample\n\n```\nno paragraph\n```\n");
        String complaint = assertThrows(IOException.class, this::pages).getMessage();
        assertTrue(complaint.contains("doc/sample.md"), complaint);
    }
}
