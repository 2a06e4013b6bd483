package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Sys;

/** The copying process of {@link Fixcrio}: standard input to descriptor 7, descriptor 6 to standard output. */
public final class FixcrioIo implements Command<FixcrioIoOptions> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new FixcrioIo(), arguments);
    }

    @Override
    public String name() {
        return "fixcrio-io";
    }

    @Override
    public FixcrioIoOptions options() {
        return new FixcrioIoOptions();
    }

    @Override
    public int run(FixcrioIoOptions options, Sys sys) {
        new Relay(sys.kernel(), new AddCr(true), new AddCr(true)).run();
        return 0;
    }
}
