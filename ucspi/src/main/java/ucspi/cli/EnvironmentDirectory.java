package ucspi.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * Reads variables from a directory as envdir(8) of daemontools does: each file is one, named by it.
 *
 * <p>The first line is the value, without spaces and tabs at its end, and with newlines in the place of NUL bytes. An
 * empty file removes the variable. Files whose names begin with a dot are passed over.
 */
final class EnvironmentDirectory {
    /** The longest string that execve(2) takes. */
    private static final int MOST_BYTES = 128 * 1024;

    private static final int DIRECTORY = Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_CLOEXEC;
    private static final int FILE = Linux.O_RDONLY | Linux.O_NONBLOCK | Linux.O_NOCTTY | Linux.O_CLOEXEC;

    /**
     * What a file says.
     *
     * @param value null if the variable is to be removed
     */
    record Variable(String name, byte[] value) {}

    private EnvironmentDirectory() {}

    /** @throws SysException if it cannot be read as a whole: half an environment is worse than none */
    static List<Variable> read(Sys sys, String directory) {
        Kernel kernel = sys.kernel();
        int fd = Sys.check(
                kernel.openat(Linux.AT_FDCWD, Bytes.path(directory), DIRECTORY), "open directory " + directory);
        List<Variable> variables = new ArrayList<>();
        byte[] buffer = new byte[16 * 1024];
        int length = kernel.getdents64(fd, buffer);
        while (length > 0) {
            int at = 0;
            while (at < length) {
                int start = at + Layout.DIRECTORY_ENTRY_NAME;
                byte[] name = Arrays.copyOfRange(buffer, start, Bytes.indexOf(buffer, 0, start));
                if (name[0] != '.') {
                    variables.add(variable(sys, fd, directory, name));
                }
                at += Layout.getInt(buffer, at + 16) & 0xffff;
            }
            length = kernel.getdents64(fd, buffer);
        }
        kernel.close(fd);
        Sys.check(length, "read directory " + directory);
        return variables;
    }

    private static Variable variable(Sys sys, int directory, String directoryName, byte[] name) {
        String text = Bytes.string(name);
        String shown = directoryName + "/" + text;
        if (text.indexOf('=') >= 0 || text.indexOf(',') >= 0 || text.indexOf('*') >= 0) {
            throw new SysException("set a variable with the name of " + shown, Errno.EINVAL);
        }
        Kernel kernel = sys.kernel();
        int fd = Sys.check(kernel.openat(directory, Bytes.path(name), FILE), "open " + shown);
        long[] status = new long[FileStatus.SIZE];
        Sys.check(kernel.fstat(fd, status), "read " + shown);
        if ((status[FileStatus.MODE] & FileStatus.TYPE_MASK) != FileStatus.TYPE_REGULAR) {
            throw new SysException("read " + shown + ", which is no regular file", Errno.EINVAL);
        }
        if (status[FileStatus.BYTES] > MOST_BYTES) {
            throw new SysException("set a variable to all of " + shown, Errno.E2BIG);
        }
        byte[] content = new byte[(int) status[FileStatus.BYTES]];
        int length = 0;
        int n = sys.read(fd, content, 0, content.length);
        while (n > 0) {
            length += n;
            n = sys.read(fd, content, length, content.length - length);
        }
        kernel.close(fd);
        return new Variable(text, length == 0 ? null : value(content, length));
    }

    /** The value that is the first line of some bytes. */
    static byte[] value(byte[] content, int length) {
        int newline = Bytes.indexOf(content, '\n');
        int end = newline < 0 || newline >= length ? length : newline;
        while (end > 0 && (content[end - 1] == ' ' || content[end - 1] == '\t')) {
            end--;
        }
        byte[] value = Arrays.copyOf(content, end);
        for (int i = 0; i < end; i++) {
            value[i] = value[i] == 0 ? (byte) '\n' : value[i];
        }
        return value;
    }
}
