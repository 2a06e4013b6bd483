package ucspi.cli;

import java.util.List;
import ucspi.kernel.Sys;
import ucspi.server.LogFormat;

/**
 * One program of the kit: options in, exit code out.
 *
 * @param <O> the class that declares its options with picocli's annotations
 */
public interface Command<O> {
    /** The program's name, which every message begins with. */
    String name();

    /** A fresh options object with its defaults. */
    O options();

    /** Whether these options ask for silence, so that fatal errors are told by the exit code alone. */
    default boolean quiet(O options) {
        return false;
    }

    /** The form in which these options want fatal errors to be told. */
    default LogFormat logFormat(O options) {
        return LogFormat.CLASSIC;
    }

    /**
     * Takes off what stands before the options, as the subcommand of a program that has some.
     *
     * @param arguments the command line without the program's name
     * @return the rest
     */
    default List<String> begin(O options, List<String> arguments) {
        return arguments;
    }

    /**
     * Runs the program.
     *
     * @return the exit code
     * @throws UsageError when the options make no sense together: exit 100
     * @throws BadInput when what the program reads makes no sense: exit 100, without the usage line
     * @throws ucspi.kernel.SysException when the system refuses something: exit 111
     */
    int run(O options, Sys sys);
}
