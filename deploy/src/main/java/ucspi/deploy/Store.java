package ucspi.deploy;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/** Small files and directories by their paths: read, replaced at once, appended to, listed. Paths are Latin-1. */
final class Store {
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_PATH = 4096;
    private static final int DIRECTORY = Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_CLOEXEC;

    private final Sys sys;
    private final Kernel kernel;

    Store(Sys sys) {
        this.sys = sys;
        this.kernel = sys.kernel();
    }

    /** The text of a file; null if there is none. */
    String read(String path) {
        byte[] bytes = sys.readFile(Bytes.path(path), path, MOST_BYTES);
        return bytes == null ? null : Bytes.string(bytes);
    }

    /** The first line of a file; null if there is no file. */
    String readLine(String path) {
        String text = read(path);
        int end = text == null ? -1 : text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Replaces a file, or makes it: whoever reads it, after a power failure too, sees all of the old or of the new. */
    void replace(String path, String text) {
        String next = path + ".new";
        kernel.unlink(Bytes.path(next));
        int flags = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_EXCL | Linux.O_CLOEXEC;
        int fd = Sys.check(kernel.open(Bytes.path(next), flags, 0644), "make " + next);
        byte[] bytes = Bytes.latin1(text);
        sys.writeFully(fd, bytes, 0, bytes.length);
        int synced = kernel.fsync(fd);
        kernel.close(fd);
        Sys.check(synced, "write " + next);
        rename(next, path);
    }

    /** rename(2), lastingly. */
    void rename(String from, String to) {
        Sys.check(kernel.rename(Bytes.path(from), Bytes.path(to)), "rename " + from);
        sync(parent(to));
    }

    /** Makes a symbolic link lead elsewhere, at once and lastingly. */
    void relink(String target, String path) {
        String next = path + ".new";
        kernel.unlink(Bytes.path(next));
        Sys.check(kernel.symlink(Bytes.path(target), Bytes.path(next)), "make " + next);
        rename(next, path);
    }

    /** Adds a line to a file, in one piece and lastingly. */
    void append(String path, String line) {
        int flags = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_APPEND | Linux.O_CLOEXEC;
        int fd = Sys.check(kernel.open(Bytes.path(path), flags, 0644), "open " + path);
        byte[] bytes = Bytes.latin1(line + "\n");
        int written = kernel.write(fd, bytes, 0, bytes.length);
        int synced = written < 0 ? written : kernel.fsync(fd);
        kernel.close(fd);
        Sys.check(synced, "write " + path);
    }

    /** Makes the names in a directory last. */
    void sync(String directory) {
        int fd = kernel.open(Bytes.path(directory), DIRECTORY, 0);
        if (fd >= 0) {
            kernel.fsync(fd);
            kernel.close(fd);
        }
    }

    /** Removes a file, if it is there. */
    void remove(String path) {
        int answer = kernel.unlink(Bytes.path(path));
        if (answer != -Errno.ENOENT) {
            Sys.check(answer, "remove " + path);
        }
    }

    /** Makes a directory, and those above it, if they are not there. */
    void makeDirectory(String path) {
        if (isDirectory(path)) {
            return;
        }
        String above = parent(path);
        if (!above.equals(path)) {
            makeDirectory(above);
        }
        int answer = kernel.mkdir(Bytes.path(path), 0755);
        if (answer != -Errno.EEXIST) {
            Sys.check(answer, "make " + path);
        }
    }

    /** What a path is, without following a link: a type of {@link FileStatus}; 0 if it is not there. */
    int type(String path) {
        long[] status = new long[FileStatus.SIZE];
        return kernel.lstat(Bytes.path(path), status) < 0 ? 0 : (int) (status[FileStatus.MODE] & FileStatus.TYPE_MASK);
    }

    /** Whether something is there, be it a link that leads nowhere. */
    boolean exists(String path) {
        return type(path) != 0;
    }

    /** Whether it is a directory, or a link to one. */
    boolean isDirectory(String path) {
        long[] status = new long[FileStatus.SIZE];
        return kernel.stat(Bytes.path(path), status) >= 0
                && (status[FileStatus.MODE] & FileStatus.TYPE_MASK) == FileStatus.TYPE_DIRECTORY;
    }

    /** When a file was changed last, in seconds since 1970; -1 if it is not there. */
    long modified(String path) {
        long[] status = new long[FileStatus.SIZE];
        return kernel.lstat(Bytes.path(path), status) < 0 ? -1 : status[FileStatus.MODIFIED];
    }

    /** What a symbolic link holds; null if it is none, or nobody tells us. */
    String link(String path) {
        byte[] into = new byte[MOST_PATH];
        int length = kernel.readlinkat(Linux.AT_FDCWD, Bytes.path(path), into);
        return length < 0 ? null : Bytes.string(into, 0, length);
    }

    /** The absolute path of a directory, without links in it; null if it is no directory. */
    String real(String path) {
        int fd = kernel.openat(Linux.AT_FDCWD, Bytes.path(path), Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_CLOEXEC);
        if (fd < 0) {
            return null;
        }
        String real = link("/proc/self/fd/" + fd);
        kernel.close(fd);
        return real;
    }

    /** The names in a directory, sorted; null if it cannot be read. */
    List<String> names(String path) {
        int fd = kernel.open(Bytes.path(path), DIRECTORY, 0);
        if (fd < 0) {
            return null;
        }
        List<String> names = new ArrayList<>();
        byte[] buffer = new byte[8192];
        int length = kernel.getdents64(fd, buffer);
        while (length > 0) {
            for (int at = 0; at < length; at += Layout.getInt(buffer, at + 16) & 0xffff) {
                int start = at + Layout.DIRECTORY_ENTRY_NAME;
                String name = Bytes.string(buffer, start, Bytes.indexOf(buffer, 0, start) - start);
                if (!name.equals(".") && !name.equals("..")) {
                    names.add(name);
                }
            }
            length = kernel.getdents64(fd, buffer);
        }
        kernel.close(fd);
        names.sort(String::compareTo);
        return length < 0 ? null : names;
    }

    /** The path above this one. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }
}
