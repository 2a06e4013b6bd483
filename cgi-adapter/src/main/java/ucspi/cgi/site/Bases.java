package ucspi.cgi.site;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/** Finds the directory that a request is about: the site's, a virtual host's, or a user's. */
final class Bases {
    private static final int DIRECTORY = Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_CLOEXEC;
    private static final int MOST_PASSWD_BYTES = 1 << 20;
    private static final byte[] DEFAULT = Bytes.ascii("default");

    private final Sys sys;
    private final Kernel kernel;
    private final Tree tree;
    private final byte[] directory;
    private final int fd;
    private final boolean hasHosts;
    private final byte[] userDirectory;
    private final String passwd;

    /**
     * @param directory the site, or the directory of sites, an absolute path
     * @param hasHosts whether it holds one site for each host
     * @param userDirectory the directory of users that is served below {@code /~user/}; null for none
     * @param passwd the file that users are looked up in
     * @throws ucspi.kernel.SysException if there is no such directory
     */
    Bases(Sys sys, Tree tree, byte[] directory, boolean hasHosts, byte[] userDirectory, String passwd) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.tree = tree;
        this.directory = directory;
        this.hasHosts = hasHosts;
        this.userDirectory = userDirectory;
        this.passwd = passwd;
        this.fd = Sys.check(
                kernel.openat(Linux.AT_FDCWD, Bytes.path(directory), DIRECTORY), "open " + Bytes.string(directory));
    }

    /** The directory for this path and host; null if there is none. */
    Base find(SitePath path, byte[] host) {
        boolean isUser = userDirectory != null && path.count() > 0 && path.name(0)[0] == '~';
        if (isUser) {
            return path.isUsable(0) ? user(path.name(0)) : null;
        }
        if (!hasHosts) {
            return new Base(fd, false, directory, 0, -1, -1);
        }
        byte[] name = VirtualHosts.directory(host);
        Base base = name == null ? null : host(name);
        return base == null ? host(DEFAULT) : base;
    }

    private Base host(byte[] name) {
        int opened = open(fd, Bytes.path(name));
        return opened < 0 ? null : new Base(opened, true, joined(directory, name), 0, -1, -1);
    }

    private Base user(byte[] nameWithTilde) {
        byte[] users = sys.readFile(Bytes.path(passwd), passwd, MOST_PASSWD_BYTES);
        byte[] name = Arrays.copyOfRange(nameWithTilde, 1, nameWithTilde.length);
        Accounts account = users == null ? null : Accounts.find(users, name);
        if (account == null) {
            return null;
        }
        int home = open(Linux.AT_FDCWD, Bytes.path(account.home()));
        if (home < 0) {
            return null;
        }
        // the user may have made a link of it, which then must not lead to what is not the user's
        Found found = tree.find(home, SitePath.plain(userDirectory), 0, true);
        kernel.close(home);
        if (found.fd() >= 0 && !found.isDirectory()) {
            kernel.close(found.fd());
        }
        if (found.fd() < 0 || !found.isDirectory()) {
            return null;
        }
        return new Base(found.fd(), true, joined(account.home(), userDirectory), 1, account.uid(), account.gid());
    }

    private int open(int at, byte[] path) {
        int opened = kernel.openat(at, path, DIRECTORY);
        if (opened == -Errno.EMFILE || opened == -Errno.ENFILE || opened == -Errno.ENOMEM) {
            Sys.check(opened, "open a directory");
        }
        return opened;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] path = Arrays.copyOf(first, first.length + 1 + second.length);
        path[first.length] = '/';
        System.arraycopy(second, 0, path, first.length + 1, second.length);
        return path;
    }
}
