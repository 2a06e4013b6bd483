package ucspi.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program says and how it exits, seen from outside. */
class ProgramIT {
    private static final String USAGE = "sample: usage: sample [ -q ] how\n";

    /** How a process ended and what it wrote; Latin-1. */
    private record Ended(int status, String out, String err) {}

    @TempDir
    Path directory;

    /** Runs the sample program by a shell, which can name any byte: {@code "$@"} are the JVM and its options. */
    private Ended shell(String script) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(SampleProgram.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        int status = process.waitFor();
        return new Ended(
                status,
                Files.readString(out, StandardCharsets.ISO_8859_1),
                Files.readString(err, StandardCharsets.ISO_8859_1));
    }

    @Test
    void exitCodeIsTheCommands() throws Exception {
        assertEquals(new Ended(7, "fine", ""), shell("exec \"$@\" fine"));
    }

    @Test
    void argumentsArriveByteForByteInAnyLocale() throws Exception {
        String script = "LC_ALL=C exec \"$@\" \"$(printf 'a\\351\\377\\303\\251*')\"";
        assertArrayEquals(
                "a\u00e9\u00ff\u00c3\u00a9*".getBytes(StandardCharsets.ISO_8859_1),
                shell(script).out().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void helpGoesToStandardOutput() throws Exception {
        Ended ended = shell("exec \"$@\" --help");
        assertEquals(0, ended.status());
        assertEquals("", ended.err());
        assertTrue(ended.out().startsWith("Usage: sample [ -q ] how\n\nEnds as it is told.\n"), ended.out());
        assertTrue(ended.out().endsWith("--version   Print the version and exit.\n"), ended.out());
    }

    @Test
    void versionGoesToStandardOutput() throws Exception {
        assertEquals(new Ended(0, Version.line("sample"), ""), shell("exec \"$@\" --version"));
    }

    @Test
    void helpThatCannotBeWrittenIsAFailure() throws Exception {
        assertEquals(
                new Ended(111, "", "sample: fatal: unable to write: out of disk space\n"),
                shell("exec \"$@\" --help >/dev/full"));
    }

    @Test
    void unknownOptionIsNamedEvenAfterQuiet() throws Exception {
        assertEquals(new Ended(100, "", "sample: illegal option -- Z\n" + USAGE), shell("exec \"$@\" -q -Z"));
    }

    @Test
    void missingOperandsShowTheUsageOnlyAndNothingIfQuiet() throws Exception {
        assertEquals(new Ended(100, "", USAGE), shell("exec \"$@\""));
        assertEquals(new Ended(100, "", ""), shell("exec \"$@\" -q"));
    }

    @Test
    void controlCharactersInMessagesAreMasked() throws Exception {
        assertEquals(new Ended(100, "", "sample: that?makes no sense\n" + USAGE), shell("exec \"$@\" usage"));
        assertEquals(
                new Ended(100, "", "sample: illegal option --\u00e9???\n" + USAGE),
                shell("exec \"$@\" \"$(printf -- '--\\351\\033\\r\\177')\""));
    }

    @Test
    void longMessageIsOneLineOfFourKilobytes() throws Exception {
        Ended ended = shell("exec \"$@\" --$(printf '%09000d' 0)");
        assertEquals(100, ended.status());
        assertEquals(4096 + USAGE.length(), ended.err().length());
        assertTrue(ended.err().endsWith("0\n" + USAGE));
    }

    @Test
    void refusalOfTheSystemIsOneLine() throws Exception {
        assertEquals(
                new Ended(111, "", "sample: fatal: unable to bind 127.0.0.1:80: access denied\n"),
                shell("exec \"$@\" system"));
        assertEquals(new Ended(111, "", ""), shell("exec \"$@\" -q system"));
    }

    @Test
    void bugShowsWhereItHappenedEvenIfQuiet() throws Exception {
        Ended ended = shell("exec \"$@\" -q bug");
        assertEquals(101, ended.status());
        String[] lines = ended.err().split("\n");
        assertEquals("sample: bug: java.lang.IllegalStateException: two and two", lines[0]);
        assertTrue(lines[1].startsWith("sample: bug: at ucspi.cli.SampleProgram.run("), lines[1]);
    }
}
