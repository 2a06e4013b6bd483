package ucspi.tools;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of recordio: a program. */
@Command(
        name = "recordio",
        description = "Runs a program and records on standard error what goes in and out of it.",
        customSynopsis = "recordio program [ arg ... ]")
public final class RecordioOptions {
    /** The program and its arguments. */
    public List<String> program = List.of();

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }
}
