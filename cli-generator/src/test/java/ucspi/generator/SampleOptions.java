package ucspi.generator;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.UsageError;

/** Options of every shape that the servers do not have: long names, repeated values, an operand that may be absent. */
@Command(
        name = "sample",
        description = {"Says \"back\\slash\".", "Second line: caf\u00e9."},
        customSynopsis = "sample [ -n ] [ --timeout seconds ] from [ to ]")
public final class SampleOptions {
    @Mixin
    final SharedOptions shared = new SharedOptions();

    boolean dryRun;
    String timeout = "60";
    List<String> tags = new ArrayList<>();
    String from;
    String to;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Change nothing.")
    void dryRun(boolean given) {
        dryRun |= given;
    }

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "seconds",
            description = "How long to wait.")
    void timeout(String text) {
        if (text.equals("never")) {
            throw new UsageError("option --timeout: never is too long");
        }
        timeout = text;
    }

    @Option(names = "--tag", paramLabel = "word", description = "May be repeated.")
    void tag(String word) {
        tags.add(word);
    }

    @Parameters(index = "0", paramLabel = "from", description = "Where from.")
    void from(String text) {
        from = text;
    }

    @Parameters(index = "1", arity = "0..1", paramLabel = "to", description = "Where to.")
    void to(String text) {
        to = text;
    }
}
