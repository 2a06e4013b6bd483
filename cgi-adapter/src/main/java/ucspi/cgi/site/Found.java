package ucspi.cgi.site;

import ucspi.kernel.FileStatus;

/**
 * What a path leads to.
 *
 * @param fd an open descriptor of it: readable for a file that is to be served, else for its place only; or a negated
 *     errno
 * @param status its status, of this very descriptor
 * @param used how many names of the path lead to it; what is left is PATH_INFO
 * @param hidesProgram whether the path does not say so, but a link led to a program, or to where programs are
 */
record Found(int fd, long[] status, int used, boolean hidesProgram) {
    static Found failed(int error) {
        return new Found(error, null, 0, false);
    }

    boolean isDirectory() {
        return type() == FileStatus.TYPE_DIRECTORY;
    }

    boolean isRegular() {
        return type() == FileStatus.TYPE_REGULAR;
    }

    private long type() {
        return status[FileStatus.MODE] & FileStatus.TYPE_MASK;
    }

    boolean isExecutable() {
        return (status[FileStatus.MODE] & 0111) != 0;
    }
}
