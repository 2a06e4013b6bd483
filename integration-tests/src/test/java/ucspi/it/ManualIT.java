package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ucspi.it.RuleFile.Ended;

/** The manual pages as readers get them: one for each program, with all its options, and nothing to complain about. */
class ManualIT {
    private static final Path NOTHING = Path.of("/dev/null");

    /** Commands that have no options: the shell scripts, and the executable under its own name. */
    private static final List<String> WITHOUT_OPTIONS = List.of("ucspi", "tcpcat", "unixcat", "mconnect");

    /** Where {@code share} is: beside the native programs, and beside the directory of the JVM's. */
    static Path share() {
        Path bin = Path.of(System.getProperty("ucspi.bin"));
        Path beside = bin.resolveSibling("share");
        return Files.isDirectory(beside) ? beside : bin.getParent().resolveSibling("share");
    }

    static List<Path> pages() throws IOException {
        try (var files = Files.walk(share().resolve("man"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static List<String> programs() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("ucspi.bin")))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A page as it is printed, on lines so long that none is broken. */
    private static List<String> printed(String program) {
        Path page = share().resolve("man/man1/" + program + ".1");
        Ended ended = RuleFile.run(Map.of("MANWIDTH", "2000", "LC_ALL", "C"), NOTHING, "man", "-l", page.toString());
        assertEquals(0, ended.status(), ended.err());
        return ended.out().lines().toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noReaderOfPagesFindsFault(Path page) {
        for (List<String> reader : List.of(
                List.of("man", "--warnings", "-E", "UTF-8", "-l"),
                List.of("groff", "-man", "-ww", "-z"),
                List.of("mandoc", "-Tlint"))) {
            List<String> words = new ArrayList<>(reader);
            words.add(page.toString());
            Ended ended = RuleFile.run(Map.of(), NOTHING, words.toArray(String[]::new));
            assertEquals("", ended.err(), words.toString());
            assertFalse(reader.get(0).equals("mandoc") && !ended.out().isEmpty(), ended.out());
            assertEquals(0, ended.status(), words.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyOptionThatHelpPrintsIsInThePage(String program) {
        List<String> page = printed(program);
        if (!hasOptions(program)) {
            return;
        }
        TreeSet<String> options = optionsOfHelp(program);
        assertTrue(options.containsAll(List.of("--help", "--version")), options.toString());
        for (String option : options) {
            assertTrue(page.stream().anyMatch(line -> isTag(line, option)), option + " is missing in " + page);
        }
    }

    /** Whether a command has options at all. */
    static boolean hasOptions(String program) {
        return !WITHOUT_OPTIONS.contains(program) && !program.endsWith("@");
    }

    /** All names of options that a program's help text lists. */
    static TreeSet<String> optionsOfHelp(String program) {
        String help = RuleFile.run(Map.of(), NOTHING, Programs.path(program), "--help")
                .out();
        TreeSet<String> options = new TreeSet<>();
        for (String line : help.substring(help.indexOf("\nOptions:")).split("\n")) {
            if (line.startsWith("  -") || line.startsWith("      --")) {
                for (String word : line.strip().split("[ ,]+")) {
                    if (!word.startsWith("-")) {
                        break;
                    }
                    options.add(word);
                }
            }
        }
        return options;
    }

    /** Whether a line is, or begins with, the entry of an option: {@code -t seconds, --timeout seconds}. */
    private static boolean isTag(String line, String option) {
        int at = line.startsWith("       -") ? line.indexOf(option) : -1;
        boolean begins = at >= 0 && (at == 7 || line.charAt(at - 1) == ' ');
        int end = at + option.length();
        return begins && (end == line.length() || " ,[".indexOf(line.charAt(end)) >= 0);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyPageHasItsSections(String program) {
        List<String> page = printed(program);
        List<String> sections = new ArrayList<>(List.of("NAME", "SYNOPSIS", "DESCRIPTION"));
        // What programs start for themselves has no manual, only its synopsis and its options.
        if (!program.endsWith("-io") && !program.equals("tcpserver-access")) {
            sections.addAll(List.of("ENVIRONMENT", "SIGNALS", "EXIT STATUS", "EXAMPLES", "NOTES"));
        }
        assertTrue(page.containsAll(sections), page.toString());
        assertTrue(page.toString().contains(program), page.toString());
    }

    @Test
    void manFindsPagesByTheNamesOfPrograms() {
        for (String name : List.of("tcpserver", "addcr", "unixcat", "ucspi-rules")) {
            String man = share().resolve("man").toString();
            Ended ended = RuleFile.run(Map.of(), NOTHING, "man", "-M", man, "-w", name);
            assertTrue(ended.out().startsWith(man), ended.toString());
        }
    }
}
