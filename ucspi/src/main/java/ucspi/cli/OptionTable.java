package ucspi.cli;

import java.util.List;

/**
 * What {@link Getopt} must know of a program's options. The implementations are generated at build time from the
 * picocli annotations of the options class.
 *
 * @param <O> the options class
 */
public interface OptionTable<O> {
    /** The index of the option that asks for the help text; {@link #set} never sees it. */
    int HELP = -1;

    /** The index of the option that asks for the version; {@link #set} never sees it. */
    int VERSION = -2;

    /** Every name of every option. */
    List<OptionSpec> specs();

    /**
     * Calls an option's setter.
     *
     * @param value null for an option without a value
     * @throws UsageError if the value is bad
     */
    void set(O options, int index, String value);

    /** The fewest operands that make sense. */
    int leastOperands();

    /** The most operands that make sense. */
    int mostOperands();

    /**
     * Calls the operands' setters, first to last.
     *
     * @param operands as many as {@link #leastOperands} and {@link #mostOperands} say
     */
    void operands(O options, List<String> operands);

    /** As {@link OptionParser#usage}. */
    String usage();

    /** As {@link OptionParser#help}. */
    String help();
}
