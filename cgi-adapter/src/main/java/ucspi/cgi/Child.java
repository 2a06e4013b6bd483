package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** A CGI program that runs, our ends of its pipes, and how it ended. */
final class Child {
    private final Kernel kernel;
    private final Watch.Owner owner;
    private final int pid;
    private final byte[] mark;
    private int stdin;
    private int stdout;
    private final Watch stdinWatch;
    private int stderr;
    private final Watch stdoutWatch;
    private final Watch stderrWatch;
    private Slots.Ticket ticket;
    private boolean ended;
    private int status;

    /**
     * @param owner who is told that the program reads, has written, or has ended
     * @param pid its process id, that of its group too
     * @param mark the value of UNIQUE_ID in its environment
     * @param stdin our end of its standard input, -1 if it has none of ours
     * @param stdout our end of its standard output, -1 if that is the client itself
     * @param stderr our end of its standard error, -1 if that is our own
     */
    Child(Kernel kernel, EventLoop loop, Watch.Owner owner, int pid, byte[] mark, int stdin, int stdout, int stderr) {
        this.stdinWatch = new Watch(loop, owner);
        this.stdoutWatch = new Watch(loop, owner);
        this.stderrWatch = new Watch(loop, owner);
        this.kernel = kernel;
        this.owner = owner;
        this.pid = pid;
        this.mark = mark;
        this.stdin = stdin;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    int pid() {
        return pid;
    }

    /** What its descendants are known by: UNIQUE_ID in its environment and so, usually, in theirs. */
    byte[] mark() {
        return mark;
    }

    /** Whom it works for. */
    Watch.Owner owner() {
        return owner;
    }

    /** Our end of its standard input; -1 if it is closed or was never ours. */
    int stdin() {
        return stdin;
    }

    /** Our end of its standard output; -1 if it is closed or was never ours. */
    int stdout() {
        return stdout;
    }

    /** Our end of its standard error; -1 if it is closed or was never ours. */
    int stderr() {
        return stderr;
    }

    boolean isStderr(Watch watch) {
        return watch == stderrWatch;
    }

    boolean isStdin(Watch watch) {
        return watch == stdinWatch;
    }

    /** Says whether room in its standard input and output of its own are waited for. */
    void watch(boolean room, boolean output) {
        if (room && stdin >= 0) {
            stdinWatch.want(stdin, Linux.EPOLLOUT);
        } else {
            stdinWatch.stop();
        }
        if (output && stdout >= 0) {
            stdoutWatch.want(stdout, Linux.EPOLLIN);
        } else {
            stdoutWatch.stop();
        }
    }

    /** Says whether what it prints on a standard error of its own is waited for. */
    void watchStderr(boolean errors) {
        if (errors && stderr >= 0) {
            stderrWatch.want(stderr, Linux.EPOLLIN);
        } else {
            stderrWatch.stop();
        }
    }

    void closeStderr() {
        if (stderr >= 0) {
            stderrWatch.stop();
            kernel.close(stderr);
            stderr = -1;
        }
    }

    void closeStdin() {
        if (stdin >= 0) {
            stdinWatch.stop();
            kernel.close(stdin);
            stdin = -1;
        }
    }

    void closeStdout() {
        if (stdout >= 0) {
            stdoutWatch.stop();
            kernel.close(stdout);
            stdout = -1;
        }
    }

    /** Its right to run, to be given back when it has ended. */
    void holds(Slots.Ticket given) {
        ticket = given;
    }

    /** It was reaped, with this raw wait status. */
    void ended(int waitStatus) {
        ticket.release();
        ended = true;
        status = waitStatus;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether it ended in a way that says something went wrong. */
    boolean hasFailed() {
        return ended && status != 0;
    }

    /** How it ended, as a shell would tell it. */
    int exitStatus() {
        int signal = status & 127;
        return signal != 0 ? 128 + signal : status >> 8 & 255;
    }

    /** How it ended, for the log. */
    String end() {
        int signal = status & 127;
        return signal != 0 ? "was killed by signal " + signal : "exited " + (status >> 8 & 255);
    }
}
