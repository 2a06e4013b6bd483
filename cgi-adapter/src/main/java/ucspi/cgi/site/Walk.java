package ucspi.cgi.site;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Follows a path name by name, each opened below the directory before it without following links; links are followed
 * here.
 *
 * <p>A link may lead anywhere within the root, also to a hidden file. One that leads out of it must belong to the
 * owner of what it leads to: nobody can give away what is not theirs. A change of the tree in the meantime can make
 * a walk fail but not leave what it checks: no name is used twice.
 */
final class Walk {
    private static final int PLACE = Linux.O_PATH | Linux.O_NOFOLLOW | Linux.O_CLOEXEC;
    private static final int MOST_LINKS = 40;
    private static final int MOST_DEPTH = 128;
    private static final int MOST_LINK_BYTES = 4096;
    private static final byte[] UP = Bytes.path("..");
    private static final byte[] TOP = Bytes.path("/");
    private static final byte[] THIS = Bytes.path(".");

    /** What readlinkat(2) calls a link that is open. */
    private static final byte[] ITSELF = new byte[1];

    /** The text of a link that is being followed, and what comes behind it. */
    private static final class Link {
        private final byte[] text;
        private final long owner;
        private final Link outer;
        private int at;

        Link(byte[] text, long owner, Link outer) {
            this.text = text;
            this.owner = owner;
            this.outer = outer;
        }

        boolean isAtEnd() {
            while (at < text.length && text[at] == '/') {
                at++;
            }
            return at == text.length;
        }

        byte[] next() {
            int start = at;
            while (at < text.length && text[at] != '/') {
                at++;
            }
            return java.util.Arrays.copyOfRange(text, start, at);
        }
    }

    private final Kernel kernel;
    private final SitePath path;
    private final boolean hiddenToo;
    private final long[] rootStatus = new long[FileStatus.SIZE];
    private final long[] status = new long[FileStatus.SIZE];

    /** The directories from the root down to where we are; outside of the root, just the one where we are. */
    private final int[] directories = new int[MOST_DEPTH];

    private int depth;
    private boolean outside;

    /** How deep below the topmost one we are since we have entered a directory of programs; -1 outside of any. */
    private int programDepth = -1;

    private int used;
    private Link link;
    private int links;

    /** What the last name led to: a file that is no directory, or -1 for the directory where we are. */
    private int file = -1;

    private byte[] fileName;
    private int error;

    Walk(Kernel kernel, int root, SitePath path, int from, boolean hiddenToo) {
        this.kernel = kernel;
        this.path = path;
        this.used = from;
        this.hiddenToo = hiddenToo;
        directories[0] = kernel.openat(root, THIS, PLACE);
    }

    Found go() {
        error = directories[0] < 0 ? directories[0] : kernel.fstat(directories[0], rootStatus);
        System.arraycopy(rootStatus, 0, status, 0, status.length);
        while (error >= 0 && hasNext()) {
            byte[] name = nextName();
            if (name != null) {
                enter(name);
            }
            endLinks();
        }
        Found found = error < 0 ? Found.failed(error) : found();
        closeAll(found.fd());
        return found;
    }

    private boolean hasNext() {
        return link != null || (file < 0 && used < path.count());
    }

    /** The next name to look up; null if there is none, or it is one that is not looked up. */
    private byte[] nextName() {
        if (link != null) {
            boolean end = link.isAtEnd();
            error = !end && file >= 0 ? -Errno.ENOTDIR : error;
            return end || error < 0 ? null : link.next();
        }
        byte[] name = path.name(used);
        boolean refused = !path.isUsable(used) || Tree.isDots(name) || (!hiddenToo && Names.isHidden(name));
        error = refused ? -Errno.ENOENT : error;
        used++;
        return refused ? null : name;
    }

    private void enter(byte[] name) {
        if (Tree.isDots(name)) {
            if (name.length == 2) {
                up();
            }
            return;
        }
        byte[] kernelName = Bytes.path(name);
        int fd = kernel.openat(directory(), kernelName, PLACE);
        error = fd < 0 ? fd : kernel.fstat(fd, status);
        if (error < 0) {
            close(fd);
            return;
        }
        int type = (int) status[FileStatus.MODE] & FileStatus.TYPE_MASK;
        if (type == FileStatus.TYPE_LINK) {
            follow(fd);
        } else if (type == FileStatus.TYPE_DIRECTORY) {
            push(fd, Names.isProgramDirectory(name));
        } else {
            file = fd;
            fileName = name;
        }
    }

