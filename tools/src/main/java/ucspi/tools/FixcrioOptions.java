package ucspi.tools;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of fixcrio: a program. */
@Command(
        name = "fixcrio",
        description = "Runs a program and completes the line ends that go in and out of it to CR LF.",
        customSynopsis = "fixcrio program [ arg ... ]")
public final class FixcrioOptions {
    /** The program and its arguments. */
    public List<String> program = List.of();

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }
}
