package ucspi.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of tcprulescheck. */
@Command(
        name = "tcprulescheck",
        description = "Says what a file of access rules means for the client that TCPREMOTEIP, TCPREMOTEHOST and"
                + " TCPREMOTEINFO describe.",
        customSynopsis = "tcprulescheck rules.cdb")
public final class TcprulescheckOptions {
    /** The file to look into. */
    public String rules = "";

    @Parameters(index = "0", paramLabel = "rules.cdb", description = "The file, which tcprules made.")
    void rules(String text) {
        rules = text;
    }
}
