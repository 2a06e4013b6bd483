package ucspi.cli;

import java.util.List;
import picocli.CommandLine.Option;
import ucspi.kernel.Kernel;
import ucspi.server.DeployGate;

/** The options that hold programs back while a deploy changes them; a picocli mixin. */
public final class DeployOptions {
    private static final int MOST_SECONDS = 1_000_000;

    private String lock;
    private long seconds = 10;

    @Option(
            names = "--deploy-lock",
            paramLabel = "file",
            description = "Start no program while a deploy changes the files that this lock is for; a deploy waits for"
                    + " the programs that run.")
    public void lock(String text) {
        if (text.isEmpty()) {
            throw new UsageError("option --deploy-lock takes a path");
        }
        lock = text;
    }

    @Option(
            names = "--deploy-wait",
            paramLabel = "seconds",
            description = "How long a deploy may hold connections back; then they are dropped. Default: 10.")
    public void seconds(String text) {
        seconds = Numbers.decimal("--deploy-wait", text, 0, MOST_SECONDS);
    }

    /** What holds programs back; null if nothing does. */
    public DeployGate gate(Kernel kernel) {
        return lock == null ? null : new DeployGate(kernel, lock, 1000 * seconds);
    }

    /** Adds the words that make another program of the kit do the same. */
    public void addTo(List<String> words) {
        if (lock != null) {
            words.add("--deploy-lock");
            words.add(lock);
            words.add("--deploy-wait");
            words.add(Long.toString(seconds));
        }
    }
}
