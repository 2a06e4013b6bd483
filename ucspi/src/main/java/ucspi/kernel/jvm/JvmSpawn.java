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
 */
final class JvmSpawn {
    private static final short SETPGROUP = 0x02;
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;

    /** At least sizeof(posix_spawn_file_actions_t) and sizeof(posix_spawnattr_t), which are 80 and 336 bytes. */
    private static final int OBJECT_SIZE = 512;

    private final LibC libc;
    private final Runtime runtime;
    private final byte[] noSignals = new byte[Layout.SIGNAL_SET_SIZE];
    private final byte[] defaultSignals = new byte[Layout.SIGNAL_SET_SIZE];

    JvmSpawn(LibC libc, Runtime runtime) {
        this.libc = libc;
        this.runtime = runtime;
        Layout.addSignal(defaultSignals, Linux.SIGPIPE);
        Layout.addSignal(defaultSignals, Linux.SIGCHLD);
        Layout.addSignal(defaultSignals, Linux.SIGTERM);
    }

    int spawn(Spawn spawn) {
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
                (path, argv, environment) -> libc.posix_spawn(pid, path, actions, attributes, argv, environment));
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
        if (spawn.directory != null && libc.chdir(spawn.directory) < 0) {
            return -LastError.getLastError(runtime);
        }
        libc.sigprocmask(2, noSignals, null);
        return tryCandidates(spawn, (path, argv, environment) -> {
            libc.execve(path, argv, environment);
            return LastError.getLastError(runtime);
        });
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
    private int tryCandidates(Spawn spawn, Start start) {
        Pointer argumentBytes = bytes(spawn.arguments, spawn.arguments.length);
        Pointer arguments = vector(argumentBytes, spawn.arguments, spawn.argumentCount);
        byte[] block = spawn.environment.block();
        Pointer environmentBytes = bytes(block, spawn.environment.length());
        Pointer environment = vector(environmentBytes, block, spawn.environment.count());
        Pointer paths = bytes(spawn.candidates, spawn.candidates.length);
        int kept = Errno.ENOENT;
        int at = 0;
        while (spawn.candidates[at] != 0) {
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
            at = behind(spawn.candidates, at);
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
