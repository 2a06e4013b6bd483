package ucspi.generator;

import picocli.CommandLine.Option;

/** A group of options that several programs share, one of them with an optional value. */
public final class SharedOptions {
    String drain = "no";
    boolean loud;

    @Option(names = "--drain", arity = "0..1", paramLabel = "seconds", description = "Wait, for so long at the most.")
    public void drain(String text) {
        drain = "yes" + text;
    }

    @Option(names = "--loud", description = "Be loud.")
    public void loud(boolean given) {
        loud |= given;
    }
}
