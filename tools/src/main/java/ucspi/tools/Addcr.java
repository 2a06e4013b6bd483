package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Sys;

/** addcr: a filter that puts a CR before every LF, also where there is one already. */
public final class Addcr implements Command<AddcrOptions> {
    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Addcr(), arguments);
    }

    @Override
    public String name() {
        return "addcr";
    }

    @Override
    public AddcrOptions options() {
        return new AddcrOptions();
    }

    @Override
    public int run(AddcrOptions options, Sys sys) {
        return Filter.run(sys, new AddCr(false));
    }
}
