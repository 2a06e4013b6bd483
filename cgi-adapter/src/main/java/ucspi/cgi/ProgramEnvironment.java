package ucspi.cgi;

/** Makes the environment of a program for one request. */
interface ProgramEnvironment {
    /**
     * Fills the block that the program is started with.
     *
     * @param scriptLength how much of the path names the program: {@link ProgramPaths#scriptLength}
     * @param contentLength the length of the body in bytes; -1 for no body, or for one that is streamed
     * @param uniqueId this request's id
     */
    void fill(Request request, Gateway gateway, int scriptLength, long contentLength, byte[] uniqueId);
}
