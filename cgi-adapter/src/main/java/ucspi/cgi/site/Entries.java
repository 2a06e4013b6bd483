package ucspi.cgi.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;

/** Reads the names in a directory that anybody may see, in the order of their bytes. */
public final class Entries {
    /** The most names of one listing; a directory with more is no page for people. */
    public static final int MOST = 10_000;

    private static final int BUFFER = 32 * 1024;
    private static final int TYPE_AT = 18;
    private static final int DT_UNKNOWN = 0;
    private static final int DT_DIRECTORY = 4;
    private static final int DT_LINK = 10;

    private Entries() {}

    /**
     * The names, those of directories with a slash at the end; at most {@link #MOST}. Hidden files are left out, and
     * programs' directories and leftovers.
     *
     * @param fd the directory, open for reading or for its place only
     */
    public static List<byte[]> read(Kernel kernel, int fd) {
        List<byte[]> names = new ArrayList<>();
        int readable = kernel.openat(
                fd, Bytes.path("."), Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_CLOEXEC | Linux.O_NOFOLLOW);
        if (readable < 0) {
            return names;
        }
        byte[] buffer = new byte[BUFFER];
        int length = kernel.getdents64(readable, buffer);
        while (length > 0 && names.size() < MOST) {
            int at = 0;
            while (at < length && names.size() < MOST) {
                add(kernel, readable, buffer, at, names);
                at += Layout.getInt(buffer, at + 16) & 0xffff;
            }
            length = kernel.getdents64(readable, buffer);
        }
        kernel.close(readable);
        names.sort(Entries::compare);
        return names;
    }

    private static void add(Kernel kernel, int directory, byte[] buffer, int at, List<byte[]> names) {
        int start = at + Layout.DIRECTORY_ENTRY_NAME;
        byte[] name = Arrays.copyOfRange(buffer, start, Bytes.indexOf(buffer, 0, start));
        boolean shown = !Names.isHidden(name)
                && !Names.isProgramDirectory(name)
                && !Names.isLeftoverOfProgram(name)
                && !Names.isLeftover(name);
        if (shown) {
            boolean isDirectory = isDirectory(kernel, directory, name, buffer[at + TYPE_AT]);
            byte[] shownName = isDirectory ? Arrays.copyOf(name, name.length + 1) : name;
            if (isDirectory) {
                shownName[name.length] = '/';
            }
            names.add(shownName);
        }
    }

    private static boolean isDirectory(Kernel kernel, int directory, byte[] name, int type) {
        if (type != DT_LINK && type != DT_UNKNOWN) {
            return type == DT_DIRECTORY;
        }
        int fd = kernel.openat(directory, Bytes.path(name), Linux.O_PATH | Linux.O_CLOEXEC);
        if (fd < 0) {
            return false;
        }
        long[] status = new long[FileStatus.SIZE];
        kernel.fstat(fd, status);
        kernel.close(fd);
        return (status[FileStatus.MODE] & FileStatus.TYPE_MASK) == FileStatus.TYPE_DIRECTORY;
    }

    private static int compare(byte[] a, byte[] b) {
        int length = Math.min(a.length, b.length);
        for (int i = 0; i < length; i++) {
            if (a[i] != b[i]) {
                return (a[i] & 0xff) - (b[i] & 0xff);
            }
        }
        return a.length - b.length;
    }

    /** A name as a relative link: encoded, and never mistaken for a URL with a scheme. */
    public static byte[] link(byte[] name) {
        byte[] link = new byte[name.length * 3];
        int length = 0;
        for (byte b : name) {
            if (b == '/') {
                link[length++] = b;
            } else {
                length = SitePath.encode(link, length, b);
            }
        }
        return Arrays.copyOf(link, length);
    }
}
