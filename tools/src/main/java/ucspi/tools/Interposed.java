package ucspi.tools;

import java.util.ArrayList;
import java.util.List;
import ucspi.cli.InPlace;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;

/**
 * Runs a program in this process, and beside it another process that copies between our standard input and output and
 * the program's: the program keeps the process id, and whoever waits for it learns how it ended.
 */
final class Interposed {
    /** Above the numbers that the copying process finds its pipes under. */
    private static final int FREE = 10;

    private Interposed() {}

    /**
     * Runs both.
     *
     * @param words the program and its arguments
     * @param copier the name and arguments of the kit's program that copies between 0 and 7, and between 6 and 1
     */
    static int run(Sys sys, List<String> words, String... copier) {
        Kernel kernel = sys.kernel();
        int[] in = pipe(kernel);
        int[] out = pipe(kernel);
        List<byte[]> arguments = new ArrayList<>();
        for (String word : copier) {
            arguments.add(Bytes.latin1(word));
        }
        Environment environment = new Environment(kernel);
        Spawn beside = new Spawn(environment.block()).companion(kernel, arguments.toArray(new byte[0][]));
        beside.extra = new int[] {out[0], 6, in[1], 7};
        Sys.check(kernel.spawn(beside), "fork");
        kernel.close(in[1]);
        kernel.close(out[0]);
        Spawn program = InPlace.command(sys, words, environment);
        program.stdin = in[0];
        program.stdout = out[1];
        return InPlace.run(sys, program, words.get(0));
    }

    private static int[] pipe(Kernel kernel) {
        int[] ends = new int[2];
        Sys.check(kernel.pipe2(ends, Linux.O_CLOEXEC), "create pipe");
        for (int i = 0; i < 2; i++) {
            int moved = Sys.check(kernel.fcntl(ends[i], Linux.F_DUPFD_CLOEXEC, FREE), "create pipe");
            kernel.close(ends[i]);
            ends[i] = moved;
        }
        return ends;
    }
}
