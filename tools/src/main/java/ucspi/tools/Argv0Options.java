package ucspi.tools;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of argv0: what to run, and the name and arguments that it gets. */
@Command(
        name = "argv0",
        description = "Runs a program under another name than its own.",
        customSynopsis = "argv0 realname program [ arg ... ]")
public final class Argv0Options {
    /** The program to run. */
    public String realName = "";

    /** What it sees as its name, and its arguments. */
    public List<String> arguments = List.of();

    @Parameters(index = "0", paramLabel = "realname", description = "The program to run.")
    void realName(String text) {
        realName = text;
    }

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "program",
            description = "The name that it gets, and its arguments.")
    void arguments(List<String> words) {
        arguments = words;
    }
}
