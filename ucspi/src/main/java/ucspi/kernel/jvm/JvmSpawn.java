package ucspi.kernel.jvm;

import java.io.File;
import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import ucspi.kernel.Errno;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;

/**
 * Starts programs by posix_spawn(3) of glibc >= 2.34: fork(2) is not for a process with the JVM's threads.
 *
 * <p>A JVM keeps many descriptors open without close-on-exec, so the child closes everything above 2.
 *
 * <p>What posix_spawn has no attribute for is inherited where that can be done without a trace in this process: the
 * umask is ours for the time of the call, the niceness that of a thread which only starts the child. The rest is the
 * business of {@link JvmSteps}.
 */
final class JvmSpawn {
    private static final short SETPGROUP = 0x02;
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;

    /** At least sizeof(posix_spawn_file_actions_t) and sizeof(posix_spawnattr_t), which are 80 and 336 bytes. */
    private static final int OBJECT_SIZE = 512;

    private static final int PRIO_PROCESS = 0;
    private static final int LEAST_NICENESS = -20;
    private static final int MOST_NICENESS = 19;
    private static final int X_OK = 1;

    private final LibC libc;
    private final Runtime runtime;
    private final byte[] path;
    private final byte[] noSignals = new byte[Layout.SIGNAL_SET_SIZE];
    private final byte[] defaultSignals = new byte[Layout.SIGNAL_SET_SIZE];

    /**
     * @param path PATH, where the programs of {@link JvmSteps} are looked for; null for the default
     */
    JvmSpawn(LibC libc, Runtime runtime, byte[] path) {
        this.libc = libc;
        this.runtime = runtime;
        this.path = path;
        Layout.addSignal(defaultSignals, Linux.SIGPIPE);
        Layout.addSignal(defaultSignals, Linux.SIGCHLD);
        Layout.addSignal(defaultSignals, Linux.SIGTERM);
    }

    int spawn(Spawn spawn) {
        return spawn.niceness == 0 ? start(spawn) : startNicely(spawn);
    }

    /** On Linux niceness is a thread's, and a child has that of the thread which started it. */
    private int startNicely(Spawn spawn) {
        int[] answer = new int[1];
        Thread starter = new Thread(() -> answer[0] = setNiceness(spawn) ? start(spawn) : lastError());
        starter.start();
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer[0];
    }

    /** Of the thread that calls it. */
    private boolean setNiceness(Spawn spawn) {
        int niceness = libc.getpriority(PRIO_PROCESS, 0) + spawn.niceness;
        spawn.failedStep = Spawn.STEP_NICENESS;
        return libc.setpriority(PRIO_PROCESS, 0, Math.min(Math.max(niceness, LEAST_NICENESS), MOST_NICENESS)) >= 0;
    }

    private int start(Spawn spawn) {
        JvmSteps steps = JvmSteps.of(libc, spawn, path);
        if (steps == null) {
            return failed(spawn, Spawn.STEP_RUN, JvmSteps.missing(libc, spawn));
        }
        int before = spawn.umask < 0 ? 0 : libc.umask(spawn.umask);
        int answer = start(spawn, steps);
        if (spawn.umask >= 0) {
            libc.umask(before);
        }
        return answer < 0 ? failed(spawn, steps.step(), -answer) : answer;
    }

    /** posix_spawn tells the error, but not what failed. */
    private int failed(Spawn spawn, int step, int error) {
        boolean noDirectory = spawn.directory != null && libc.access(spawn.directory, X_OK) < 0;
        spawn.failedStep = noDirectory ? Spawn.STEP_DIRECTORY : step;
        return noDirectory ? lastError() : -error;
    }

    private int start(Spawn spawn, JvmSteps steps) {
        Pointer actions = memory(OBJECT_SIZE);
        Pointer attributes = memory(OBJECT_SIZE);
        libc.posix_spawn_file_actions_init(actions);
        int[] from = {spawn.stdin, spawn.stdout, spawn.stderr};
        for (int to = 0; to < from.length; to++) {
            if (from[to] >= 0) {
                libc.posix_spawn_file_actions_adddup2(actions, from[to], to);
            }
        }
        closeOthers(actions, spawn.extra);
        if (spawn.directory != null) {
            libc.posix_spawn_file_actions_addchdir_np(actions, bytes(spawn.directory, spawn.directory.length));
        }
        setAttributes(attributes, spawn.flags);
        int[] pid = new int[1];
        int answer = tryCandidates(
                spawn,
                steps,
                (program, argv, environment) -> libc.posix_spawn(pid, program, actions, attributes, argv, environment));
        libc.posix_spawn_file_actions_destroy(actions);
        return answer < 0 ? answer : pid[0];
    }

    /** Places the extra descriptors and closes everything else above 2. */
    private void closeOthers(Pointer actions, int[] extra) {
        int highest = 2;
        for (int i = 0; i < extra.length; i += 2) {
            libc.posix_spawn_file_actions_adddup2(actions, extra[i], extra[i + 1]);
            highest = Math.max(highest, extra[i + 1]);
        }
        for (int fd = 3; fd < highest; fd++) {
            if (!isTarget(fd, extra)) {
                libc.posix_spawn_file_actions_addclose(actions, fd);
            }
        }
        libc.posix_spawn_file_actions_addclosefrom_np(actions, highest + 1);
    }

