package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Sys;

/** delcr: a filter that takes one CR away before an LF, and leaves every other CR alone. */
public final class Delcr implements Command<DelcrOptions> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Delcr(), arguments);
    }

    @Override
    public String name() {
        return "delcr";
    }

    @Override
    public DelcrOptions options() {
        return new DelcrOptions();
    }

    @Override
    public int run(DelcrOptions options, Sys sys) {
        return Filter.run(sys, new DelCr());
    }
}
