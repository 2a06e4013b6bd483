package ucspi.nativekernel;

import ucspi.cgi.CgiAdapter;
import ucspi.cgi.CgiAdapterOptionsTable;
import ucspi.cli.Command;
import ucspi.cli.Getopt;
import ucspi.cli.OptionTable;
import ucspi.cli.Program;
import ucspi.deploy.Deploy;
import ucspi.deploy.DeployOptionsTable;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.tcpserver.AccessOptionsTable;
import ucspi.tcpserver.Tcpserver;
import ucspi.tcpserver.TcpserverAccess;
import ucspi.tcpserver.TcpserverOptionsTable;
import ucspi.tools.Addcr;
import ucspi.tools.AddcrOptionsTable;
import ucspi.tools.Argv0;
import ucspi.tools.Argv0OptionsTable;
import ucspi.tools.Delcr;
import ucspi.tools.DelcrOptionsTable;
import ucspi.tools.Fixcrio;
import ucspi.tools.FixcrioIo;
import ucspi.tools.FixcrioIoOptionsTable;
import ucspi.tools.FixcrioOptionsTable;
import ucspi.tools.MconnectIo;
import ucspi.tools.MconnectIoOptionsTable;
import ucspi.tools.Rblsmtpd;
import ucspi.tools.RblsmtpdOptionsTable;
import ucspi.tools.Recordio;
import ucspi.tools.RecordioIo;
import ucspi.tools.RecordioIoOptionsTable;
import ucspi.tools.RecordioOptionsTable;
import ucspi.tools.Tcpclient;
import ucspi.tools.TcpclientOptionsTable;
import ucspi.tools.Tcprules;
import ucspi.tools.TcprulesOptionsTable;
import ucspi.tools.Tcprulescheck;
import ucspi.tools.TcprulescheckOptionsTable;
import ucspi.tools.Unixclient;
import ucspi.tools.UnixclientOptionsTable;
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
            case "tcpserver-access" -> run(new TcpserverAccess(), new AccessOptionsTable(), kernel);
            case "tcpclient" -> run(new Tcpclient(), new TcpclientOptionsTable(), kernel);
            case "mconnect-io" -> run(new MconnectIo(), new MconnectIoOptionsTable(), kernel);
            case "recordio" -> run(new Recordio(), new RecordioOptionsTable(), kernel);
            case "recordio-io" -> run(new RecordioIo(), new RecordioIoOptionsTable(), kernel);
            case "argv0" -> run(new Argv0(), new Argv0OptionsTable(), kernel);
            case "addcr" -> run(new Addcr(), new AddcrOptionsTable(), kernel);
            case "delcr" -> run(new Delcr(), new DelcrOptionsTable(), kernel);
            case "fixcrio" -> run(new Fixcrio(), new FixcrioOptionsTable(), kernel);
            case "fixcrio-io" -> run(new FixcrioIo(), new FixcrioIoOptionsTable(), kernel);
            case "rblsmtpd" -> run(new Rblsmtpd(), new RblsmtpdOptionsTable(), kernel);
            case "unixclient" -> run(new Unixclient(), new UnixclientOptionsTable(), kernel);
            case "tcprules" -> run(new Tcprules(), new TcprulesOptionsTable(), kernel);
            case "tcprulescheck" -> run(new Tcprulescheck(), new TcprulescheckOptionsTable(), kernel);
            case "deploy" -> run(new Deploy(), new DeployOptionsTable(), kernel);
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
