package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import ucspi.it.RuleFile.Ended;

/** What bash, zsh and fish make of a command line that has been begun, by the completions in {@code share}. */
class CompletionIT {
    private static final Path NOTHING = Path.of("/dev/null");

    @TempDir
    Path directory;

    private String rules;

    @BeforeEach
    void somethingToComplete() throws IOException {
        rules = Files.createFile(directory.resolve("rules.cdb")).toString();
        Files.createDirectory(directory.resolve("site"));
    }

    static List<String> programs() throws IOException {
        return ManualIT.programs().stream().filter(ManualIT::hasOptions).toList();
    }

    private static String shell(Map<String, String> variables, String... words) {
        String path = System.getProperty("ucspi.bin") + ":" + System.getenv("PATH");
        Map<String, String> all = new HashMap<>(variables);
        all.put("PATH", path);
        Ended ended = RuleFile.run(all, NOTHING, words);
        assertEquals(0, ended.status(), ended.toString());
        return ended.out();
    }

    /** What bash offers; its words are the line's, with equals signs as words of their own. */
    private static List<String> bash(boolean withPackage, String... words) {
        List<String> all = new ArrayList<>(List.of(
                "bash",
                "--norc",
                Programs.script("complete.bash"),
                ManualIT.share().toString()));
        all.addAll(List.of(words));
        Map<String, String> variables = withPackage ? Map.of("WITH_PACKAGE", "yes") : Map.of();
        return shell(variables, all.toArray(String[]::new))
                .strip()
                .lines()
                .distinct()
                .toList();
    }

    private static List<String> fish(String line) {
        String files = ManualIT.share().resolve("fish/vendor_completions.d").toString();
        String script = "for f in $argv[1]/*.fish; source $f; end; complete -C $argv[2]";
        List<String> names = new ArrayList<>();
        for (String offer : shell(Map.of(), "fish", "--no-config", "-c", script, files, line)
                .lines()
                .toList()) {
            names.add(offer.split("\t")[0]);
        }
        return names;
    }

    private String zsh(String line) {
        String told = directory.resolve("told").toString();
        String share = ManualIT.share().toString();
        return shell(
                        Map.of("HOME", directory.toString()),
                        "zsh",
                        "-f",
                        Programs.script("complete.zsh"),
                        share,
                        told,
                        line)
                .strip();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void bashAndFishOfferAllOptionsOfHelp(String program) {
        TreeSet<String> options = ManualIT.optionsOfHelp(program);
        assertEquals(options, new TreeSet<>(bash(false, program, "-")));
        TreeSet<String> fish = new TreeSet<>(fish(program + " -"));
        assertTrue(fish.containsAll(options), fish + " lacks some of " + options);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void zshCompletesLongNames(String program) {
        assertEquals(program + " --version", zsh(program + " --vers"));
    }

    @ParameterizedTest
    @CsvSource({
        "tcpserver --dr, --drain",
        "tcpserver -v -c 5 --dr, --drain",
        "tcpserver -vc 5 --dr, --drain",
        "tcpserver -x5 --dr, --drain",
        "tcpserver 0 htt, http",
        "tcpserver 0 80 cgi-ad, cgi-adapter",
    })
    void theShellsKnowWhatComesNext(String line, String expected) {
        assertTrue(bash(false, line.split(" ")).contains(expected), line);
        assertTrue(bash(true, line.split(" ")).contains(expected), line);
        if (!expected.equals("http")) {
            assertTrue(fish(line).contains(expected), line);
            String completed = zsh(line).replaceFirst("=$", "");
            assertTrue(completed.endsWith(" " + expected), completed);
        }
    }

    @Test
    void behindTheFirstOperandThereAreNoOptions() {
        for (String line : List.of("tcpserver 0 --dr", "tcpserver -- --dr", "tcpserver 0 80 no-such-program --dr")) {
            assertEquals(List.of(), bash(false, line.split(" ")), line);
            assertEquals(List.of(), fish(line), line);
            assertEquals(line, zsh(line));
        }
    }

    @Test
    void theProgramToRunCompletesItsOwnOptions() {
        String line = "tcpserver -HRl0 0 80 cgi-adapter --proto";
        assertEquals(List.of("--protocol"), bash(true, line.split(" ")));
        assertEquals(List.of("--protocol"), fish(line));
        assertEquals(line + "col=", zsh(line));
    }

    @Test
    void valuesAreFilesAndDirectoriesWhereTheyHaveToBe() {
        String begun = directory.resolve("ru").toString();
        assertEquals(List.of(rules), bash(false, "tcpserver", "-x", begun));
        assertEquals(List.of(rules), fish("tcpserver -x " + begun));
        assertEquals("tcpserver -x " + rules, zsh("tcpserver -x " + begun));
        String site = directory.resolve("site").toString();
        assertEquals(List.of(site), bash(false, "cgi-adapter", "--site", "=", directory + "/"));
        assertEquals(List.of(site + "/"), fish("cgi-adapter --site " + directory + "/"));
        assertEquals("cgi-adapter --site=" + site + "/", zsh("cgi-adapter --site=" + directory + "/"));
    }
}
