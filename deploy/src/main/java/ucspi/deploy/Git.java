package ucspi.deploy;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Spawn;

/**
 * Git, run for one repository with exact arguments. No hook of the repository's runs, nothing is left running behind
 * it, and no name that somebody else chose stands where an option could.
 */
final class Git {
    private static final int FOR_EVER = 0;

    private final Runner runner;
    private final Surroundings surroundings;
    private final String directory;
    private final boolean isBare;

    private Git(Runner runner, Surroundings surroundings, String directory, boolean isBare) {
        this.runner = runner;
        this.surroundings = surroundings;
        this.directory = directory;
        this.isBare = isBare;
    }

    /** Of a repository without a working tree. */
    static Git bare(Runner runner, Surroundings surroundings, String directory) {
        return new Git(runner, surroundings, directory, true);
    }

    /** Of a working tree. */
    static Git tree(Runner runner, Surroundings surroundings, String directory) {
        return new Git(runner, surroundings, directory, false);
    }

    private Spawn command(Environment environment, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add("git");
        if (isBare) {
            words.add("--git-dir=" + directory);
        }
        words.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "maintenance.auto=false"));
        words.addAll(List.of("-c", "core.fsmonitor=false", "-c", "advice.detachedHead=false", "-c", "color.ui=false"));
        words.addAll(arguments);
        Spawn spawn = runner.program(words, environment);
        spawn.directory = Bytes.path(directory);
        return spawn;
    }

    /** Runs it; its complaints are seen by whoever looks on. */
    Runner.Result run(String... arguments) {
        return runner.run(command(surroundings.git(), List.of(arguments)), Runner.TAKEN, FOR_EVER, true);
    }

    /** Runs it; nobody sees what it says but the caller. */
    Runner.Result quietly(String... arguments) {
        return quietly(List.of(arguments));
    }

    /** As above. */
    Runner.Result quietly(List<String> arguments) {
        return runner.run(command(surroundings.git(), arguments), Runner.BOTH_TAKEN, FOR_EVER, true);
    }

    /** Runs it with further variables. */
    Runner.Result runWith(Environment environment, List<String> arguments) {
        return runner.run(command(environment, arguments), Runner.BOTH_TAKEN, FOR_EVER, true);
    }

    /**
     * Runs it.
     *
     * @param what what it is for, to complete "unable to"
     * @throws Failure if it fails, with what it said
     */
    String must(String what, String... arguments) {
        Runner.Result result = quietly(arguments);
        if (!result.isGood()) {
            throw new Failure("unable to " + what + ": " + lastLine(result.output()));
        }
        return result.output();
    }

    /** What a program said last, on one line. */
    static String lastLine(String output) {
        String text = output.trim();
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    /** The full name of a commit; null if there is none of this name. */
    String commit(String revision) {
        Runner.Result result = quietly("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        String name = result.output().trim();
        return result.isGood() && isName(name) ? name : null;
    }

    /** Whether this is the full name of an object: SHA-1's or SHA-256's hexadecimal digits. */
    static boolean isName(String text) {
        boolean good = text.length() == 40 || text.length() == 64;
        for (int i = 0; i < text.length() && good; i++) {
            char c = text.charAt(i);
            good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return good;
    }

    /** Whether one commit is the other, or before it. */
    boolean isBefore(String earlier, String later) {
        return quietly("merge-base", "--is-ancestor", earlier, later).isGood();
    }

    /** Whether a commit has a file of this path. */
    boolean has(String commit, String path) {
        return quietly("cat-file", "-e", commit + ":" + path).isGood();
    }
}
