package ucspi.kernel;

/**
 * A program to run, as data: what, with which arguments and environment, on which descriptors, within which limits, as
 * whom.
 *
 * <p>Made once and used for each connection; starting a child from it allocates nothing. Blocks are NUL-terminated
 * strings one after another.
 */
public final class Spawn {
    /** {@link #flags}: the child leads a process group of its own, setpgid(2). */
    public static final int OWN_GROUP = 1;

    /** {@link #flags}: the child leads a session of its own, setsid(2). */
    public static final int OWN_SESSION = 2;

    /** {@link #failedStep}: there is no process, or it could not become the program. */
    public static final int STEP_RUN = 0;

    /** {@link #failedStep}: setsid(2) or setpgid(2). */
    public static final int STEP_SESSION = 1;

    /** {@link #failedStep}: the placing of descriptors. */
    public static final int STEP_DESCRIPTORS = 2;

    /** {@link #failedStep}: {@link #niceness}. */
    public static final int STEP_NICENESS = 3;

    /** {@link #failedStep}: {@link #identity}. */
    public static final int STEP_IDENTITY = 4;

    /** {@link #failedStep}: {@link #directory}. */
    public static final int STEP_DIRECTORY = 5;

    /** {@link #failedStep}: the first of the numbers that stand for {@link #limits}. */
    public static final int STEP_LIMIT = 16;

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

    /** The child's working directory as a path, or null for ours; entered as whoever the child has become. */
    public byte[] directory;

    /** The limits that the child is given, while it is still who we are; null for ours. */
    public ResourceLimits limits;

    /** Added to our niceness, while the child is still who we are; the sum is kept from -20 to 19. */
    public int niceness;

    /**
     * Whom the child becomes, for good; null for who we are. With one, nobody waits until the program runs, since the
     * user could draw that out: {@link Kernel#spawn} fails only if there is no process, and all else is said by the
     * child on its descriptor 2, in a line that begins with {@link #complaint}, with the exit code 111.
     */
    public Identity identity;

    /** What a line of the child's own begins with, the name of our program for one. */
    public byte[] complaint = {};

    /** The child's umask, or -1 for ours. */
    public int umask = -1;

    /** A sum of {@link #OWN_GROUP} and {@link #OWN_SESSION}. */
    public int flags;

    /**
     * The name of a variable that tells the child its own process id, or null. On a JVM it is not set: posix_spawn(3)
     * gives nobody the occasion.
     */
    public byte[] pidVariable;

    /**
     * Set by {@link Kernel#spawn} and {@link Kernel#exec} when they fail: what could not be done, one of the constants
     * {@code STEP_}..., or {@link #STEP_LIMIT} plus the number of the resource.
     */
    public int failedStep;

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

    /**
     * What could not be done, as a verb phrase for a message.
     *
     * @param name the program's name
     */
    public String failure(String name) {
        return failure() + " " + name;
    }

    /** The same without the name, which has to follow. */
    public String failure() {
        return switch (failedStep) {
            case STEP_RUN -> "run";
            case STEP_SESSION -> "start a session for";
            case STEP_DESCRIPTORS -> "place descriptors for";
            case STEP_NICENESS -> "set niceness for";
            case STEP_IDENTITY -> "become the user for";
            case STEP_DIRECTORY -> "change directory for";
            default -> "limit " + ResourceLimits.name(failedStep - STEP_LIMIT) + " for";
        };
    }
}
