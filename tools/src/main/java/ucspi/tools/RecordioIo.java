package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Sys;

/** The copying process of {@link Recordio}: standard input to descriptor 7, descriptor 6 to standard output. */
public final class RecordioIo implements Command<RecordioIoOptions> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new RecordioIo(), arguments);
    }

    @Override
    public String name() {
        return "recordio-io";
    }

    @Override
    public RecordioIoOptions options() {
        return new RecordioIoOptions();
    }

    @Override
    public int run(RecordioIoOptions options, Sys sys) {
        Translation in = new Recorded(sys.kernel(), options.pid + " < ");
        Translation out = new Recorded(sys.kernel(), options.pid + " > ");
        new Relay(sys.kernel(), in, out).run();
        return 0;
    }
}
