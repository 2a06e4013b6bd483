package ucspi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where recipes are run: in a directory of their own, as a user without rights, in a network and among processes of
 * their own. So the ports that they name are free, and whatever they start ends with the shell.
 */
final class Kitchen {
    private final Path directory;
    private final Path source;

    /**
     * @param directory empty; becomes the recipes' user's
     */
    Kitchen(Path directory) {
        this.directory = directory;
        // Where that user can get at it: as much of the project as it takes to install it.
        this.source = directory.resolve("source");
        String copy = "mkdir -p $1/source/target/dist $1/recipe && cd $0 && cp -R scripts README.md CHANGES.md LICENSE"
                + " $1/source && cp -RP target/dist/bin target/dist/jvm target/dist/share $1/source/target/dist"
                + " && chmod 755 $1" + (Identity.isRoot() ? " && chown -R 65534:65534 $1" : "");
        var ended = Shell.run(Map.of(), "sh", "-c", copy, Shell.PROJECT.toString(), directory.toString());
        if (ended.status() != 0) {
            throw new AssertionError(ended.toString());
        }
    }

    /** Where recipes find themselves at the beginning. */
    Path recipeDirectory() {
        return directory.resolve("recipe");
    }

    private List<String> around(String script) {
        List<String> words = new ArrayList<>(List.of("unshare"));
        if (!Identity.isRoot()) {
            words.add("--map-root-user");
        }
        words.addAll(List.of("--net", "--pid", "--mount-proc", "--fork", "--kill-child", "sh", "-c"));
        String user = Identity.isRoot() ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
        words.add("ip link set lo up && exec " + user + "sh -c '" + script + "'");
        return words;
    }

    /** Starts a shell script without apostrophes in the recipe's directory; its standard input and output are pipes. */
    Process start(String script) {
        try {
            ProcessBuilder builder = new ProcessBuilder(around(script))
                    .directory(recipeDirectory().toFile());
            builder.redirectError(directory.resolve("err").toFile());
            Map<String, String> variables = new HashMap<>();
            variables.put("PATH", source.resolve("target/dist/bin") + ":" + System.getenv("PATH"));
            variables.put("SOURCE", source.toString());
            variables.put("HOME", directory.toString());
            variables.put("GIT_CONFIG_NOSYSTEM", "1");
            for (String who : List.of("AUTHOR", "COMMITTER")) {
                variables.put("GIT_" + who + "_NAME", "cook");
                variables.put("GIT_" + who + "_EMAIL", "cook@localhost");
            }
            builder.environment().clear();
            builder.environment().putAll(variables);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written to standard error so far. */
    String errors() {
        try {
            return Files.readString(directory.resolve("err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a shell and whatever it has started, and waits until it has ended. */
    static void stop(Process process) throws InterruptedException {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        all.forEach(each -> each.onExit().join());
    }
}
