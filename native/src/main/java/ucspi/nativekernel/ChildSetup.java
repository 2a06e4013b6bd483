package ucspi.nativekernel;

import org.teavm.interop.Address;
import ucspi.kernel.Identity;
import ucspi.kernel.Layout;
import ucspi.kernel.ResourceLimits;
import ucspi.kernel.Spawn;

/**
 * What a child does between vfork(2) and execve(2) to become what its {@link Spawn} says; the first step that fails is
 * the last one.
 *
 * <p>It runs in its parent's memory: it calls only what signal-safety(7) allows, and neither allocates nor throws.
 *
 * <p>The order matters. Descriptors come before limits, which would count them. Limits and niceness come before the
 * identity, since only the old one may raise them; so a limit of processes counts for the user that the child becomes.
 * The directory comes last: it must be one that the new user may enter.
 */
final class ChildSetup {
    private static final int F_SETFD = 2;
    private static final int SIG_SETMASK = 2;
    private static final int PRIO_PROCESS = 0;
    private static final int LEAST_NICENESS = -20;
    private static final int MOST_NICENESS = 19;
    private static final int RLIMIT_SIZE = 16;

    private final byte[] noSignals = new byte[Layout.SIGNAL_SET_SIZE];

    /** Why {@link #apply} failed, a negated errno. */
    int failure;

    /** Whether all steps were done; if not, {@link #failure} and {@link Spawn#failedStep} say what went wrong. */
    boolean apply(Spawn spawn) {
        LibC.sigprocmask(SIG_SETMASK, Address.ofData(noSignals), Address.fromInt(0));
        if (spawn.umask >= 0) {
            LibC.umask(spawn.umask);
        }
        return setSession(spawn)
                && placeAll(spawn)
                && setLimits(spawn)
                && setNiceness(spawn)
                && become(spawn)
                && enterDirectory(spawn);
    }

    private boolean setSession(Spawn spawn) {
        int done = 0;
        if ((spawn.flags & Spawn.OWN_SESSION) != 0) {
            done = LibC.setsid();
        } else if ((spawn.flags & Spawn.OWN_GROUP) != 0) {
            done = LibC.setpgid(0, 0);
        }
        return done >= 0 || fail(spawn, Spawn.STEP_SESSION);
    }

    private boolean placeAll(Spawn spawn) {
        boolean placed = place(spawn.stdin, 0) && place(spawn.stdout, 1) && place(spawn.stderr, 2);
        for (int i = 0; placed && i < spawn.extra.length; i += 2) {
            placed = place(spawn.extra[i], spawn.extra[i + 1]);
        }
        return placed || fail(spawn, Spawn.STEP_DESCRIPTORS);
    }

    private static boolean place(int from, int to) {
        if (from < 0) {
            return true;
        }
        int done = from == to ? LibC.fcntl(to, F_SETFD, 0) : LibC.dup2(from, to);
        return done >= 0;
    }

    private boolean setLimits(Spawn spawn) {
        ResourceLimits limits = spawn.limits;
        int count = limits == null ? 0 : limits.count();
        for (int i = 0; i < count; i++) {
            Address limit = Address.ofData(limits.pairs()).add(RLIMIT_SIZE * i);
            int resource = limits.number(i);
            if (LibC.prlimit(0, resource, limit, Address.fromInt(0)) < 0) {
                return fail(spawn, Spawn.STEP_LIMIT + resource);
            }
        }
        return true;
    }

    private boolean setNiceness(Spawn spawn) {
        if (spawn.niceness == 0) {
            return true;
        }
        int niceness = LibC.getpriority(PRIO_PROCESS, 0) + spawn.niceness;
        int bounded = niceness < LEAST_NICENESS ? LEAST_NICENESS : niceness > MOST_NICENESS ? MOST_NICENESS : niceness;
        return LibC.setpriority(PRIO_PROCESS, 0, bounded) >= 0 || fail(spawn, Spawn.STEP_NICENESS);
    }

    private boolean become(Spawn spawn) {
        Identity identity = spawn.identity;
        if (identity == null) {
            return true;
        }
        int uid = identity.uid();
        int gid = identity.gid();
        int[] groups = identity.groups();
        boolean done = LibC.setgroups(groups.length, Address.ofData(groups)) >= 0
                && LibC.setresgid(gid, gid, gid) >= 0
                && LibC.setresuid(uid, uid, uid) >= 0;
        return done || fail(spawn, Spawn.STEP_IDENTITY);
    }

    private boolean enterDirectory(Spawn spawn) {
        return spawn.directory == null
                || LibC.chdir(Address.ofData(spawn.directory)) >= 0
                || fail(spawn, Spawn.STEP_DIRECTORY);
    }

    private boolean fail(Spawn spawn, int step) {
        Address errno = LibC.errnoLocation();
        failure = -errno.getInt();
        spawn.failedStep = step;
        return false;
    }
}
