package ucspi.cgi;

import ucspi.kernel.EnvironmentBlock;

/** Who looks on while requests are served. */
interface View {
    /** A program was started for a request. */
    void started(int pid, EnvironmentBlock environment);

    /** The program has printed a head, interim or final. */
    void printed(CgiResponse response);

    /** An answer of this status is about to be sent. */
    void answered(int status);

    /** The request is over. */
    void ended(AccessEntry entry);
}
