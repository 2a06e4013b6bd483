package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Sys;

/**
 * Where the program's file is, as it was named on the command line.
 *
 * @param path its path, absolute if that can be known; the mere name of one that is looked for in PATH
 * @param directory the directory that it runs in, as a kernel's path; null for that of the adapter
 */
record ProgramFile(byte[] path, byte[] directory) {
    /**
     * A program runs in its own directory (RFC 3875 section 7.2), unless it is one looked for in PATH, or has
     * arguments: then it is an interpreter or the like, and its arguments name files where the adapter was started.
     */
    static ProgramFile of(Sys sys, byte[][] argv) {
        byte[] name = argv[0];
        int slash = lastSlash(name);
        if (slash < 0) {
            return new ProgramFile(name, null);
        }
        byte[] path = absolute(sys, name);
        boolean isAbsolute = path.length > 0 && path[0] == '/';
        byte[] directory = argv.length == 1 && isAbsolute ? directory(path) : null;
        return new ProgramFile(path, directory);
    }

    private static int lastSlash(byte[] name) {
        int at = name.length - 1;
        while (at >= 0 && name[at] != '/') {
            at--;
        }
        return at;
    }

    private static byte[] directory(byte[] path) {
        return Bytes.path(java.util.Arrays.copyOf(path, Math.max(lastSlash(path), 1)));
    }

    private static byte[] absolute(Sys sys, byte[] name) {
        byte[] working = sys.environment("PWD");
        if (name[0] == '/' || working == null || working.length == 0 || !isWorkingDirectory(sys, working)) {
            return name;
        }
        int from = name.length > 2 && name[0] == '.' && name[1] == '/' ? 2 : 0;
        byte[] path = new byte[working.length + 1 + name.length - from];
        System.arraycopy(working, 0, path, 0, working.length);
        path[working.length] = '/';
        System.arraycopy(name, from, path, working.length + 1, name.length - from);
        return path;
    }

    /** Whether a PWD that somebody left us is true. */
    private static boolean isWorkingDirectory(Sys sys, byte[] path) {
        long[] theirs = new long[FileStatus.SIZE];
        long[] ours = new long[FileStatus.SIZE];
        byte[] withDot = new byte[path.length + 2];
        System.arraycopy(path, 0, withDot, 0, path.length);
        withDot[path.length] = '/';
        withDot[path.length + 1] = '.';
        return path[0] == '/'
                && sys.kernel().lstat(Bytes.path(withDot), theirs) >= 0
                && sys.kernel().lstat(Bytes.path("."), ours) >= 0
                && theirs[FileStatus.INODE] == ours[FileStatus.INODE]
                && theirs[FileStatus.DEVICE] == ours[FileStatus.DEVICE];
    }
}
