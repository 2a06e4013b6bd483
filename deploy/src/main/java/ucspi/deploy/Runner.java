package ucspi.deploy;

import java.util.List;
import ucspi.cli.Message;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;

/**
 * Runs programs one after another, each to its end, with a chosen environment, an empty standard input and a session of
 * its own. A signal that asks this process to end ends the program first.
 */
final class Runner {
    /**
     * How a program ended.
     *
     * @param status its exit code, or 128 and the signal that ended it
     * @param output what it printed to standard output, if that was taken
     */
    record Result(int status, String output) {
        boolean isGood() {
            return status == 0;
        }
    }

    /** {@link #run}: its standard output is our standard error, where it is seen. */
    static final int SHOWN = 0;

    /** {@link #run}: its standard output is taken. */
    static final int TAKEN = 1;

    /** {@link #run}: both its standard output and error are taken. */
    static final int BOTH_TAKEN = 2;

    private static final int MOST_OUTPUT = 16 << 20;
    private static final int GRACE_MILLIS = 2000;
    private static final int FAILED = 127;
    private static final int EXIT_SHIFT = 8;
    private static final int SIGNAL_MASK = 0x7f;

    private final Sys sys;
    private final Kernel kernel;
    private final int signals;
    private final int nothing;
    private final boolean obeys;
    private final byte[] buffer = new byte[65536];
    private final int[] arrived = new int[16];
    private final int[] status = new int[1];
    private final int[] polled = new int[4];
    private int mutex = -1;
    private boolean mustEnd;

    /**
     * @param obeys whether SIGTERM, SIGINT and SIGHUP end what runs; else they are for nobody
     */
    Runner(Sys sys, boolean obeys) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.obeys = obeys;
        int[] wanted = {Linux.SIGCHLD, Linux.SIGTERM, Linux.SIGINT, Linux.SIGHUP};
        this.signals = Sys.check(kernel.openSignals(wanted), "open signals");
        this.nothing =
                Sys.check(kernel.open(Bytes.path("/dev/null"), Linux.O_RDWR | Linux.O_CLOEXEC, 0), "open /dev/null");
    }

    Sys sys() {
        return sys;
    }

    /** From now on programs of Git keep this lock open, so that it lasts as long as any of them. */
    void shareLock(int fd) {
        mutex = fd;
    }

    /** Says something to whoever looks on: a line on standard error. */
    void say(String text) {
        Message.write(kernel, "deploy", text);
    }

    /** A program by name or path, to be searched for in PATH. */
    Spawn program(List<String> words, Environment environment) {
        return new Spawn(environment.block()).command(bytes(words), sys.environment("PATH"));
    }

    /** A program of this kit. */
    Spawn companion(List<String> words, Environment environment) {
        return new Spawn(environment.block()).companion(kernel, bytes(words));
    }

    private static byte[][] bytes(List<String> words) {
        byte[][] argv = new byte[words.size()][];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = Bytes.latin1(words.get(i));
        }
        return argv;
    }

    /**
     * Runs a program to its end.
     *
     * @param seconds how long it may take; 0 is for ever
     * @param locked whether it keeps the lock of {@link #shareLock}
     * @throws Failure if it takes too long, or this process is asked to end
     */
    Result run(Spawn spawn, int output, int seconds, boolean locked) {
        int[] ends = {-1, -1};
        if (output != SHOWN) {
            Sys.check(kernel.pipe2(ends, Linux.O_CLOEXEC), "make a pipe");
            kernel.fcntl(ends[0], Linux.F_SETFL, Linux.O_NONBLOCK);
        }
        spawn.stdin = nothing;
        spawn.stdout = output == SHOWN ? 2 : ends[1];
        spawn.stderr = output == BOTH_TAKEN ? ends[1] : -1;
        spawn.flags = Spawn.OWN_SESSION;
        spawn.extra = locked && mutex >= 0 ? new int[] {mutex, Mutex.SHARED} : new int[0];
        int pid = kernel.spawn(spawn);
        if (ends[1] >= 0) {
            kernel.close(ends[1]);
        }
        if (pid < 0) {
            closeEnd(ends[0]);
            return new Result(FAILED, "unable to run it: " + Errno.text(-pid) + "\n");
        }
        StringBuilder text = new StringBuilder();
        int how = await(pid, ends[0], seconds, text);
        closeEnd(ends[0]);
        if (mustEnd) {
            throw new Failure("ended by a signal");
        }
        if (how < 0) {
            throw new Failure("it takes more than " + seconds + " seconds");
        }
        int killed = how & SIGNAL_MASK;
        return new Result(killed != 0 ? 128 + killed : how >> EXIT_SHIFT, text.toString());
    }

    private void closeEnd(int fd) {
        if (fd >= 0) {
            kernel.close(fd);
        }
    }

    /** Its wait status; -1 if it had to be killed because it took too long. */
    private int await(int pid, int pipe, int seconds, StringBuilder text) {
        long end = seconds == 0 ? Long.MAX_VALUE : now() + seconds * 1000L;
        long kill = Long.MAX_VALUE;
        boolean late = false;
        boolean open = pipe >= 0;
        while (true) {
            open = open && drain(pipe, text);
            int ended = kernel.waitpid(pid, status, Linux.WNOHANG);
            if (ended == pid) {
                // what it left running may hold the pipe: only what is there counts
                if (open) {
                    drain(pipe, text);
                }
                return late ? -1 : status[0];
            }
            if (kill == Long.MAX_VALUE && (mustEnd || now() >= end)) {
                late = !mustEnd;
                kernel.kill(-pid, Linux.SIGTERM);
                kill = now() + GRACE_MILLIS;
            } else if (now() >= kill) {
                kernel.kill(-pid, Linux.SIGKILL);
                kill = now() + GRACE_MILLIS;
            }
            pause(open ? pipe : -1, Math.min(end, kill));
        }
    }

    /** Waits for a signal, for output, or until then. */
    private void pause(int pipe, long until) {
        polled[0] = signals;
        polled[1] = Linux.EPOLLIN;
        polled[2] = pipe;
        polled[3] = Linux.EPOLLIN;
        long millis = until == Long.MAX_VALUE ? -1 : Math.max(0, Math.min(until - now(), Integer.MAX_VALUE));
        kernel.poll(polled, (int) millis);
        int count = kernel.readSignals(signals, arrived);
        for (int i = 0; i < count; i++) {
            mustEnd |= obeys && arrived[i] != Linux.SIGCHLD;
        }
    }

    /** Waits for a moment, or for a signal; returns whether this process is asked to end. */
    boolean rest(int millis) {
        pause(-1, now() + millis);
        return mustEnd;
    }

    /** Takes what there is; returns whether more can come. */
    private boolean drain(int pipe, StringBuilder text) {
        int n = sys.read(pipe, buffer, 0, buffer.length);
        while (n > 0) {
            if (text.length() < MOST_OUTPUT) {
                text.append(Bytes.string(buffer, 0, n));
            }
            n = sys.read(pipe, buffer, 0, buffer.length);
        }
        return n == Sys.WOULD_BLOCK;
    }

    /** Milliseconds of a monotonic clock. */
    long now() {
        return kernel.monotonicNanos() / 1_000_000L;
    }
}
