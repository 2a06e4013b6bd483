package ucspi.cgi.site;

import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * The checks that a program in a user's directory has to pass before root runs it as that user, after those of Apache's
 * suexec: nobody but the user may have had a hand in it.
 */
final class UserProgram {
    private static final int PLACE = Linux.O_PATH | Linux.O_NOFOLLOW | Linux.O_CLOEXEC;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int SET_ID = 06000;

    private final Kernel kernel;
    private final int uid;
    private final long[] status = new long[FileStatus.SIZE];

    private UserProgram(Kernel kernel, int uid) {
        this.kernel = kernel;
        this.uid = uid;
    }

    /**
     * What is wrong with a program.
     *
     * @param path its path
     * @param used how many names of the path lead to it
     * @return null if nothing is
     */
    static String complaint(Kernel kernel, Base base, SitePath path, int used) {
        UserProgram program = new UserProgram(kernel, base.owner().account().uid());
        String complaint = kernel.fstat(base.fd(), program.status) < 0 ? "it is gone" : program.complaint(false);
        int directory = base.fd();
        for (int i = base.skipped(); i < used && complaint == null; i++) {
            int fd = kernel.openat(directory, Bytes.path(path.name(i)), PLACE);
            if (directory != base.fd()) {
                kernel.close(directory);
            }
            directory = fd;
            complaint =
                    fd < 0 || kernel.fstat(fd, program.status) < 0 ? "it is gone" : program.complaint(i == used - 1);
        }
        if (directory >= 0 && directory != base.fd()) {
            kernel.close(directory);
        }
        return complaint;
    }

    private String complaint(boolean isProgram) {
        String what = isProgram ? "program" : "directory";
        int mode = (int) status[FileStatus.MODE];
        int type = mode & FileStatus.TYPE_MASK;
        if (type == FileStatus.TYPE_LINK) {
            return "a symbolic link leads to it";
        }
        if (type != (isProgram ? FileStatus.TYPE_REGULAR : FileStatus.TYPE_DIRECTORY)) {
            return "the " + what + " is none";
        }
        if (status[FileStatus.UID] != uid) {
            return "the " + what + " is not the user's";
        }
        if ((mode & WRITABLE_BY_OTHERS) != 0) {
            return "others can write to the " + what;
        }
        return isProgram && (mode & SET_ID) != 0 ? "the program is set-user-ID or set-group-ID" : null;
    }
}
