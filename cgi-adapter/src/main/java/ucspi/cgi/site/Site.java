package ucspi.cgi.site;

import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * Decides what a path of a site stands for: a file, a program with its PATH_INFO, a directory, or nothing.
 *
 * <p>What may be served is a matter of names: those that begin with a dot are hidden, those below {@code cgi-bin} and
 * those that end in {@code .cgi} are programs, which are run or refused but never sent.
 */
public final class Site {
    private static final byte[] INDEX = Bytes.ascii("index.html");
    private static final byte[] INDEX_PROGRAM = Bytes.ascii("index.cgi");
    private static final byte[] GZ = Bytes.ascii(".gz");
    private static final byte[] NPH = Bytes.ascii("nph-");

    private final Kernel kernel;
    private final Tree tree;
    private final Bases bases;

    /** How root looks at users' files; null if we are not root, or there are no users. */
    private final Guise guise;

    private final boolean lists;

    /**
     * @param directory the site, or the directory of sites: an absolute path
     * @param hasHosts whether it holds one site for each host
     * @param users what of users' directories is served below {@code /~user/}; null for nothing
     * @param lists whether directories without an index file are listed
     * @throws SysException if the directory cannot be opened
     */
    public Site(Sys sys, byte[] directory, boolean hasHosts, UserSettings users, boolean lists) {
        this.kernel = sys.kernel();
        this.tree = new Tree(kernel, false);
        this.guise = users != null && kernel.geteuid() == 0 ? new Guise(kernel) : null;
        this.bases = new Bases(sys, tree, directory, hasHosts, users, guise);
        this.lists = lists;
    }

    /**
     * What a path stands for.
     *
     * @throws SysException if the system lacks what it takes to find out
     */
    public Resolution resolve(Question question) {
        SitePath path = SitePath.of(question.uri(), question.path());
        Base base = bases.find(path, question.host());
        if (base == null) {
            return new Resolution.Refusal(404, bases.reason());
        }
        try {
            return base.isTaken() ? findAsOwner(question, base, path) : find(question, base, path);
        } finally {
            kernel.close(base.fd());
        }
    }

    /** What the user could not read is not there, and what only root could be led to is not either. */
    private Resolution findAsOwner(Question question, Base base, SitePath path) {
        guise.put(base.owner());
        try {
            return find(question, base, path);
        } finally {
            guise.lay();
        }
    }

    /** Whether a path, if it leads to anything, leads to what is a user's. */
    public boolean isUsers(byte[] uri, byte[] path) {
        return bases.isUsers(SitePath.of(uri, path));
    }

    private Resolution find(Question question, Base base, SitePath path) {
        Found found = tree.find(base.fd(), path, base.skipped(), false);
        if (found.fd() < 0) {
            return refusal(found.fd());
        }
        if (found.hidesProgram()) {
            kernel.close(found.fd());
            return new Resolution.Refusal(403, "a program under another name: " + Names.printable(path.bytes()));
        }
        if (found.isDirectory()) {
            return directory(question, base, path, found);
        }
        return file(question, base, path, found);
    }

    private Resolution file(Question question, Base base, SitePath path, Found found) {
        int last = found.used() - 1;
        byte[] name = path.name(last);
        boolean below = isBelowPrograms(path, base.skipped(), last);
        boolean isProgram = below || Names.isProgram(name);
        boolean hasRest = found.used() < path.count() || path.endsInSlash();
        if (!found.isRegular() || (!isProgram && hasRest) || (below && Names.isLeftover(name))) {
            kernel.close(found.fd());
            return new Resolution.Refusal(found.isRegular() ? 404 : 403, null);
        }
        if (isProgram) {
            kernel.close(found.fd());
            return program(base, path, found);
        }
        return compressed(
                question, base, path, new Resolution.StaticFile(found.fd(), found.status(), name, false, false));
    }

