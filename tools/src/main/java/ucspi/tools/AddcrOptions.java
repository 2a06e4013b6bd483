package ucspi.tools;

import picocli.CommandLine.Command;

/** The command line of addcr, which takes nothing. */
@Command(
        name = "addcr",
        description = "Copies standard input to standard output and adds a CR before each LF.",
        customSynopsis = "addcr")
public final class AddcrOptions {}
