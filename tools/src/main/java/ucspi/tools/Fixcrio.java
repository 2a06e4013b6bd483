package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Sys;

/** fixcrio: runs a program between two pipes and lets a process of its own correct the line ends in both directions. */
public final class Fixcrio implements Command<FixcrioOptions> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Fixcrio(), arguments);
    }

    @Override
    public String name() {
        return "fixcrio";
    }

    @Override
    public FixcrioOptions options() {
        return new FixcrioOptions();
    }

    @Override
    public int run(FixcrioOptions options, Sys sys) {
        return Interposed.run(sys, options.program, "fixcrio-io");
    }
}
