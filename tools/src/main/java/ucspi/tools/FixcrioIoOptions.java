package ucspi.tools;

import picocli.CommandLine.Command;

/** The command line of fixcrio-io, which takes nothing. */
@Command(name = "fixcrio-io", description = "Copies for fixcrio; not to be run by hand.", customSynopsis = "fixcrio-io")
public final class FixcrioIoOptions {}