    private static boolean isBelowPrograms(SitePath path, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Names.isProgramDirectory(path.name(i))) {
                return true;
            }
        }
        return false;
    }

    private Resolution program(Base base, SitePath path, Found found) {
        int used = found.used();
        if (!found.isExecutable()) {
            return new Resolution.Refusal(403, "not executable: " + Names.printable(path.bytes()));
        }
        String complaint = base.isTaken() ? UserProgram.complaint(kernel, base, path, used) : null;
        if (complaint != null) {
            return new Resolution.Refusal(
                    403, "not run as its user, " + complaint + ": " + Names.printable(path.bytes()));
        }
        byte[] relative = path.relative(base.skipped(), used);
        byte[] file = Arrays.copyOf(base.directory(), base.directory().length + relative.length);
        file[base.directory().length] = '/';
        System.arraycopy(relative, 0, file, base.directory().length + 1, relative.length - 1);
        boolean nph = Bytes.startsWith(path.name(used - 1), NPH);
        return new Resolution.Program(path.bytes(), path.end(used - 1), base.directory(), file, nph, base.owner());
    }

    private Resolution directory(Question question, Base base, SitePath path, Found found) {
        boolean isRoot = path.count() == base.skipped();
        if (!path.endsInSlash()) {
            kernel.close(found.fd());
            return new Resolution.Redirect(path.location());
        }
        boolean programs = isBelowPrograms(path, base.skipped(), path.count());
        Resolution index = programs ? null : index(question, base, path.with(INDEX));
        index = index == null ? index(question, base, path.with(INDEX_PROGRAM)) : index;
        if (index != null) {
            kernel.close(found.fd());
            return index;
        }
        if (programs || !lists) {
            kernel.close(found.fd());
            return new Resolution.Refusal(403, null);
        }
        List<byte[]> names = question.reads() ? Entries.read(kernel, found.fd()) : List.of();
        kernel.close(found.fd());
        return new Resolution.Listing(names, path.location(), isRoot);
    }

    /** An index file; null if there is none. */
    private Resolution index(Question question, Base base, SitePath path) {
        Found found = tree.find(base.fd(), path, base.skipped(), false);
        if (found.fd() == -Errno.ENOENT || found.fd() == -Errno.ENOTDIR) {
            return null;
        }
        if (found.fd() < 0) {
            return refusal(found.fd());
        }
        if (found.hidesProgram() || !found.isRegular()) {
            kernel.close(found.fd());
            return null;
        }
        return file(question, base, path, found);
    }

    /** The compressed form that lies beside a file and is not older, if there is one and the client takes it. */
    private Resolution compressed(Question question, Base base, SitePath path, Resolution.StaticFile plain) {
        if (!question.reads() || Names.endsWith(plain.name(), GZ)) {
            return plain;
        }
        Found found = tree.find(base.fd(), path.with(GZ), base.skipped(), false);
        if (found.fd() < 0) {
            return plain;
        }
        boolean fits = !found.hidesProgram() && found.isRegular() && !isOlder(found.status(), plain.status());
        if (fits && question.gzip()) {
            kernel.close(plain.fd());
            return new Resolution.StaticFile(found.fd(), found.status(), plain.name(), true, true);
        }
        kernel.close(found.fd());
        return new Resolution.StaticFile(plain.fd(), plain.status(), plain.name(), false, fits);
    }

    private static boolean isOlder(long[] status, long[] than) {
        long seconds = status[FileStatus.MODIFIED] - than[FileStatus.MODIFIED];
        return seconds < 0 || (seconds == 0 && status[FileStatus.MODIFIED_NANOS] < than[FileStatus.MODIFIED_NANOS]);
    }

    private static Resolution refusal(int error) {
        return switch (-error) {
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM -> throw new SysException("open a file", -error);
            case Errno.EACCES, Errno.EPERM, Errno.ELOOP -> new Resolution.Refusal(403, null);
            default -> new Resolution.Refusal(404, null);
        };
    }
}
