package ucspi.tools;

import ucspi.cli.BadInput;
import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.rules.BadRule;
import ucspi.rules.CdbWriter;
import ucspi.rules.RulesText;

/**
 * tcprules: makes a file for tcpserver -x of a text of access rules. The new file is whole and on the disk before it
 * gets its name, so that no reader ever sees half of it.
 */
public final class Tcprules implements Command<TcprulesOptions> {
    private static final int FLAGS =
            Linux.O_WRONLY | Linux.O_CREAT | Linux.O_TRUNC | Linux.O_NONBLOCK | Linux.O_CLOEXEC;

    private static final int STDIN = 0;

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Tcprules(), arguments);
    }

    @Override
    public String name() {
        return "tcprules";
    }

    @Override
    public TcprulesOptions options() {
        return new TcprulesOptions();
    }

    @Override
    public int run(TcprulesOptions options, Sys sys) {
        Kernel kernel = sys.kernel();
        byte[] temporary = Bytes.path(options.temporary);
        int fd = Sys.check(kernel.open(temporary, FLAGS, 0644), "create " + options.temporary);
        CdbWriter writer = new CdbWriter(kernel, fd, options.temporary);
        try {
            read(kernel, new RulesText(writer::add));
        } catch (BadRule e) {
            throw new BadInput("unable to parse this line: " + e.getMessage());
        }
        writer.finish();
        Sys.check(kernel.fsync(fd), "write to " + options.temporary);
        Sys.check(kernel.close(fd), "write to " + options.temporary);
        int answer = kernel.rename(temporary, Bytes.path(options.rules));
        Sys.check(answer, "move " + options.temporary + " to " + options.rules);
        return 0;
    }

    private static void read(Kernel kernel, RulesText text) {
        byte[] buffer = new byte[4096];
        int n = kernel.read(STDIN, buffer, 0, buffer.length);
        while (n != 0) {
            if (n != -Errno.EINTR) {
                text.feed(buffer, 0, Sys.check(n, "read input"));
            }
            n = kernel.read(STDIN, buffer, 0, buffer.length);
        }
        text.end();
    }
}
