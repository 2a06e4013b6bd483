package ucspi.cli.jvm;

import ucspi.cli.Command;
import ucspi.cli.Program;
import ucspi.kernel.jvm.JvmKernel;

/** The main of every program on a JVM: picocli reads the command line, jnr reaches the kernel. */
public final class JvmMain {
    private JvmMain() {}

    /**
     * Runs a command and exits; never returns.
     *
     * @param arguments only their number is used: the JVM decodes them by the locale, the kernel knows their bytes
     */
    public static <O> void run(Command<O> command, String[] arguments) {
        JvmKernel kernel = new JvmKernel(command.name(), arguments.length);
        Program.main(command, new PicocliParser<>(command::options), kernel);
    }
}
