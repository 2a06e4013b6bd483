package ucspi.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import ucspi.kernel.Errno;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.server.BaseEnvironment;
import ucspi.server.ServerProgram;

/** The options that say which variables a listener's programs get, besides those of the connection; a picocli mixin. */
public final class EnvironmentOptions {
    /** Names of variables that stay when all others go; an asterisk at the end stands for any rest. */
    public final List<String> passed = new ArrayList<>();

    /** Whether the listener's own variables are kept from programs. */
    public boolean clears;

    private final List<String> directories = new ArrayList<>();

    @Option(
            names = "--env-dir",
            paramLabel = "directory",
            description = "Set a variable for each file in this directory, as envdir does; read at the start, and again"
                    + " on SIGHUP.")
    public void directory(String text) {
        if (text.isEmpty()) {
            throw new UsageError("option --env-dir takes a path");
        }
        directories.add(text);
    }

    @Option(
            names = "--clear-env",
            description = "Pass on no variables but those of --pass and --env-dir, and those of the connection.")
    public void clear(boolean given) {
        clears |= given;
    }

    @Option(
            names = "--pass",
            paramLabel = "names",
            description = "With --clear-env, pass these variables on all the same: names with commas between; NAME*"
                    + " stands for all that begin so.")
    public void pass(String text) {
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            String name = text.substring(from, to);
            int star = name.indexOf('*');
            if (name.isEmpty() || name.indexOf('=') >= 0 || (star >= 0 && star < name.length() - 1)) {
                throw new UsageError("option --pass takes names with commas between, not '" + text + "'");
            }
            passed.add(name);
            from = to + 1;
        }
    }

    /** @throws UsageError if the options make no sense together */
    public void check() {
        if (!clears && !passed.isEmpty()) {
            throw new UsageError("option --pass goes with --clear-env");
        }
    }

    /** Reads the directories, only to see whether that can be done. */
    public void tryDirectories(Sys sys) {
        read(sys);
    }

    /**
     * The listener's environment with what the directories say. {@link #passed} has the names of the variables that
     * they set, too, from then on.
     *
     * @throws SysException if a directory cannot be read, or has a variable in it that is not for it to set
     */
    public BaseEnvironment environment(Sys sys) {
        BaseEnvironment environment = new BaseEnvironment(sys.kernel());
        for (EnvironmentDirectory.Variable variable : read(sys)) {
            environment.set(variable.name(), variable.value());
            passed.add(variable.name());
        }
        return environment;
    }

    /**
     * A listener's program, with the environment and in the surroundings that options ask for.
     *
     * @param words the program and its arguments
     * @throws SysException if a directory of variables is of no use
     */
    public ServerProgram program(Sys sys, List<String> words, SpawnOptions surroundings) {
        BaseEnvironment environment = environment(sys);
        byte[] path = environment.get("PATH");
        if (clears) {
            environment.keepOnly(passed);
        }
        ServerProgram program = new ServerProgram(words, path, environment);
        surroundings.apply(program.spawn());
        return program;
    }

    private List<EnvironmentDirectory.Variable> read(Sys sys) {
        List<EnvironmentDirectory.Variable> variables = new ArrayList<>();
        for (String directory : directories) {
            for (EnvironmentDirectory.Variable variable : EnvironmentDirectory.read(sys, directory)) {
                if (BaseEnvironment.isOwn(variable.name())) {
                    throw new SysException(
                            "let " + directory + " set " + variable.name() + ", which the listener sets itself",
                            Errno.EPERM);
                }
                variables.add(variable);
            }
        }
        return variables;
    }

    /** Adds the words that make another program of the kit clear the environment of its program so. */
    public void addTo(List<String> words) {
        if (clears) {
            words.add("--clear-env");
            for (String name : passed) {
                words.add("--pass=" + name);
            }
        }
    }
}
