package ucspi.cli;

import java.util.List;
import picocli.CommandLine.Option;
import ucspi.kernel.Bytes;
import ucspi.kernel.ResourceLimits;
import ucspi.kernel.Spawn;

/** The options that say in what surroundings a program is started; a picocli mixin. */
public final class SpawnOptions {
    /** The limits of the programs, none set at first. */
    public final ResourceLimits limits = new ResourceLimits();

    /** The directory that programs run in; null for where they would run without the option. */
    public String directory;

    private boolean ownSession;
    private int umask = -1;
    private int niceness;

    @Option(names = "--chdir", paramLabel = "directory", description = "Run the program in this directory.")
    public void directory(String text) {
        if (text.isEmpty()) {
            throw new UsageError("option --chdir takes a path");
        }
        directory = text;
    }

    @Option(names = "--setsid", description = "Run the program in a session of its own, without a terminal.")
    public void ownSession(boolean given) {
        ownSession |= given;
    }

    @Option(
            names = "--rlimit",
            paramLabel = "name=value",
            description = "Limit a resource of the program, as prlimit(1) names them: nofile=100, as=64M, cpu=10:20"
                    + " (soft and hard limit), core=unlimited. May be given for several resources.")
    public void limit(String text) {
        RlimitText.read("--rlimit", text, limits);
    }

    @Option(names = "--umask", paramLabel = "mask", description = "Run the program with this umask, an octal number.")
    public void umask(String text) {
        umask = (int) Numbers.octal("--umask", text, 0, 0777);
    }

    @Option(
            names = "--nice",
            paramLabel = "n",
            description = "Add this to the program's niceness, from -20 to 19; a negative number takes privileges.")
    public void niceness(String text) {
        niceness = (int) Numbers.signed("--nice", text, -20, 19);
    }

    /** Makes a program run so. */
    public void apply(Spawn spawn) {
        spawn.limits = limits.count() == 0 ? null : limits;
        spawn.umask = umask;
        spawn.niceness = niceness;
        spawn.flags |= ownSession ? Spawn.OWN_SESSION : 0;
        if (directory != null) {
            spawn.directory = Bytes.path(directory);
        }
    }

    /** Adds the words that make another program of the kit start programs so. */
    public void addTo(List<String> words) {
        add(words, "--chdir", directory);
        for (int i = 0; i < limits.count(); i++) {
            add(words, "--rlimit", limits.text(i));
        }
        add(words, "--umask", umask < 0 ? null : Integer.toOctalString(umask));
        add(words, "--nice", niceness == 0 ? null : Integer.toString(niceness));
        if (ownSession) {
            words.add("--setsid");
        }
    }

    private static void add(List<String> words, String option, String value) {
        if (value != null) {
            words.add(option);
            words.add(value);
        }
    }
}
