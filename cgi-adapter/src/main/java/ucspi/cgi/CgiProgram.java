package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/** The program that answers requests: what it is, and how it is started for one of them. */
final class CgiProgram {
    /** {@link #start}: the program's standard input is a pipe of ours. */
    static final int PIPE = -1;

    /** {@link #start}: the program's standard input is empty. */
    static final int NOTHING = -2;

    private final StartSupplies supplies;
    private final Kernel kernel;
    private final Spawn spawn;
    private final String name;
    private final ProgramPaths paths;
    private final ProgramEnvironment environment;
    private final boolean nph;
    private final boolean keepsErrors;
    private final int user;
    private final int[] ends = new int[2];

    /**
     * @param spawn the program, its arguments, its directory and the fixed part of its environment
     * @param name what it is called in messages
     * @param nph whether it writes the response to the client itself
     * @param keepsErrors whether its standard error is a pipe of ours, and not our own
     * @param user the user whose directory it is in, -1 for nobody's
     */
    CgiProgram(
            StartSupplies supplies,
            Spawn spawn,
            String name,
            ProgramPaths paths,
            ProgramEnvironment environment,
            boolean nph,
            boolean keepsErrors,
            int user) {
        this.supplies = supplies;
        this.kernel = supplies.kernel();
        this.spawn = spawn;
        this.name = name;
        this.paths = paths;
        this.environment = environment;
        this.nph = nph;
        this.keepsErrors = keepsErrors;
        this.user = user;
    }

    /** What it is called in messages. */
    String name() {
        return name;
    }

    /** The user whose directory it is in; -1 for nobody's. */
    int user() {
        return user;
    }

    /** Whether it writes the response to the client itself. */
    boolean isNph() {
        return nph;
    }

    /** The environment that it was started with last. */
    EnvironmentBlock environment() {
        return spawn.environment;
    }

    /** Whether it is the program for this request. */
    boolean serves(Request request) {
        return paths.scriptLength(request.path()) >= 0;
    }

    /**
     * Starts it in a process group of its own.
     *
     * @param contentLength the length of the body, -1 if there is none or it is not known
     * @param stdin {@link #PIPE}, {@link #NOTHING}, or a descriptor that becomes its standard input
     * @param client the descriptor of the client, which an NPH program gets for its standard output
     * @param entry one more entry of its environment; null for none
     * @param owner who is told what the program's pipes are ready for
     * @throws SysException if it cannot be started
     */
    Child start(
            Request request,
            Gateway gateway,
            long contentLength,
            int stdin,
            int client,
            byte[] entry,
            Watch.Owner owner) {
        byte[] uniqueId = uniqueId(request);
        environment.fill(request, gateway, paths.scriptLength(request.path()), contentLength, uniqueId);
        if (entry != null) {
            spawn.environment.set(entry, 0, Bytes.indexOf(entry, '='), entry.length);
        }
        int ourStdin = -1;
        int ourStdout = -1;
        int ourStderr = -1;
        spawn.stdin = stdin;
        spawn.stdout = client;
        if (!nph) {
            pipe();
            ourStdout = ends[0];
            spawn.stdout = ends[1];
        }
        if (stdin == PIPE) {
            pipe();
            spawn.stdin = ends[0];
            ourStdin = ends[1];
        } else if (stdin == NOTHING) {
            spawn.stdin = supplies.nothing();
        }
        if (keepsErrors) {
            pipe();
            ourStderr = ends[0];
            spawn.stderr = ends[1];
        }
        int pid = kernel.spawn(spawn);
        closeTheirs(stdin);
        Child child = new Child(kernel, supplies.loop(), owner, pid, uniqueId, ourStdin, ourStdout, ourStderr);
        if (pid < 0) {
            child.closeStdin();
            child.closeStdout();
            child.closeStderr();
            throw new SysException(spawn.failure(name), -pid);
        }
        setNonBlocking(ourStdin);
        setNonBlocking(ourStdout);
        setNonBlocking(ourStderr);
        return child;
    }

    /** A front end may have given the request an identifier already. */
    private byte[] uniqueId(Request request) {
        byte[] given = request.variables() == null ? null : request.variables().value("UNIQUE_ID");
        return given == null || given.length == 0 ? supplies.uniqueId() : given;
    }

    private void closeTheirs(int stdin) {
        if (stdin == PIPE) {
            kernel.close(spawn.stdin);
        }
        if (!nph) {
            kernel.close(spawn.stdout);
        }
        if (keepsErrors) {
            kernel.close(spawn.stderr);
        }
    }

    private void pipe() {
        Sys.check(kernel.pipe2(ends, Linux.O_CLOEXEC), "make a pipe");
    }

    // pipe2(2) would set the flag at both ends, and programs do not expect it at theirs
    private void setNonBlocking(int fd) {
        if (fd >= 0) {
            kernel.fcntl(fd, Linux.F_SETFL, Linux.O_NONBLOCK);
        }
    }
}
