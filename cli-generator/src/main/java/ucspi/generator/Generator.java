package ucspi.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ucspi.cli.jvm.Model;

/** The native build's entry: writes an option table for each program. */
public final class Generator {
    private Generator() {}

    /**
     * Writes the sources.
     *
     * @param arguments the directory of generated sources, and the list of programs
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path sources = Path.of(arguments[0]);
        for (ProgramList.Entry program : ProgramList.read(Path.of(arguments[1]))) {
            write(sources, program.options());
        }
    }

    /** Writes the table of an options class below the directory of its package. */
    static void write(Path sources, Class<?> options) throws IOException, ReflectiveOperationException {
        TableSource table = table(options);
        Path file = sources.resolve(table.name().replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table.text());
    }

    /** The table of an options class, which has a constructor without parameters. */
    static TableSource table(Class<?> options) throws ReflectiveOperationException {
        return new TableSource(
                options, Model.of(options.getDeclaredConstructor().newInstance()));
    }
}
