package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Sys;

/** mconnect-io: a terminal's side of a connection to a mail server, whose lines end in CR LF. */
public final class MconnectIo implements Command<MconnectIoOptions> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new MconnectIo(), arguments);
    }

    @Override
    public String name() {
        return "mconnect-io";
    }

    @Override
    public MconnectIoOptions options() {
        return new MconnectIoOptions();
    }

    @Override
    public int run(MconnectIoOptions options, Sys sys) {
        new Relay(sys.kernel(), new AddCr(false), new Plain()).keepOpen().run();
        return 0;
    }
}
