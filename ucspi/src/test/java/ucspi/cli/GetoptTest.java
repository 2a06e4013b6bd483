package ucspi.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ucspi.cli.OptionParser.Parsed;

/** How command lines are read by a table. */
class GetoptTest {
    /** Writes down what the parser calls. */
    private static final class Journal {
        final List<String> calls = new ArrayList<>();
        List<String> operands;
    }

    /** Two flags, two values, one of them with a long name as well, and one to three operands. */
    private static final class Table implements OptionTable<Journal> {
        @Override
        public List<OptionSpec> specs() {
            return List.of(
                    new OptionSpec("--help", HELP, OptionSpec.Value.NONE),
                    new OptionSpec("--version", VERSION, OptionSpec.Value.NONE),
                    new OptionSpec("-a", 0, OptionSpec.Value.NONE),
                    new OptionSpec("-b", 1, OptionSpec.Value.NONE),
                    new OptionSpec("-c", 2, OptionSpec.Value.REQUIRED),
                    new OptionSpec("-t", 3, OptionSpec.Value.REQUIRED),
                    new OptionSpec("--time", 3, OptionSpec.Value.REQUIRED));
        }

        @Override
        public void set(Journal options, int index, String value) {
            if ("bad".equals(value)) {
                throw new UsageError("bad value");
            }
            options.calls.add("abct".charAt(index) + (value == null ? "" : "=" + value));
        }

        @Override
        public int leastOperands() {
            return 1;
        }

        @Override
        public int mostOperands() {
            return 3;
        }

        @Override
        public void operands(Journal options, List<String> operands) {
            options.operands = operands;
        }

        @Override
        public String usage() {
            return "the usage";
        }

        @Override
        public String help() {
            return "the help";
        }
    }

    private final Getopt<Journal> getopt = new Getopt<>(new Table());
    private final Journal journal = new Journal();

    private void reads(List<String> calls, List<String> operands, String... words) {
        assertEquals(Parsed.RUN, getopt.parse(journal, List.of(words)));
        assertEquals(calls, journal.calls);
        assertEquals(operands, journal.operands);
    }

    private void refuses(String message, String... words) {
        UsageError e = assertThrows(UsageError.class, () -> getopt.parse(journal, List.of(words)));
        assertEquals(message, e.getMessage());
    }

    @Test
    void optionsEndAtTheFirstOperand() {
        reads(List.of("a"), List.of("x", "-b", "--"), "-a", "x", "-b", "--");
    }

    @Test
    void twoDashesEndTheOptions() {
        reads(List.of("a"), List.of("-b", "--"), "-a", "--", "-b", "--");
    }

    @Test
    void dashAloneAndTheEmptyWordAreOperands() {
        reads(List.of("a"), List.of("-", "-b"), "-a", "-", "-b");
        reads(List.of("a", "b"), List.of("", "-b"), "-b", "", "-b");
    }

    @Test
    void lettersMayBeBundled() {
        reads(List.of("a", "b", "a", "c=5b"), List.of("x"), "-abac5b", "x");
    }

    @Test
    void valueIsAttachedOrTheNextWord() {
        reads(List.of("c=5", "c=6", "c=", "b"), List.of("x"), "-c5", "-c", "6", "-c", "", "-b", "x");
    }

    @Test
    void valueMayLookLikeAnOption() {
        reads(List.of("c=-a", "c=--", "c=--help"), List.of("x"), "-c", "-a", "-c", "--", "-c--help", "x");
    }

    @Test
    void equalsSignAfterALetterBelongsToTheValue() {
        reads(List.of("c=5", "c==5", "c=="), List.of("x"), "-c5", "-c=5", "-c=", "x");
    }

    @Test
    void longOptionsTakeTheirValueEitherWay() {
        reads(
                List.of("t=5", "t=6", "t=", "t=a=b", "t=--"),
                List.of("x"),
                "--time=5",
                "--time",
                "6",
                "--time=",
                "--time=a=b",
                "--time",
                "--",
                "x");
    }

    @Test
    void helpAndVersionNeedNoOperandsAndHelpWins() {
        assertEquals(Parsed.HELP, getopt.parse(journal, List.of("-a", "--help")));
        assertEquals(Parsed.VERSION, getopt.parse(journal, List.of("--version")));
        assertEquals(Parsed.HELP, getopt.parse(journal, List.of("--version", "--help")));
        assertEquals(Parsed.HELP, getopt.parse(journal, List.of("--help", "--version", "1", "2", "3", "4")));
    }

    @Test
    void unknownLettersAreRefused() {
        refuses("illegal option -- Z", "-Z");
        refuses("illegal option -- Z", "-aZb", "x");
        refuses("illegal option -- =", "-a=", "x");
        refuses("illegal option -- -", "-a-b", "x");
        refuses("illegal option -- \u00e9", "-\u00e9", "x");
    }

    @Test
    void unknownAndAbbreviatedNamesAreRefused() {
        refuses("illegal option --foo", "--foo", "x");
        refuses("illegal option --foo", "--foo=bar", "x");
        refuses("illegal option --tim", "--tim=5", "x");
        refuses("illegal option ---", "---", "x");
    }

    @Test
    void absentValuesAreRefused() {
        refuses("option requires an argument -- c", "-c");
        refuses("option requires an argument -- c", "-abc");
        refuses("option requires an argument --time", "--time");
    }

    @Test
    void unwantedValuesAreRefused() {
        refuses("option takes no argument --help", "--help=", "x");
    }

    @Test
    void badValuesAreRefusedAtOnce() {
        refuses("bad value", "-a", "-c", "bad", "-b", "-Z");
        assertEquals(List.of("a"), journal.calls);
    }

    @Test
    void tooFewOrTooManyOperandsAreRefused() {
        refuses("");
        refuses("", "-a", "--");
        refuses("too many operands", "1", "2", "3", "4");
        assertEquals(null, journal.operands);
    }

    @Test
    void textsAreTheTables() {
        assertEquals("the usage", getopt.usage());
        assertEquals("the help", getopt.help());
    }
}
