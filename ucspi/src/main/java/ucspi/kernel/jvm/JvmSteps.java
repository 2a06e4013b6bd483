package ucspi.kernel.jvm;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Identity;
import ucspi.kernel.ResourceLimits;
import ucspi.kernel.SearchPath;
import ucspi.kernel.Spawn;

/**
 * The programs that a child goes through before it becomes its own, for what posix_spawn(3) cannot do: prlimit(1) for
 * limits, then setpriv(1) for another identity, both of util-linux. Each becomes the next one in the same process, and
 * ends with a message of its own if it cannot do its part.
 *
 * @param candidates as {@link Spawn#candidates}
 * @param arguments as {@link Spawn#arguments}
 * @param argumentCount as {@link Spawn#argumentCount}
 * @param step what has failed if the first of the programs cannot be run
 */
record JvmSteps(byte[] candidates, byte[] arguments, int argumentCount, int step) {
    private static final int X_OK = 1;

    /**
     * How to start a program.
     *
     * @param path where the programs are looked for
     * @return null if the program is not there, or may not be run; {@link #missing} tells which
     */
    static JvmSteps of(LibC libc, Spawn spawn, byte[] path) {
        boolean limited = spawn.limits != null && spawn.limits.count() > 0;
        if (!limited && spawn.identity == null) {
            return new JvmSteps(spawn.candidates, spawn.arguments, spawn.argumentCount, Spawn.STEP_RUN);
        }
        byte[] program = executable(libc, spawn);
        if (program == null) {
            return null;
        }
        List<byte[]> words = new ArrayList<>();
        if (limited) {
            addLimits(words, spawn.limits);
        }
        if (spawn.identity != null) {
            addIdentity(words, spawn.identity);
        }
        words.add(program);
        addArguments(words, spawn);
        byte[][] argv = words.toArray(new byte[0][]);
        int step = limited ? Spawn.STEP_LIMIT + spawn.limits.number(0) : Spawn.STEP_IDENTITY;
        return new JvmSteps(SearchPath.candidates(argv[0], path), Bytes.block(argv), argv.length, step);
    }

    /** The error of a program that is not to be run: of its first candidate that is there, else that there is none. */
    static int missing(LibC libc, Spawn spawn) {
        for (byte[] candidate : Bytes.strings(spawn.candidates)) {
            if (libc.access(inDirectory(spawn, candidate), 0) == 0) {
                return Errno.EACCES;
            }
        }
        return Errno.ENOENT;
    }

    private static byte[] executable(LibC libc, Spawn spawn) {
        for (byte[] candidate : Bytes.strings(spawn.candidates)) {
            if (libc.access(inDirectory(spawn, candidate), X_OK) == 0) {
                return candidate;
            }
        }
        return null;
    }

    /** A candidate is relative to the directory that the child will be in. */
    private static byte[] inDirectory(Spawn spawn, byte[] candidate) {
        if (spawn.directory == null || candidate[0] == '/') {
            return Bytes.path(candidate);
        }
        byte[] path = java.util.Arrays.copyOf(spawn.directory, spawn.directory.length + 1 + candidate.length);
        path[spawn.directory.length - 1] = '/';
        System.arraycopy(candidate, 0, path, spawn.directory.length, candidate.length);
        return path;
    }

    private static void addLimits(List<byte[]> words, ResourceLimits limits) {
        words.add(Bytes.ascii("prlimit"));
        for (int i = 0; i < limits.count(); i++) {
            words.add(Bytes.ascii("--" + limits.text(i)));
        }
        words.add(Bytes.ascii("--"));
    }

    private static void addIdentity(List<byte[]> words, Identity identity) {
        words.add(Bytes.ascii("setpriv"));
        words.add(Bytes.ascii("--reuid=" + identity.uid()));
        words.add(Bytes.ascii("--regid=" + identity.gid()));
        StringBuilder groups = new StringBuilder();
        for (int group : identity.groups()) {
            groups.append(groups.length() == 0 ? "--groups=" : ",").append(group);
        }
        words.add(Bytes.ascii(groups.length() == 0 ? "--clear-groups" : groups.toString()));
        words.add(Bytes.ascii("--"));
    }

    private static void addArguments(List<byte[]> words, Spawn spawn) {
        int at = Bytes.indexOf(spawn.arguments, 0) + 1;
        for (int i = 1; i < spawn.argumentCount; i++) {
            int end = Bytes.indexOf(spawn.arguments, 0, at);
            words.add(java.util.Arrays.copyOfRange(spawn.arguments, at, end));
            at = end + 1;
        }
    }
}
