package ucspi.generator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import ucspi.cli.OptionParser.Parsed;
import ucspi.cli.OptionSpec.Value;
import ucspi.cli.jvm.Model;

/**
 * Every option of every program of {@code scripts/programs}: both parsers take it and refuse it alike, and whatever
 * value it is given, it is taken or complained about.
 */
class EveryProgramTest {
    /** What careless and hostile people may write where a value belongs; none of them is a decimal number. */
    private static final List<String> NO_NUMBERS = List.of(
            "",
            "x",
            "-1",
            "+5",
            " 5",
            "5 ",
            "5x",
            "0x10",
            "1e3",
            "1.5",
            "\u00b2",
            "-",
            "--",
            "--help",
            "=",
            "=5",
            ",",
            "a,b,,c",
            ":",
            "[::1",
            "1.2.3.4.5",
            "/",
            "..",
            "@file",
            "${user.home}",
            "%s%n",
            "'\"`",
            "A=B",
            "unix:",
            "\u0001\t\n\r\u001b[31m\u007f\u00ff",
            "99999999999999999999999999x",
            "x".repeat(70_000));

    private static final List<String> HUGE_NUMBERS = List.of(
            "2147483648",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            "9".repeat(5000));

    @TempDir
    Path directory;

    static List<ProgramList.Entry> programs() throws IOException {
        return ProgramList.read(Path.of("../scripts/programs"));
    }

    private Parsers<Object> parsers(ProgramList.Entry program) throws Exception {
        @SuppressWarnings("unchecked")
        Class<Object> type = (Class<Object>) program.options();
        Supplier<Object> fresh = () -> {
            try {
                return type.getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        };
        return Parsers.of(type, fresh, directory);
    }

    /** The command line, with as many operands as the program wants. */
    private static List<String> withOperands(CommandSpec model, List<String> options) {
        int least = 0;
        for (var operand : model.positionalParameters()) {
            least += operand.arity().min();
        }
        List<String> line = new ArrayList<>(options);
        line.addAll(Collections.nCopies(least, "1"));
        return line;
    }

    private static List<OptionSpec> withValue(CommandSpec model) {
        return model.options().stream()
                .filter(option -> Model.value(option) != Value.NONE)
                .toList();
    }

    /** The ways to write a value: as the next word, where that is one, and as a part of the same word. */
    private static List<List<String>> written(OptionSpec option, String name, String value) {
        List<List<String>> ways = new ArrayList<>();
        if (name.startsWith("--") || !value.isEmpty()) {
            ways.add(List.of(name.startsWith("--") ? name + "=" + value : name + value));
        }
        if (Model.value(option) == Value.REQUIRED) {
            ways.add(List.of(name, value));
        }
        return ways;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void textsAndRandomLinesAreTheSame(ProgramList.Entry program) throws Exception {
        Parsers<Object> parsers = parsers(program);
        parsers.agreeOnTexts();
        StringBuilder alphabet = new StringBuilder("-=0x");
        for (OptionSpec option : program.model().options()) {
            for (String name : option.names()) {
                alphabet.append(name.charAt(name.length() - 1));
            }
        }
        parsers.agreeOnRandomLines(alphabet.toString(), 400);
        for (String line : List.of("x", "-", "--", "-- -x", "x x x x")) {
            parsers.agree(List.of(line.split(" ")));
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyNameIsKnownAloneAndCutShort(ProgramList.Entry program) throws Exception {
        Parsers<Object> parsers = parsers(program);
        CommandSpec model = program.model();
        for (OptionSpec option : model.options()) {
            for (String name : option.names()) {
                String cut = name.substring(0, name.length() - 1);
                for (String word : List.of(name, name + "=", name + "=1", name + "1", cut)) {
                    parsers.agree(List.of(word));
                    parsers.agree(withOperands(model, List.of(word)));
                    parsers.agree(withOperands(model, List.of(word, word)));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aBadValueIsComplainedAbout(ProgramList.Entry program) throws Exception {
        Parsers<Object> parsers = parsers(program);
        CommandSpec model = program.model();
        for (OptionSpec option : withValue(model)) {
            for (String name : option.names()) {
                Outcome letter = parsers.agree(
                        withOperands(model, written(option, name, "x").get(0)));
                String complaint = "" + letter.complaint();
                boolean isNumber = complaint.contains(" number from ") && !complaint.contains(" number from -");
                for (String value : NO_NUMBERS) {
                    boolean isGood = value.isEmpty() && Model.value(option) == Value.OPTIONAL;
                    for (List<String> words : written(option, name, value)) {
                        Outcome outcome = parsers.agree(withOperands(model, words));
                        assertTakenOrRefused(outcome, words);
                        assertFalse(isNumber && !isGood && outcome.asked() == Parsed.RUN, () -> "taken: " + words);
                    }
                }
                for (String value : HUGE_NUMBERS) {
                    for (List<String> words : written(option, name, value)) {
                        assertTakenOrRefused(parsers.agree(withOperands(model, words)), words);
                    }
                }
            }
        }
    }

    private static void assertTakenOrRefused(Outcome outcome, List<String> words) {
        boolean refused = outcome.complaint() != null && !outcome.complaint().isEmpty();
        assertTrue(refused || outcome.asked() == Parsed.RUN, () -> words + ": " + outcome);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aValueThatIsMissingIsMissed(ProgramList.Entry program) throws Exception {
        Parsers<Object> parsers = parsers(program);
        for (OptionSpec option : withValue(program.model())) {
            for (String name : option.names()) {
                Outcome outcome = parsers.agree(List.of(name));
                assertTrue(outcome.complaint() != null || Model.value(option) == Value.OPTIONAL, name);
            }
        }
    }
}
