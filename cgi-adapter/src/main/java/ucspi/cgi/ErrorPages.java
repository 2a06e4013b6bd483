package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * What a client sees of an error: the operator's page for its status, {@code 404.html} and so on in one directory, or a
 * line of text.
 *
 * <p>Pages are read when they are needed, so that changing one takes no restart.
 */
final class ErrorPages {
    /** More is no page; it is read into memory. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final byte[] HTML = Bytes.ascii("text/html; charset=utf-8");
    private static final byte[] TEXT = Bytes.ascii("text/plain");

    /**
     * A body with its type.
     *
     * @param type for Content-Type
     */
    record Page(byte[] type, byte[] body) {}

    private final Sys sys;
    private final int directory;

    /**
     * @param directory where the pages are; null for none
     * @throws ucspi.kernel.SysException if there is no such directory
     */
    ErrorPages(Sys sys, String directory) {
        this.sys = sys;
        this.directory = directory == null ? -1 : open(sys.kernel(), directory);
    }

    private static int open(Kernel kernel, String directory) {
        int flags = Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_CLOEXEC;
        return Sys.check(kernel.openat(Linux.AT_FDCWD, Bytes.path(directory), flags), "open " + directory);
    }

    /** The page for a status. */
    Page page(int status) {
        byte[] body = directory < 0 ? null : read(status + ".html");
        if (body != null) {
            return new Page(HTML, body);
        }
        return text(status);
    }

    /** The line of text for a status. */
    static Page text(int status) {
        return new Page(TEXT, Bytes.ascii(status + " " + Status.reason(status) + "\n"));
    }

    private byte[] read(String name) {
        Kernel kernel = sys.kernel();
        int fd = kernel.openat(directory, Bytes.path(name), Linux.O_RDONLY | Linux.O_NONBLOCK | Linux.O_CLOEXEC);
        if (fd < 0) {
            return null;
        }
        byte[] bytes = new byte[MOST_BYTES + 1];
        int length = 0;
        int n = kernel.read(fd, bytes, 0, bytes.length);
        while (n > 0) {
            length += n;
            n = kernel.read(fd, bytes, length, bytes.length - length);
        }
        kernel.close(fd);
        return n < 0 || length > MOST_BYTES ? null : java.util.Arrays.copyOf(bytes, length);
    }
}
