package ucspi.nativekernel;

import ucspi.cgi.CgiAdapter;
import ucspi.cgi.CgiAdapterOptionsTable;
import ucspi.cli.Command;
import ucspi.cli.Getopt;
import ucspi.cli.OptionTable;
import ucspi.cli.Program;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.tcpserver.Tcpserver;
import ucspi.tcpserver.TcpserverOptionsTable;
import ucspi.tools.Tcprules;
import ucspi.tools.TcprulesOptionsTable;
import ucspi.tools.Tcprulescheck;
import ucspi.tools.TcprulescheckOptionsTable;
import ucspi.unixserver.Unixserver;
import ucspi.unixserver.UnixserverOptionsTable;

/**
 * The main of the executable that is all programs: the name it was started under says which. Under its own name it
 * takes the program's as its first argument, as busybox does.
 */
public final class NativeMain {
    private static final String OWN_NAME = "ucspi";

    private NativeMain() {}

    /** Runs the program; the arguments that TeaVM passes are not looked at. */
    public static void main(String[] unused) {
        NativeKernel kernel = new NativeKernel();
        String name = baseName(kernel.programName());
        if (name.equals(OWN_NAME)) {
            name = kernel.shiftArguments();
        }
        switch (name) {
            case "tcpserver" -> run(new Tcpserver(), new TcpserverOptionsTable(), kernel);
            case "unixserver" -> run(new Unixserver(), new UnixserverOptionsTable(), kernel);
            case "cgi-adapter" -> run(new CgiAdapter(), new CgiAdapterOptionsTable(), kernel);
            case "tcprules" -> run(new Tcprules(), new TcprulesOptionsTable(), kernel);
            case "tcprulescheck" -> run(new Tcprulescheck(), new TcprulescheckOptionsTable(), kernel);
            default -> refuse(kernel, name);
        }
    }

    private static <O> void run(Command<O> command, OptionTable<O> table, Kernel kernel) {
        Program.main(command, new Getopt<>(table), kernel);
    }

    private static void refuse(Kernel kernel, String name) {
        byte[] message = Bytes.latin1("ucspi: no program of this name: " + name + "\n");
        kernel.write(2, message, 0, message.length);
        kernel.exit(Program.USAGE);
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
