package ucspi.cgi;

import ucspi.kernel.Kernel;

/**
 * What all connections of a process share.
 *
 * @param protocol what connections speak
 * @param program what answers requests
 * @param limits how long and how much
 * @param reaper who collects the children
 * @param spoolDirectory where bodies that are too large for memory are kept
 */
record Service(
        Kernel kernel, Protocol protocol, CgiProgram program, Limits limits, Reaper reaper, byte[] spoolDirectory) {}