    private int directory() {
        return directories[outside ? 0 : depth];
    }

    private void follow(int fd) {
        byte[] text = new byte[MOST_LINK_BYTES];
        int length = kernel.readlinkat(fd, ITSELF, text);
        close(fd);
        links++;
        if (length < 0 || length == text.length || links > MOST_LINKS) {
            error = length < 0 ? length : -Errno.ELOOP;
            return;
        }
        link = new Link(java.util.Arrays.copyOf(text, length), status[FileStatus.UID], link);
        if (length > 0 && text[0] == '/') {
            leaveTo(kernel.openat(Linux.AT_FDCWD, TOP, PLACE | Linux.O_DIRECTORY));
        }
    }

    private void push(int fd, boolean programs) {
        depth++;
        if (programs && programDepth < 0) {
            programDepth = depth;
        }
        if (outside) {
            close(directories[0]);
            directories[0] = fd;
            comeBack();
        } else if (depth == MOST_DEPTH) {
            close(fd);
            depth--;
            error = -Errno.ENAMETOOLONG;
        } else {
            directories[depth] = fd;
        }
    }

    private void up() {
        if (!outside && depth > 0) {
            close(directories[depth]);
            depth--;
        } else {
            boolean fromRoot = !outside;
            int fd = kernel.openat(directory(), UP, PLACE | Linux.O_DIRECTORY);
            if (fromRoot) {
                leaveTo(fd);
                return;
            }
            close(directories[0]);
            directories[0] = fd;
            error = Math.min(fd, 0);
            depth--;
            comeBack();
        }
        programDepth = depth < programDepth ? -1 : programDepth;
        statusOfDirectory();
    }

    /** Goes on at a directory that may be outside of the root. */
    private void leaveTo(int fd) {
        closeDirectories(-1);
        directories[0] = fd;
        depth = 0;
        programDepth = -1;
        outside = true;
        error = Math.min(fd, 0);
        comeBack();
    }

    private void statusOfDirectory() {
        if (error >= 0) {
            error = kernel.fstat(directory(), status);
        }
    }

    /** Sees whether we are at the root again. */
    private void comeBack() {
        statusOfDirectory();
        boolean isRoot = error >= 0
                && status[FileStatus.INODE] == rootStatus[FileStatus.INODE]
                && status[FileStatus.DEVICE] == rootStatus[FileStatus.DEVICE];
        if (isRoot) {
            outside = false;
            depth = 0;
            programDepth = -1;
        }
    }

    /** For each link whose text is used up, decides whether it may lead to where we are. */
    private void endLinks() {
        while (error >= 0 && link != null && link.isAtEnd()) {
            if (file < 0) {
                statusOfDirectory();
            }
            if (outside && link.owner != status[FileStatus.UID]) {
                error = -Errno.EACCES;
            }
            link = link.outer;
        }
    }

    private Found found() {
        boolean pathSays = saysProgram();
        boolean programs = programDepth >= 0;
        if (file < 0) {
            statusOfDirectory();
            return new Found(directory(), copy(), used, programs && !pathSays);
        }
        boolean program = programs || Names.isProgram(fileName) || Names.isLeftoverOfProgram(fileName);
        int type = (int) status[FileStatus.MODE] & FileStatus.TYPE_MASK;
        boolean served = type == FileStatus.TYPE_REGULAR && !program && !pathSays;
        int fd = served ? Tree.reopen(kernel, directory(), Bytes.path(fileName), status) : file;
        return new Found(fd, copy(), used, program && !pathSays);
    }

    private long[] copy() {
        return java.util.Arrays.copyOf(status, status.length);
    }

    /** Whether the path itself says that this is a program, or a directory of such. */
    private boolean saysProgram() {
        for (int i = 0; i < used; i++) {
            byte[] name = path.name(i);
            if (Names.isProgramDirectory(name) || (i == used - 1 && file >= 0 && Names.isProgram(name))) {
                return true;
            }
        }
        return false;
    }

    private void close(int fd) {
        if (fd >= 0) {
            kernel.close(fd);
        }
    }

    private void closeAll(int but) {
        if (file != but) {
            close(file);
        }
        closeDirectories(but);
    }

    private void closeDirectories(int but) {
        int last = outside ? 0 : depth;
        for (int i = 0; i <= last; i++) {
            if (directories[i] != but) {
                close(directories[i]);
            }
        }
    }
}
