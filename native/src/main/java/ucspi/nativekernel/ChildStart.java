package ucspi.nativekernel;

import org.teavm.interop.Address;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Errno;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;

/**
 * Starts programs by vfork(2) and execve(2), and owns the signal mask that children must not inherit.
 *
 * <p>The child of vfork shares our memory while we wait: what it leaves in {@link #setup} we read afterwards, and it
 * neither allocates nor returns from {@link #spawn}. Nothing here allocates between taking an address and using it.
 */
final class ChildStart {
    private static final int SIG_BLOCK = 0;
    private static final int SIG_IGN = 1;
    private static final int EXEC_FAILED = 111;

    private final int[] reaped = new int[1];
    private long[] argumentPointers = new long[16];
    private long[] environmentPointers = new long[128];
    private byte[] pidEntry = new byte[0];
    private final ChildSetup setup = new ChildSetup();

    /**
     * The signals become input, and SIGPIPE never ends this process. All four that matter to a child get their default
     * action now, while they are blocked, so that a child only has to unblock.
     */
    int openSignals(int[] signals) {
        byte[] set = new byte[Layout.SIGNAL_SET_SIZE];
        Address none = Address.fromInt(0);
        for (int signal : signals) {
            Layout.addSignal(set, signal);
        }
        int fd = LibC.signalfd(-1, Address.ofData(set), Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK);
        if (fd < 0) {
            return lastError();
        }
        Layout.addSignal(set, Linux.SIGPIPE);
        LibC.sigprocmask(SIG_BLOCK, Address.ofData(set), none);
        LibC.signal(Linux.SIGPIPE, none);
        for (int signal : signals) {
            setDefault(signal);
        }
        return fd;
    }

    /** What the user ignores, as nohup(1) and a shell's background jobs do, stays ignored: here and in children. */
    private static void setDefault(int signal) {
        Address before = LibC.signal(signal, Address.fromInt(0));
        boolean usersChoice = signal == Linux.SIGHUP || signal == Linux.SIGINT || signal == Linux.SIGQUIT;
        if (usersChoice && before.toLong() == SIG_IGN) {
            LibC.signal(signal, before);
        }
    }

    int spawn(Spawn spawn) {
        prepare(spawn);
        Address arguments = Address.ofData(argumentPointers);
        Address environment = Address.ofData(environmentPointers);
        setup.failure = 0;
        if (spawn.identity != null) {
            return fork(spawn, arguments, environment);
        }
        int pid = LibC.vfork();
        if (pid == 0) {
            tellPid(spawn);
            become(spawn, arguments, environment);
            LibC.exit(EXEC_FAILED);
        }
        if (pid < 0) {
            int error = lastError();
            spawn.failedStep = Spawn.STEP_RUN;
            return error;
        }
        if (setup.failure != 0) {
            LibC.waitpid(pid, Address.ofData(reaped), 0);
            return setup.failure;
        }
        return pid;
    }

    /** Leaves the child alone with its memory, so that it may allocate, and whoever it becomes cannot hold us up. */
    private int fork(Spawn spawn, Address arguments, Address environment) {
        int pid = LibC.fork();
        if (pid == 0) {
            tellPid(spawn);
            become(spawn, arguments, environment);
            complain(spawn);
            LibC.exit(EXEC_FAILED);
        }
        if (pid < 0) {
            int error = lastError();
            spawn.failedStep = Spawn.STEP_RUN;
            return error;
        }
        return pid;
    }

    private void complain(Spawn spawn) {
        String what = spawn.failure(Bytes.string(Bytes.strings(spawn.candidates)[0]));
        byte[] text = Bytes.latin1("unable to " + what + ": " + Errno.text(-setup.failure) + "\n");
        byte[] line = java.util.Arrays.copyOf(spawn.complaint, spawn.complaint.length + text.length);
        System.arraycopy(text, 0, line, spawn.complaint.length, text.length);
        LibC.write(2, Address.ofData(line), line.length);
    }

    int exec(Spawn spawn) {
        prepare(spawn);
        Address arguments = Address.ofData(argumentPointers);
        Address environment = Address.ofData(environmentPointers);
        become(spawn, arguments, environment);
        return setup.failure;
    }

    /** execve(2) with the signal mask as it is: a signal that arrives meanwhile waits for the next program. */
    int restart(Address path, Address arguments, EnvironmentBlock environment) {
        byte[] block = environment.block();
        environmentPointers = withRoom(environmentPointers, environment.count());
        point(environmentPointers, block, environment.count());
        LibC.execve(path, arguments, Address.ofData(environmentPointers));
        return lastError();
    }

    /** By the child: completes the entry that {@link #prepare} began. */
    private void tellPid(Spawn spawn) {
        if (spawn.pidVariable != null) {
            int end = Bytes.putDecimal(pidEntry, spawn.pidVariable.length + 1, LibC.getpid());
            pidEntry[end] = 0;
        }
    }

    /** Turns this process into the program, or says in {@link #setup} why not. */
    private void become(Spawn spawn, Address arguments, Address environment) {
        if (setup.apply(spawn)) {
            execute(spawn, arguments, environment);
        }
    }

    /** djb's pathexec: a missing candidate is passed over, a forbidden one is remembered, any other error ends it. */
    private void execute(Spawn spawn, Address arguments, Address environment) {
        byte[] candidates = spawn.candidates;
        int kept = -Errno.ENOENT;
        int at = 0;
        while (candidates[at] != 0) {
            LibC.execve(Address.ofData(candidates).add(at), arguments, environment);
            int error = lastError();
            if (error != -Errno.ENOENT) {
                kept = error;
                if (error != -Errno.EACCES && error != -Errno.EPERM && error != -Errno.EISDIR) {
                    break;
                }
            }
            while (candidates[at] != 0) {
                at++;
            }
            at++;
        }
        setup.failure = kept;
        spawn.failedStep = Spawn.STEP_RUN;
    }

    /** Makes room first, since that allocates, and only then takes addresses. */
    private void prepare(Spawn spawn) {
        byte[] environment = spawn.environment.block();
        int variables = spawn.environment.count();
        argumentPointers = withRoom(argumentPointers, spawn.argumentCount);
        environmentPointers = withRoom(environmentPointers, variables + 1);
        beginPidEntry(spawn.pidVariable);
        point(argumentPointers, spawn.arguments, spawn.argumentCount);
        point(environmentPointers, environment, variables);
        if (spawn.pidVariable != null) {
            environmentPointers[variables] = Address.ofData(pidEntry).toLong();
            environmentPointers[variables + 1] = 0;
        }
    }

    private void beginPidEntry(byte[] name) {
        if (name != null && pidEntry.length < name.length + 20) {
            pidEntry = new byte[name.length + 20];
            System.arraycopy(name, 0, pidEntry, 0, name.length);
            pidEntry[name.length] = '=';
        }
    }

    private static long[] withRoom(long[] pointers, int count) {
        return count < pointers.length ? pointers : new long[count * 2];
    }

    private static void point(long[] pointers, byte[] block, int count) {
        long base = Address.ofData(block).toLong();
        int at = 0;
        for (int i = 0; i < count; i++) {
            pointers[i] = base + at;
            while (block[at] != 0) {
                at++;
            }
            at++;
        }
        pointers[count] = 0;
    }

    private static int lastError() {
        Address errno = LibC.errnoLocation();
        return -errno.getInt();
    }
}
