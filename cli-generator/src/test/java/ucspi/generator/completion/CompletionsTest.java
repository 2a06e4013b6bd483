package ucspi.generator.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import ucspi.cli.jvm.Model;
import ucspi.generator.SampleOptions;

/** The scripts of a program that has options of every shape; that shells understand them is tested with the shells. */
class CompletionsTest {
    private final SortedMap<String, String> files = Completions.of(Map.of("sample", Model.of(new SampleOptions())));

    @Test
    void eachShellHasItsFile() {
        assertEquals(
                List.of(
                        "bash-completion/completions/sample",
                        "fish/vendor_completions.d/sample.fish",
                        "zsh/site-functions/_sample"),
                List.copyOf(files.keySet()));
    }

    @Test
    void everyNameOfAnOptionIsInEachFile() {
        TreeSet<String> names =
                new TreeSet<>(List.of("-n", "--dry-run", "-t", "--timeout", "--tag", "--drain", "--loud"));
        for (String name : names) {
            assertTrue(files.get("bash-completion/completions/sample").contains(name + " "), name);
            assertTrue(files.get("zsh/site-functions/_sample").contains("  '" + name), name);
            String fish = (name.startsWith("--") ? "-l " : "-s ") + name.replaceFirst("^-+", "");
            assertTrue(files.get("fish/vendor_completions.d/sample.fish").contains(fish + " "), name);
        }
    }

    @Test
    void theShellsAreToldWhetherThereIsAValue() {
        String zsh = files.get("zsh/site-functions/_sample");
        assertTrue(zsh.contains("'-n["), zsh);
        assertTrue(zsh.contains("'-t+["), zsh);
        assertTrue(zsh.contains("'--timeout=["), zsh);
        assertTrue(zsh.contains("'--drain=-["), zsh);
        String fish = files.get("fish/vendor_completions.d/sample.fish");
        assertTrue(fish.contains("-l timeout -x"), fish);
        assertTrue(fish.contains("-l drain -d"), fish);
        String bash = files.get("bash-completion/completions/sample");
        assertTrue(bash.contains("letters='t'"), bash);
        assertTrue(bash.contains("\" --tag --timeout \""), bash);
    }
}
