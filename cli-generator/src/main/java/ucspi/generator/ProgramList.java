package ucspi.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import ucspi.cli.jvm.Model;

/** Reads {@code scripts/programs}: which programs there are, and the class that declares the options of each. */
public final class ProgramList {
    /**
     * A program.
     *
     * @param name as it is called
     * @param options the class with picocli's annotations
     */
    public record Entry(String name, Class<?> options) {
        /** Picocli's model of the options, fresh. */
        public CommandSpec model() throws ReflectiveOperationException {
            return Model.of(options.getDeclaredConstructor().newInstance());
        }
    }

    private ProgramList() {}

    /**
     * The programs in the order of the file.
     *
     * @param file lines of a name, a main class and an options class
     * @throws IOException also if a line is not like that
     */
    public static List<Entry> read(Path file) throws IOException {
        List<Entry> programs = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            if (words.length != 3) {
                throw new IOException(file + ": a name, a main class and an options class are wanted: " + line);
            }
            try {
                programs.add(new Entry(words[0], Class.forName(words[2])));
            } catch (ClassNotFoundException e) {
                throw new IOException(file + ": no such options class: " + line, e);
            }
        }
        return programs;
    }
}
