package ucspi.cgi.site;

import java.util.List;

/** What a path of a site stands for. Whoever gets one with a descriptor in it owns the descriptor. */
public sealed interface Resolution {
    /**
     * A file to send.
     *
     * @param fd open for reading
     * @param status its status, as {@link ucspi.kernel.FileStatus} reads it
     * @param name the name that tells its media type
     * @param gzip whether what is in it is the file of that name, compressed
     * @param varies whether another client would be sent the other one of the two
     */
    record StaticFile(int fd, long[] status, byte[] name, boolean gzip, boolean varies) implements Resolution {}

    /**
     * A program to run.
     *
     * @param path the path of the request, decoded, with the name of an index file if that is the program
     * @param scriptLength how much of it is SCRIPT_NAME; the rest is PATH_INFO
     * @param root DOCUMENT_ROOT
     * @param file the program's file, SCRIPT_FILENAME
     * @param nph whether it writes the whole response itself
     * @param owner the user whose program it is, or null for the site's own
     */
    record Program(byte[] path, int scriptLength, byte[] root, byte[] file, boolean nph, Owner owner)
            implements Resolution {
        /** The user whose program it is, or -1 for the site's own. */
        public int uid() {
            return owner == null ? -1 : owner.account().uid();
        }
    }

    /**
     * A directory whose content may be listed.
     *
     * @param names of what may be seen in it
     * @param location its path, encoded
     * @param isRoot whether there is nothing above it
     */
    record Listing(List<byte[]> names, byte[] location, boolean isRoot) implements Resolution {}

    /**
     * Another path that the client is to ask for.
     *
     * @param location the path, encoded, without the query
     */
    record Redirect(byte[] location) implements Resolution {}

    /**
     * Nothing that is served.
     *
     * @param status of the answer
     * @param reason for the log; null for what is not worth a line
     */
    record Refusal(int status, String reason) implements Resolution {}
}
