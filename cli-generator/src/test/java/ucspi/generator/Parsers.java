package ucspi.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import ucspi.cli.Getopt;
import ucspi.cli.OptionParser;
import ucspi.cli.jvm.PicocliParser;

/**
 * The two parsers of a program, which have to agree.
 *
 * @param generated the native programs'
 * @param picocli the JVM's
 * @param fresh makes an options object
 */
record Parsers<O>(OptionParser<O> generated, OptionParser<O> picocli, Supplier<O> fresh) {
    /**
     * Those of an options class.
     *
     * @param directory where the generated source goes
     */
    static <O> Parsers<O> of(Class<O> type, Supplier<O> fresh, Path directory) throws Exception {
        return new Parsers<>(new Getopt<>(Tables.of(type, directory)), new PicocliParser<>(fresh), fresh);
    }

    /** The synopsis and the help text are the same. */
    void agreeOnTexts() {
        assertEquals(picocli.usage(), generated.usage());
        assertEquals(picocli.help(), generated.help());
        assertTrue(generated.help().startsWith("Usage: "), generated.help());
    }

    /** What comes of a command line, which is the same. */
    Outcome agree(List<String> line) throws ReflectiveOperationException {
        Outcome expected = Outcome.of(picocli, fresh.get(), line);
        assertEquals(expected, Outcome.of(generated, fresh.get(), line), () -> "command line " + line);
        return expected;
    }

    /** So many command lines, the same ones at each run, that are made of these characters and of dashes. */
    void agreeOnRandomLines(String alphabet, int count) throws ReflectiveOperationException {
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            agree(randomLine(random, alphabet));
        }
    }

    /** Words of up to five characters, most of them options; long names are rare enough to be left to the tables. */
    private static List<String> randomLine(Random random, String alphabet) {
        List<String> words = new ArrayList<>();
        for (int n = random.nextInt(6); n >= 0; n--) {
            StringBuilder word = new StringBuilder(random.nextInt(3) > 0 ? "-" : "");
            for (int m = random.nextInt(5); m > 0; m--) {
                word.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            words.add(word.toString());
        }
        return words;
    }
}
