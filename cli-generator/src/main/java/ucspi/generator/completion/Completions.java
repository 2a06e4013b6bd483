package ucspi.generator.completion;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** The completions of all programs for bash, zsh and fish, each in the file where its shell looks for it. */
public final class Completions {
    private Completions() {}

    /**
     * All files.
     *
     * @param models of the programs, by name
     * @return the content of each file, by its path below {@code share}
     */
    public static SortedMap<String, String> of(Map<String, CommandSpec> models) {
        SortedMap<String, String> files = new TreeMap<>();
        for (CommandSpec model : models.values()) {
            Completable program = Completable.of(model);
            files.put("bash-completion/completions/" + program.name(), Bash.script(program));
            files.put("zsh/site-functions/_" + program.name(), Zsh.script(program));
            files.put("fish/vendor_completions.d/" + program.name() + ".fish", Fish.script(program));
        }
        return files;
    }
}
