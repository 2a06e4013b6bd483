package ucspi.tools;

import picocli.CommandLine.Command;

/** The command line of mconnect-io, which takes nothing. */
@Command(
        name = "mconnect-io",
        description =
                "Copies standard input to descriptor 7 with CR LF at line ends, and descriptor 6 to standard output.",
        customSynopsis = "mconnect-io")
public final class MconnectIoOptions {}
