package ucspi.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of recordio-io. */
@Command(
        name = "recordio-io",
        description = "Copies and records for recordio; not to be run by hand.",
        customSynopsis = "recordio-io pid")
public final class RecordioIoOptions {
    /** The process id that each record begins with. */
    public String pid = "";

    @Parameters(index = "0", paramLabel = "pid", description = "What each record begins with.")
    void pid(String text) {
        pid = text;
    }
}
