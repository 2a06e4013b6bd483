package ucspi.rules;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * The file of rules as it is at each connection. It is kept open, and opened anew when its name leads to another file,
 * or to one that was changed. While the old one is open its inode number is not given to a new one, so that a file that
 * was put in its place is always seen.
 */
public final class RulesFile {
    private static final int FLAGS = Linux.O_RDONLY | Linux.O_CLOEXEC | Linux.O_NONBLOCK;

    private final Kernel kernel;
    private final byte[] path;
    private final boolean mayBeAbsent;
    private final Cdb cdb;
    private final Rules rules;
    private final long[] seen = new long[FileStatus.SIZE];
    private final long[] now = new long[FileStatus.SIZE];
    private int fd = -1;

    /**
     * @param name the file's; need not exist yet
     * @param mayBeAbsent whether no file is as good as no rules
     */
    public RulesFile(Kernel kernel, byte[] name, boolean mayBeAbsent) {
        this.kernel = kernel;
        this.path = Bytes.path(name);
        this.mayBeAbsent = mayBeAbsent;
        this.cdb = new Cdb(kernel);
        this.rules = new Rules(cdb);
    }

    /**
     * Finds the rule that applies to a client.
     *
     * @return 1 if there is one, {@link Rules#rule}; 0 if none applies, and the client may connect; or a negated errno,
     *     and it may not
     */
    public int find(Client client) {
        int answer = refresh();
        if (answer == -Errno.ENOENT && mayBeAbsent) {
            return 0;
        }
        return answer < 0 ? answer : rules.find(client);
    }

    /** What {@link #find} searches. */
    public Rules rules() {
        return rules;
    }

    private int refresh() {
        int answer = kernel.stat(path, now);
        if (answer >= 0 && fd >= 0 && Arrays.equals(now, seen)) {
            return 0;
        }
        close();
        answer = answer < 0 ? answer : kernel.open(path, FLAGS, 0);
        if (answer < 0) {
            return answer;
        }
        fd = answer;
        answer = kernel.fstat(fd, seen);
        answer = answer < 0 ? answer : cdb.open(fd, seen[FileStatus.BYTES]);
        if (answer < 0) {
            close();
        }
        return answer;
    }

    /** Lets go of the file; the next search opens it anew. */
    void close() {
        if (fd >= 0) {
            kernel.close(fd);
            fd = -1;
        }
    }
}
