package ucspi.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipe of {@code doc/recipes}, taken apart as its README says: files, commands, and what those print.
 *
 * @param files those whose name stands behind a block's language
 * @param steps in their order
 */
record Recipe(List<Written> files, List<Step> steps) {
    private static final String FENCE = "```";

    /** A file to be made; one that begins with {@code #!} is a program. */
    record Written(String name, String content) {}

    /**
     * Commands.
     *
     * @param output what they shall print, or null if the recipe does not say
     */
    record Step(String commands, String output) {}

    /** Reads a recipe. */
    static Recipe read(Path markdown) throws IOException {
        List<Written> files = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        String kind = null;
        StringBuilder block = new StringBuilder();
        for (String line : Files.readAllLines(markdown)) {
            if (kind == null && line.startsWith(FENCE)) {
                kind = line.substring(FENCE.length());
                block.setLength(0);
            } else if (kind != null && line.equals(FENCE)) {
                add(kind, block.toString(), files, steps);
                kind = null;
            } else if (kind != null) {
                block.append(line).append('\n');
            }
        }
        return new Recipe(files, steps);
    }

    private static void add(String kind, String block, List<Written> files, List<Step> steps) {
        String[] words = kind.split(" ");
        if (words.length == 2) {
            files.add(new Written(words[1], block));
        } else if (kind.equals("sh")) {
            steps.add(new Step(block, null));
        } else if (kind.equals("text")) {
            Step last = steps.remove(steps.size() - 1);
            steps.add(new Step(last.commands(), block));
        } else {
            throw new AssertionError("a block of no known kind: " + kind);
        }
    }

    /**
     * Makes the recipe's files, and {@code script}, which runs its commands in one shell; what step number N prints is
     * in the file {@code out.N}, and when all are done there is a file {@code done}.
     */
    void prepare(Path directory) throws IOException {
        for (Written file : files) {
            Path path = directory.resolve(file.name());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.content());
            if (file.content().startsWith("#!")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        StringBuilder script = new StringBuilder("set -e\n");
        for (int i = 0; i < steps.size(); i++) {
            script.append("exec >out.")
                    .append(i)
                    .append('\n')
                    .append(steps.get(i).commands());
        }
        Files.writeString(directory.resolve("script"), script.append("exec >done\n"));
    }
}
