package ucspi.cgi;

/**
 * Where the program is in the world of URLs and in the file system.
 *
 * <p>With one program there is one prefix; a resolver that finds programs below a directory would give one of these for
 * each request.
 *
 * @param scriptName the decoded path that names the program, without a slash at its end; empty for the root
 * @param documentRoot the directory that PATH_TRANSLATED begins with; null for none
 */
record ProgramPaths(byte[] scriptName, byte[] documentRoot) {
    /** How much of a path names the program; -1 if the path is not below it. */
    int scriptLength(byte[] path) {
        int length = scriptName.length;
        if (path.length < length || (path.length > length && path[length] != '/')) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            if (path[i] != scriptName[i]) {
                return -1;
            }
        }
        return length;
    }
}
