package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every option that has a value, of every program, as its own help text lists them, with values that make no sense: the
 * program says so, and ends as it should. The options' unit tests try more values; this one tries real processes.
 */
class BadValuesIT {
    private static final List<String> VALUES =
            List.of("99999999999999999999", "", "-1x%s", "\u0001\u00ff\n\t'\"$(true)", "9".repeat(60_000));

    /** Of these values in turn. */
    private static final int TRIALS_AN_OPTION = 2;

    /** A JVM takes its time to start: it tries one value an option, and few options. */
    private static final int MOST_TRIALS_ON_A_JVM = 25;

    private static List<String> programs() throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../../scripts/programs"))) {
            names.add(line.substring(0, line.indexOf(' ')));
        }
        return names;
    }

    /** The names of a program's options that have values: "-c  limit   ..." or "--drain [seconds]   ...". */
    private static List<String> options(String program) {
        try (Running help = Launch.of(program, "--help").start()) {
            List<String> names = new ArrayList<>();
            for (String line : help.stdout().awaitEnd().split("\n")) {
                if (line.matches(" {2,6}--?[A-Za-z0-9-]+ {1,2}\\[?[a-z].*")) {
                    names.add(line.strip().split(" ")[0]);
                }
            }
            return names;
        }
    }

    @Test
    void everyOptionComplainsAboutAValueThatMakesNoSense() throws IOException {
        int trials = 0;
        int refused = 0;
        for (String program : programs()) {
            boolean isNative = Programs.isNative(program);
            for (String option : options(program)) {
                for (int i = 0; i < (isNative ? TRIALS_AN_OPTION : 1); i++) {
                    if (isNative || trials < MOST_TRIALS_ON_A_JVM) {
                        refused += isRefused(program, option, VALUES.get(trials % VALUES.size())) ? 1 : 0;
                        trials++;
                    }
                }
            }
        }
        assertTrue(trials >= MOST_TRIALS_ON_A_JVM && refused > trials / 2, refused + " of " + trials);
    }

    /** Whether it is a usage error; the system may refuse it, too, or, without operands, there is nothing to do. */
    private static boolean isRefused(String program, String option, String value) {
        Launch launch =
                option.startsWith("--") ? Launch.of(program, option + "=" + value) : Launch.of(program, option, value);
        try (Running running = launch.start()) {
            int exit = running.awaitExit();
            String said = running.stderr().awaitEnd();
            String what = program + " " + option + " " + value.substring(0, Math.min(30, value.length())) + ": " + exit
                    + " " + said;
            boolean usage = exit == 100 && said.contains(program + ": usage: ");
            boolean fatal = exit == 111 && said.startsWith(program + ": fatal: ");
            assertTrue(usage || fatal || exit == 0, what);
            assertTrue(said.lines().allMatch(line -> line.startsWith(program + ": ") && line.length() < 4096), what);
            return usage;
        }
    }
}
