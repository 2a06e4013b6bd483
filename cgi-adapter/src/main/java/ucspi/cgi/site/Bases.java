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
    private static final int MOST_FILE_BYTES = 1 << 20;
    private static final byte[] DEFAULT = Bytes.ascii("default");

    private final Sys sys;
    private final Kernel kernel;
    private final Tree tree;
    private final byte[] directory;
    private final boolean hasHosts;
    private final UserSettings users;
    private final Guise guise;
    private String reason;

    /**
     * @param directory the site, or the directory of sites, an absolute path
     * @param hasHosts whether it holds one site for each host
     * @param users what of users' directories is served below {@code /~user/}; null for nothing
     * @param guise how root looks at users' files; null for everybody else
     * @throws ucspi.kernel.SysException if there is no such directory
     */
    Bases(Sys sys, Tree tree, byte[] directory, boolean hasHosts, UserSettings users, Guise guise) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.tree = tree;
        this.directory = directory;
        this.hasHosts = hasHosts;
        this.users = users;
        this.guise = guise;
        kernel.close(Sys.check(open(), "open " + Bytes.string(directory)));
    }

    /** Anew for each request: another directory may have taken the place of the one before. */
    private int open() {
        return open(Linux.AT_FDCWD, Bytes.path(directory));
    }

    /** The directory for this path and host; null if there is none, and then {@link #reason} may say why. */
    Base find(SitePath path, byte[] host) {
        reason = null;
        if (isUsers(path)) {
            return path.isUsable(0) ? user(path.name(0)) : null;
        }
        int fd = open();
        if (fd < 0) {
            return null;
        }
        if (!hasHosts) {
            return new Base(fd, directory, 0, null);
        }
        byte[] name = VirtualHosts.directory(host);
        Base base = name == null ? null : host(fd, name);
        base = base == null ? host(fd, DEFAULT) : base;
        kernel.close(fd);
        return base;
    }

    /** Whether a path is one of a user's directory. */
    boolean isUsers(SitePath path) {
        return users != null && path.count() > 0 && path.name(0)[0] == '~';
    }

    /** Why {@link #find} found nothing, if that is worth a line in the log; else null. */
    String reason() {
        return reason;
    }

    private Base host(int fd, byte[] name) {
        int opened = open(fd, Bytes.path(name));
        return opened < 0 ? null : new Base(opened, joined(directory, name), 0, null);
    }

    private Base user(byte[] nameWithTilde) {
        byte[] passwd = sys.readFile(Bytes.path(users.passwd()), users.passwd(), MOST_FILE_BYTES);
        byte[] name = Arrays.copyOfRange(nameWithTilde, 1, nameWithTilde.length);
        Account account = passwd == null ? null : Account.find(passwd, name);
        if (account == null) {
            return null;
        }
        if (guise == null) {
            return directory(new Owner(account, null));
        }
        if (account.uid() < users.leastUid() || account.gid() < users.leastGid()) {
            reason = "served to nobody, the user's id or group is too low: " + Names.printable(name);
            return null;
        }
        byte[] group = sys.readFile(Bytes.path(users.group()), users.group(), MOST_FILE_BYTES);
        Owner owner = new Owner(account, account.groups(group));
        guise.put(owner);
        try {
            return directory(owner);
        } finally {
            guise.lay();
        }
    }

    private Base directory(Owner owner) {
        Account account = owner.account();
        int home = open(Linux.AT_FDCWD, Bytes.path(account.home()));
        if (home < 0) {
            return null;
        }
        // the user may have made a link of it, which then must not lead to what is not the user's
        Found found = tree.find(home, SitePath.plain(users.directory()), 0, true);
        kernel.close(home);
        if (found.fd() >= 0 && !found.isDirectory()) {
            kernel.close(found.fd());
        }
        if (found.fd() < 0 || !found.isDirectory()) {
            return null;
        }
        return new Base(found.fd(), joined(account.home(), users.directory()), 1, owner);
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
