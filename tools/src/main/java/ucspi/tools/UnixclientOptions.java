package ucspi.tools;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of unixclient. */
@Command(
        name = "unixclient",
        description = "Connects to a Unix socket and runs a program with the connection as its descriptors 6 (to read)"
                + " and 7 (to write).",
        customSynopsis = "unixclient path program [ arg ... ]")
public final class UnixclientOptions {
    /** The socket's path as given; one that begins with an at sign is outside of the file system. */
    public String path = "";

    /** The program and its arguments. */
    public List<String> program = List.of();

    @Parameters(index = "0", paramLabel = "path", description = "The socket; @name for an abstract one.")
    void path(String text) {
        path = text;
    }

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }
}
