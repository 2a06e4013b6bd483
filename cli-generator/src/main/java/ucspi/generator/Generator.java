package ucspi.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ucspi.cli.jvm.Model;

/** The build's entry: writes an option table for each options class. */
public final class Generator {
    private Generator() {}

    /**
     * Writes the sources.
     *
     * @param arguments the directory of generated sources, then the names of options classes
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path sources = Path.of(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            TableSource table = table(Class.forName(arguments[i]));
            Path file = sources.resolve(table.name().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, table.text());
        }
    }

    /** The table of an options class, which has a constructor without parameters. */
    static TableSource table(Class<?> options) throws ReflectiveOperationException {
        return new TableSource(
                options, Model.of(options.getDeclaredConstructor().newInstance()));
    }
}
