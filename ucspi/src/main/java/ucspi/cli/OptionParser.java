package ucspi.cli;

import java.util.List;

/**
 * Reads a command line into an options object. There are two: picocli on the JVM, and {@link Getopt} with a table that
 * was generated from picocli's model in the native programs. Both give the same results and the same messages.
 *
 * @param <O> the options class
 */
public interface OptionParser<O> {
    /**
     * Reads options up to the first operand or {@code --}; the rest are operands.
     *
     * @param arguments Latin-1 strings, without the program's name
     * @throws UsageError for anything that is not declared or has a bad value
     */
    Parsed parse(O options, List<String> arguments);

    /** The one-line synopsis, beginning with the program's name, without a newline. */
    String usage();

    /** The full help text, ending in a newline. */
    String help();

    /** What a command line asks for. */
    enum Parsed {
        /** Run the program. */
        RUN,
        /** Print {@link #help} and exit 0. */
        HELP,
        /** Print the version and exit 0. */
        VERSION
    }
}
