package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.it.RuleFile.Ended;

/** addcr, delcr, fixcrio, recordio and argv0, beside those of djb's ucspi-tcp. */
class FiltersIT {
    private static final List<String> INPUTS = List.of(
            "",
            "test",
            "test\n",
            "test\ntest2\n",
            "t\0st\n",
            "\n",
            "\r",
            "\r\n",
            "\r\r\n",
            "\r\rx\r",
            "a\r\nb\nc\r\r\nd\re");

    @TempDir
    Path directory;

    private Path input(String text) throws IOException {
        return Files.write(directory.resolve("input"), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Ended run(Path input, String... words) {
        return RuleFile.run(Map.of(), input, words);
    }

    /** Runs it to the end of its output, which comes from a process that may outlive the program. */
    private static Ended runToTheEnd(Path input, String... words) {
        String[] all = new String[words.length + 4];
        all[0] = "sh";
        all[1] = "-c";
        all[2] = "{ \"$@\" 2>&1 >&3 3>&- | cat >&2 3>&-; } 3>&1 | cat";
        all[3] = "sh";
        System.arraycopy(words, 0, all, 4, words.length);
        return run(input, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"addcr", "delcr"})
    void theFiltersDoWhatDjbsDo(String program) throws IOException {
        for (String text : INPUTS) {
            Path input = input(text);
            assertEquals(run(input, RuleFile.peer(program)), run(input, Programs.path(program)), text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"addcr", "delcr"})
    void theFiltersDoWhatDjbsDoToAMegabyteOfAnything(String program) throws IOException {
        Random random = new Random(6);
        byte[] bytes = new byte[1 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) "\r\nab".charAt(random.nextInt(4));
        }
        Path input = Files.write(directory.resolve("large"), bytes);
        assertEquals(run(input, RuleFile.peer(program)), run(input, Programs.path(program)));
    }

    @Test
    void aFilterThatCannotReadIsExit111() {
        for (String program : List.of("addcr", "delcr")) {
            String read = "exec \"$0\" <\"$1\"";
            Ended ended = run(Path.of("/dev/null"), "sh", "-c", read, Programs.path(program), directory.toString());
            assertEquals(111, ended.status());
        }
    }

    @Test
    void fixcrioCompletesLineEndsInBothDirections() throws IOException {
        Path input = input("\nhi\nthere\r\nlast");
        Ended ended = runToTheEnd(input, Programs.path("fixcrio"), "sh", "-c", "cat; echo; echo bye");
        assertEquals("\r\nhi\r\nthere\r\nlast\r\nbye\r\n", ended.out());
    }

    @Test
    void fixcrioTakesWhatIsLargerThanAnyPipe() throws IOException {
        StringBuilder text = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append('\n');
            expected.append(i).append("\r\n");
        }
        Path input = input(text.toString());
        Ended ended = runToTheEnd(input, Programs.path("fixcrio"), "cat");
        assertEquals(expected.toString(), ended.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixcrio", "recordio"})
    void theProgramKeepsTheProcessAndItsExitCode(String program) throws IOException {
        Path input = input("");
        assertEquals(
                37, run(input, Programs.path(program), "sh", "-c", "exit 37").status());
        String script = "echo $$; exec \"$0\" sh -c 'echo $$ >&2'";
        Ended ended = runToTheEnd(input, "sh", "-c", script, Programs.path(program));
        assertTrue(ended.err().contains(ended.out().strip()), ended.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixcrio", "recordio"})
    void theProgramHasNoDescriptorsOfOurs(String program) throws IOException {
        String list = "for fd in /proc/self/fd/*; do [ -e $fd ] && echo ${fd##*/} >&2; done; :";
        Ended ended = runToTheEnd(input(""), Programs.path(program), "sh", "-c", list);
        // The shell has one of its own for the directory that it lists.
        for (String line : ended.err().split("\n")) {
            assertTrue(line.isEmpty() || line.contains("EOF") || Integer.parseInt(line) <= 3, ended.err());
        }
    }

    @Test
    void recordioRecordsLinesAndPartsOfLines() throws IOException {
        String[] script = {"sh", "-c", "read a; echo \"got $a\"; cat >/dev/null; printf end"};
        Ended ours = runToTheEnd(input("one\ntwo\r\nthree"), withFirst(Programs.path("recordio"), script));
        Ended peers = runToTheEnd(input("one\ntwo\r\nthree"), withFirst(RuleFile.peer("recordio"), script));
        assertEquals("got one\nend", ours.out());
        assertEquals(directions(peers.err(), '<'), directions(ours.err(), '<'));
        assertEquals("> got one $\n> end+$\n> [EOF]$\n", directions(ours.err(), '>'));
    }

    /** The records of one direction without the process; the order of both together is a matter of luck. */
    private static String directions(String record, char direction) {
        StringBuilder lines = new StringBuilder();
        for (String line : record.split("\n")) {
            int space = line.indexOf(' ');
            assertTrue(line.substring(0, space).matches("\\d+"), record);
            if (line.charAt(space + 1) == direction) {
                lines.append(line.substring(space + 1)).append("$\n");
            }
        }
        return lines.toString();
    }

    private static String[] withFirst(String first, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = first;
        System.arraycopy(words, 0, all, 1, words.length);
        return all;
    }

    @Test
    void recordioCutsLongLinesEvery256Bytes() throws IOException {
        String line = "x".repeat(600);
        Ended ended = runToTheEnd(input(line + "\n"), Programs.path("recordio"), "cat");
        String expected =
                "< " + "x".repeat(256) + "+$\n< " + "x".repeat(256) + "+$\n< " + "x".repeat(88) + " $\n< [EOF]$\n";
        assertEquals(expected, directions(ended.err(), '<'));
        assertEquals(line + "\n", ended.out());
    }

    @Test
    void argv0GivesAnotherName() throws IOException {
        Path input = input("");
        String[] words = {"sh", "zero", "-c", "echo $0 $*", "one", "two"};
        assertEquals(
                run(input, withFirst(RuleFile.peer("argv0"), words)),
                run(input, withFirst(Programs.path("argv0"), words)));
        String[] missing = {"no-such-program", "zero"};
        assertEquals(
                run(input, withFirst(RuleFile.peer("argv0"), missing)),
                run(input, withFirst(Programs.path("argv0"), missing)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recordio", "fixcrio", "argv0"})
    void withoutAProgramTheUsageLineIsDjbs(String program) throws IOException {
        Path input = input("");
        assertEquals(run(input, RuleFile.peer(program)), run(input, Programs.path(program)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recordio", "fixcrio"})
    void aProgramThatIsMissingIsReportedInDjbsWords(String program) throws IOException {
        Path input = input("");
        Ended ours = run(input, Programs.path(program), "no-such-program");
        assertEquals(111, ours.status());
        String expected = program + ": fatal: unable to run no-such-program: file does not exist\n";
        assertTrue(ours.err().contains(expected), ours.err());
    }
}
