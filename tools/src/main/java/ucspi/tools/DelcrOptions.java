package ucspi.tools;

import picocli.CommandLine.Command;

/** The command line of delcr, which takes nothing. */
@Command(
        name = "delcr",
        description = "Copies standard input to standard output and removes the CR before each LF.",
        customSynopsis = "delcr")
public final class DelcrOptions {}
