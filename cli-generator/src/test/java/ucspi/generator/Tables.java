package ucspi.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import ucspi.cli.OptionTable;

/** Generates, compiles and loads option tables, as the native build does in its way. */
final class Tables {
    /** A loader defines a class only once. */
    private static final Map<Class<?>, OptionTable<?>> LOADED = new HashMap<>();

    private Tables() {}

    /**
     * The table of an options class.
     *
     * @param directory where its source goes, the first time
     */
    @SuppressWarnings("unchecked")
    static synchronized <O> OptionTable<O> of(Class<O> options, Path directory)
            throws IOException, ReflectiveOperationException {
        OptionTable<?> table = LOADED.get(options);
        if (table == null) {
            table = load(options, directory);
            LOADED.put(options, table);
        }
        return (OptionTable<O>) table;
    }

    private static OptionTable<?> load(Class<?> options, Path directory)
            throws IOException, ReflectiveOperationException {
        Generator.write(directory, options);
        Path source = directory.resolve(options.getName().replace('.', '/') + "Table.java");
        assertTrue(Files.exists(source), source + " was written");
        compile(source, directory);
        byte[] code = Files.readAllBytes(directory.resolve(options.getName().replace('.', '/') + "Table.class"));
        // Into the package and loader of the options class: its setters are the package's own.
        Class<?> table =
                MethodHandles.privateLookupIn(options, MethodHandles.lookup()).defineClass(code);
        return (OptionTable<?>) table.getDeclaredConstructor().newInstance();
    }

    private static void compile(Path source, Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> flags = List.of(
                    "-proc:none",
                    "-Xlint:all",
                    "-Werror",
                    "--release",
                    "17",
                    "-d",
                    directory.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean good = compiler.getTask(complaints, files, null, flags, null, files.getJavaFileObjects(source))
                    .call();
            assertEquals("", complaints.toString());
            assertTrue(good);
        }
    }
}
