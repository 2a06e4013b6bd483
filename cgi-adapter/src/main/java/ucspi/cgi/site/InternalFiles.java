package ucspi.cgi.site;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * Opens the files that programs name to be sent in place of their own output: below one directory, and nowhere else.
 */
public final class InternalFiles {
    private final Tree tree;
    private final Kernel kernel;
    private final byte[] directory;

    /**
     * @param directory an absolute path
     * @throws ucspi.kernel.SysException if it cannot be opened
     */
    public InternalFiles(Sys sys, byte[] directory) {
        this.kernel = sys.kernel();
        this.tree = new Tree(kernel, false);
        this.directory = directory;
        kernel.close(open());
    }

    /** Anew for each file: another directory may have taken the place of the one before. */
    private int open() {
        int flags = Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_CLOEXEC;
        return Sys.check(
                kernel.openat(Linux.AT_FDCWD, Bytes.path(directory), flags), "open " + Bytes.string(directory));
    }

    /**
     * A file by its path in the file system, as X-Sendfile names it; one that is not absolute is below the directory.
     */
    public Resolution byName(byte[] name) {
        if (name.length == 0 || name[0] != '/') {
            return find(name);
        }
        boolean isBelow = Bytes.startsWith(name, directory) && name.length > directory.length;
        if (!isBelow || name[directory.length] != '/') {
            return new Resolution.Refusal(404, "a program names a file that is not below --internal");
        }
        return find(Arrays.copyOfRange(name, directory.length, name.length));
    }

    /** A file by a path below the directory, decoded, as X-Accel-Redirect names it. */
    public Resolution byPath(byte[] path) {
        return find(path);
    }

    private Resolution find(byte[] bytes) {
        SitePath path = SitePath.plain(bytes);
        int last = path.count() - 1;
        boolean isName = last >= 0 && !path.endsInSlash() && Bytes.indexOf(bytes, 0) < 0;
        Found found = isName ? find(path) : Found.failed(-1);
        boolean isFile = found.fd() >= 0
                && found.isRegular()
                && found.used() == path.count()
                && !found.hidesProgram()
                && !isProgram(path);
        if (isFile) {
            return new Resolution.StaticFile(found.fd(), found.status(), path.name(last), false, false);
        }
        if (found.fd() >= 0) {
            kernel.close(found.fd());
        }
        return new Resolution.Refusal(404, "a program names a file that there is not: " + Names.printable(bytes));
    }

    private Found find(SitePath path) {
        int fd = open();
        Found found = tree.find(fd, path, 0, true);
        kernel.close(fd);
        return found;
    }

    private static boolean isProgram(SitePath path) {
        boolean is = Names.isProgram(path.name(path.count() - 1));
        for (int i = 0; i < path.count(); i++) {
            is |= Names.isProgramDirectory(path.name(i));
        }
        return is;
    }
}
