package ucspi.cli;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/** Runs a program in this one's place, as a program does that only prepares something for another. */
public final class InPlace {
    private InPlace() {}

    /** What to run, searched for in PATH as this process was given it; descriptors can still be set. */
    public static Spawn command(Sys sys, List<String> words, Environment environment) {
        byte[][] argv = new byte[words.size()][];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = Bytes.latin1(words.get(i));
        }
        return new Spawn(environment.block()).command(argv, sys.environment("PATH"));
    }

    /**
     * Becomes it.
     *
     * @param name the program's name as given, for the message
     * @return never
     * @throws SysException that it cannot be run
     */
    public static int run(Sys sys, Spawn program, String name) {
        int answer = sys.kernel().exec(program);
        throw new SysException("run " + name, -answer);
    }
}
