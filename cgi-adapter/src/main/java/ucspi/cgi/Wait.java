package ucspi.cgi;

/** What can make an exchange go on. */
enum Wait {
    /** A deploy's end. */
    DEPLOY,
    /** Another program's end, so that this one may start. */
    SLOT,
    /** The client's sending. */
    CLIENT_INPUT,
    /** The client's reading. */
    CLIENT_OUTPUT,
    /** The program's doing anything. */
    PROGRAM,
    /** The program's end behind that of its output, or the other way round. */
    END
}
