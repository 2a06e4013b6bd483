package ucspi.kernel;

/**
 * A program to run, as data: what, with which arguments and environment, on which descriptors.
 *
 * <p>Made once and used for each connection; starting a child from it allocates nothing. Blocks are NUL-terminated
 * strings one after another.
 */
public final class Spawn {
    /** {@link #flags}: the child leads a process group of its own, setpgid(2). */
    public static final int OWN_GROUP = 1;

    /** {@link #flags}: the child leads a session of its own, setsid(2). */
    public static final int OWN_SESSION = 2;

    /** Paths to try in this order, as execvp(3) would; an empty one ends the block. */
    public byte[] candidates;

    /** The argument vector; a string in it may be empty. */
    public byte[] arguments;

    /** How many strings {@link #arguments} has. */
    public int argumentCount;

    /** The environment. */
    public final EnvironmentBlock environment;

    /** The descriptor that becomes the child's standard input; -1 leaves it as it is. */
    public int stdin = -1;

    /** The descriptor that becomes the child's standard output; -1 leaves it as it is. */
    public int stdout = -1;

    /** The descriptor that becomes the child's standard error; -1 leaves it as it is. */
    public int stderr = -1;

    /**
     * Descriptors above 2: pairs of one of ours and its number in the child. They are placed in this order; none may be
     * one of the numbers that were placed before it.
     */
    public int[] extra = {};

    /** The child's working directory as a path, or null for ours. */
    public byte[] directory;

    /** A sum of {@link #OWN_GROUP} and {@link #OWN_SESSION}. */
    public int flags;

    /**
     * The name of a variable that tells the child its own process id, or null. On a JVM it is not set: posix_spawn(3)
     * gives nobody the occasion.
     */
    public byte[] pidVariable;

    public Spawn(EnvironmentBlock environment) {
        this.environment = environment;
    }

    /**
     * Sets what to run.
     *
     * @param argv the argument vector; its first element names the program
     * @param path the search path for a name without a slash, or null for the default of {@link SearchPath}
     */
    public Spawn command(byte[][] argv, byte[] path) {
        candidates = SearchPath.candidates(argv[0], path);
        arguments = Bytes.block(argv);
        argumentCount = argv.length;
        return this;
    }

    /**
     * Sets one of the kit's own programs as what to run.
     *
     * @param argv the argument vector; its first element is the program's name
     */
    public Spawn companion(Kernel kernel, byte[][] argv) {
        candidates = Bytes.block(kernel.companion(Bytes.string(argv[0])));
        arguments = Bytes.block(argv);
        argumentCount = argv.length;
        return this;
    }
}
