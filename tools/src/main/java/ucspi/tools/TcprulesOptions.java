package ucspi.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of tcprules. */
@Command(
        name = "tcprules",
        description = "Reads access rules from its standard input and puts them into a file for tcpserver -x.",
        customSynopsis = "tcprules rules.cdb rules.tmp")
public final class TcprulesOptions {
    /** The file to make. */
    public String rules = "";

    /** The file to write before it gets the name of {@link #rules}. */
    public String temporary = "";

    @Parameters(index = "0", paramLabel = "rules.cdb", description = "The file that is replaced, in one step.")
    void rules(String text) {
        rules = text;
    }

    @Parameters(
            index = "1",
            paramLabel = "rules.tmp",
            description = "The name of the new file while it is written, in the same file system.")
    void temporary(String text) {
        temporary = text;
    }
}
