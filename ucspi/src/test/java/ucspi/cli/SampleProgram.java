package ucspi.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/** A program that ends in whichever way its operand says. */
public final class SampleProgram implements ucspi.cli.Command<SampleProgram.Options> {
    /** Its options. */
    @Command(name = "sample", description = "Ends as it is told.", customSynopsis = "sample [ -q ] how")
    public static final class Options {
        boolean quiet;
        String how = "";

        @Option(names = "-q", description = "Quiet.")
        void quiet(boolean given) {
            quiet |= given;
        }

        @Parameters(index = "0..*", arity = "1..*", paramLabel = "how", description = "How to end.")
        void how(List<String> words) {
            how = words.get(0);
        }
    }

    public static void main(String[] arguments) {
        JvmMain.run(new SampleProgram(), arguments);
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public boolean quiet(Options options) {
        return options.quiet;
    }

    @Override
    public int run(Options options, Sys sys) {
        return switch (options.how) {
            case "usage" -> throw new UsageError("that\nmakes no sense");
            case "system" -> throw new SysException("bind 127.0.0.1:80", Errno.EACCES);
            case "bug" -> throw new IllegalStateException("two and two");
            default -> {
                byte[] bytes = Bytes.latin1(options.how);
                sys.writeFully(1, bytes, 0, bytes.length);
                yield 7;
            }
        };
    }
}
