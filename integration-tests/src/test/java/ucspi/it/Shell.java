package ucspi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ucspi.it.RuleFile.Ended;

/** Runs commands as a user at a terminal would: the programs under test come first in PATH. */
final class Shell {
    /** The project's own directory, with its scripts. */
    static final Path PROJECT = projectDirectory();

    private Shell() {}

    /** The distribution is {@code target/dist} of the project, in both flavours. */
    private static Path projectDirectory() {
        Path directory = Path.of(System.getProperty("ucspi.bin")).toAbsolutePath();
        while (!Files.exists(directory.resolve("scripts/programs"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** The directory of the programs under test, absolute. */
    static Path programs() {
        return Path.of(System.getProperty("ucspi.bin")).toAbsolutePath();
    }

    private static Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.putIfAbsent("PATH", programs() + ":" + System.getenv("PATH"));
        all.put("JAVA_HOME", System.getProperty("java.home"));
        return all;
    }

    /** Runs a command to its end. */
    static Ended run(Map<String, String> variables, String... words) {
        return RuleFile.run(environment(variables), Path.of("/dev/null"), words);
    }

    /** Starts a command that goes on. */
    static Running start(Map<String, String> variables, Path directory, List<String> words) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
            builder.environment().putAll(environment(variables));
            return new Running(builder.start(), Files.createTempFile("start", null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a URL answers, as curl has it; empty if there is no answer. */
    static String get(String url) {
        return run(Map.of(), "curl", "-sS", "--noproxy", "*", "--max-time", "20", url)
                .out();
    }

    /** Waits until a URL answers what it shall. */
    static void awaitAnswer(String url, String expected) {
        Await.until(url + " answers " + expected, () -> get(url).equals(expected));
    }
}
