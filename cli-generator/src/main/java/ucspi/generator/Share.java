package ucspi.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import ucspi.cli.Version;
import ucspi.generator.completion.Completions;
import ucspi.generator.man.ManPages;

/** The distribution's entry: writes what goes to {@code share}: manual pages and completions. */
public final class Share {
    private Share() {}

    /**
     * Writes the files.
     *
     * @param arguments the project's directory, the directory {@code share} to be made, a date or time that begins with
     *     YYYY-MM-DD
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path project = Path.of(arguments[0]);
        Path share = Path.of(arguments[1]);
        String date = arguments[2].substring(0, "YYYY-MM-DD".length());
        Map<String, CommandSpec> models = new TreeMap<>();
        for (ProgramList.Entry program : ProgramList.read(project.resolve("scripts/programs"))) {
            models.put(program.name(), program.model());
        }
        List<String> scripts = scripts(project.resolve("tools/src/main/sh"));
        ManPages.Tree man = ManPages.of(project.resolve("doc"), models, scripts, date, Version.NUMBER);
        write(share.resolve("man"), man.files());
        write(share, Completions.of(models));
        for (Map.Entry<String, String> link : man.links().entrySet()) {
            Path path = share.resolve("man").resolve(link.getKey());
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, Path.of(link.getValue()));
        }
    }

    private static List<String> scripts(Path directory) throws IOException {
        List<String> names = new ArrayList<>(List.of("ucspi"));
        try (var files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        Collections.sort(names);
        return names;
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
