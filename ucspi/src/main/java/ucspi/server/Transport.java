package ucspi.server;

import ucspi.kernel.EnvironmentBlock;

/**
 * A kind of connection: how it is accepted and what is known of its peer. It keeps the facts of the connection that it
 * accepted last, for the calls that follow, so that a connection costs no allocation.
 */
public interface Transport {
    /** The listening descriptors. */
    int[] listeners();

    /** accept4(2), close-on-exec and blocking; returns the connection's descriptor or a negated errno. */
    int accept(int listener);

    /** Adds the variables that describe the last accepted connection. */
    void addVariables(EnvironmentBlock environment);

    /** Adds what stands behind the process id in the line "pid". */
    void logFrom(LogLine line);

    /** Adds a whole line that says a connection was accepted, if this kind has one. */
    void logAccepted(LogLine line, byte[] name, int pid);

    /** What this transport must be told when the listener begins anew, {@link Handover#notes}: numbers >= 0. */
    long[] notes();

    /** Listens no more: closes the sockets and removes what it made in the file system. */
    void close();
}
