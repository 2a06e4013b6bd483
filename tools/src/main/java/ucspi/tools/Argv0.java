package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.InPlace;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.SearchPath;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;

/** argv0: runs a program under another name than its own, in this process. */
public final class Argv0 implements Command<Argv0Options> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Argv0(), arguments);
    }

    @Override
    public String name() {
        return "argv0";
    }

    @Override
    public Argv0Options options() {
        return new Argv0Options();
    }

    @Override
    public int run(Argv0Options options, Sys sys) {
        Spawn program = InPlace.command(sys, options.arguments, new Environment(sys.kernel()));
        program.candidates = SearchPath.candidates(Bytes.latin1(options.realName), sys.environment("PATH"));
        return InPlace.run(sys, program, options.realName);
    }
}