    private static boolean isTarget(int fd, int[] extra) {
        for (int i = 1; i < extra.length; i += 2) {
            if (extra[i] == fd) {
                return true;
            }
        }
        return false;
    }

    private void setAttributes(Pointer attributes, int spawnFlags) {
        libc.posix_spawnattr_init(attributes);
        int flags = SETSIGDEF | SETSIGMASK;
        if ((spawnFlags & Spawn.OWN_SESSION) != 0) {
            flags |= SETSID;
        } else if ((spawnFlags & Spawn.OWN_GROUP) != 0) {
            flags |= SETPGROUP;
            libc.posix_spawnattr_setpgroup(attributes, 0);
        }
        libc.posix_spawnattr_setsigmask(attributes, noSignals);
        libc.posix_spawnattr_setsigdefault(attributes, defaultSignals);
        libc.posix_spawnattr_setflags(attributes, (short) flags);
    }

    int exec(Spawn spawn) {
        markAll();
        int[] from = {spawn.stdin, spawn.stdout, spawn.stderr};
        for (int to = 0; to < from.length; to++) {
            place(from[to], to);
        }
        for (int i = 0; i < spawn.extra.length; i += 2) {
            place(spawn.extra[i], spawn.extra[i + 1]);
        }
        JvmSteps steps = JvmSteps.of(libc, spawn, path);
        if (steps == null) {
            return failed(spawn, Spawn.STEP_RUN, JvmSteps.missing(libc, spawn));
        }
        int prepared = prepare(spawn);
        if (prepared < 0) {
            return prepared;
        }
        libc.sigprocmask(2, noSignals, null);
        int answer = tryCandidates(spawn, steps, (program, argv, environment) -> {
            libc.execve(program, argv, environment);
            return LastError.getLastError(runtime);
        });
        spawn.failedStep = steps.step();
        return answer;
    }

    /** Makes of this process what the program shall be in. */
    private int prepare(Spawn spawn) {
        if (spawn.umask >= 0) {
            libc.umask(spawn.umask);
        }
        if (spawn.niceness != 0 && !setNiceness(spawn)) {
            return lastError();
        }
        spawn.failedStep = Spawn.STEP_SESSION;
        boolean isLeader = (spawn.flags & Spawn.OWN_SESSION) != 0;
        if (isLeader ? libc.setsid() < 0 : (spawn.flags & Spawn.OWN_GROUP) != 0 && libc.setpgid(0, 0) < 0) {
            return lastError();
        }
        spawn.failedStep = Spawn.STEP_DIRECTORY;
        return spawn.directory != null && libc.chdir(spawn.directory) < 0 ? lastError() : 0;
    }

    private int lastError() {
        return -LastError.getLastError(runtime);
    }

    /** Sets close-on-exec on every descriptor above 2: the JVM's own files and sockets do not have it. */
    void markAll() {
        String[] names = new File("/proc/self/fd").list();
        for (String name : names == null ? new String[0] : names) {
            int fd = Integer.parseInt(name);
            if (fd > 2) {
                libc.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
            }
        }
    }

    private void place(int from, int to) {
        if (from == to) {
            libc.fcntl(to, Linux.F_SETFD, 0);
        } else if (from >= 0) {
            libc.dup2(from, to);
        }
    }

    /** One way to start a path; returns an errno, or 0. */
    private interface Start {
        int with(Pointer path, Pointer arguments, Pointer environment);
    }

    /** djb's pathexec: a missing candidate is passed over, a forbidden one is remembered, any other error ends it. */
    private int tryCandidates(Spawn spawn, JvmSteps steps, Start start) {
        byte[] argv = steps.arguments();
        byte[] candidates = steps.candidates();
        Pointer argumentBytes = bytes(argv, argv.length);
        Pointer arguments = vector(argumentBytes, argv, steps.argumentCount());
        byte[] block = spawn.environment.block();
        Pointer environmentBytes = bytes(block, spawn.environment.length());
        Pointer environment = vector(environmentBytes, block, spawn.environment.count());
        Pointer paths = bytes(candidates, candidates.length);
        int kept = Errno.ENOENT;
        int at = 0;
        while (candidates[at] != 0) {
            int error = start.with(paths.slice(at), arguments, environment);
            if (error == 0) {
                return 0;
            }
            if (error != Errno.ENOENT) {
                kept = error;
                if (error != Errno.EACCES && error != Errno.EPERM && error != Errno.EISDIR) {
                    break;
                }
            }
            at = behind(candidates, at);
        }
        return -kept;
    }

    private Pointer memory(int size) {
        Pointer memory = Memory.allocateDirect(runtime, size);
        memory.setMemory(0, size, (byte) 0);
        return memory;
    }

    private Pointer bytes(byte[] source, int length) {
        Pointer memory = memory(length + 1);
        memory.put(0, source, 0, length);
        return memory;
    }

    private Pointer vector(Pointer strings, byte[] block, int count) {
        Pointer vector = memory((count + 1) * 8);
        int at = 0;
        for (int i = 0; i < count; i++) {
            vector.putAddress(i * 8L, strings.address() + at);
            at = behind(block, at);
        }
        return vector;
    }

    private static int behind(byte[] block, int start) {
        int at = start;
        while (block[at] != 0) {
            at++;
        }
        return at + 1;
    }
}
