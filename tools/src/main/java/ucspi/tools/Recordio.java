package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Sys;

/** recordio: runs a program between two pipes and lets a process of its own record what goes through them. */
public final class Recordio implements Command<RecordioOptions> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Recordio(), arguments);
    }

    @Override
    public String name() {
        return "recordio";
    }

    @Override
    public RecordioOptions options() {
        return new RecordioOptions();
    }

    @Override
    public int run(RecordioOptions options, Sys sys) {
        String pid = Integer.toString(sys.kernel().getpid());
        return Interposed.run(sys, options.program, "recordio-io", pid);
    }
}
