package ucspi.nativekernel;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;
import ucspi.tcpserver.Tcpserver;
import ucspi.tcpserver.TcpserverOptions;

/** Starts the program that the executable's name stands for. */
public final class NativeMain {
    private NativeMain() {}

    public static void main(String[] unused) {
        NativeKernel kernel = new NativeKernel();
        Sys sys = new Sys(kernel);
        byte[][] args = kernel.arguments();
        TcpserverOptions o = new TcpserverOptions();
        o.localName = "0";
        o.verbosity = Bytes.string(args[1]).equals("-v") ? 2 : 1;
        o.printPort = true;
        o.host = Bytes.string(args[2]);
        o.port = Bytes.string(args[3]);
        List<String> p = new ArrayList<>();
        for (int i = 4; i < args.length; i++) p.add(Bytes.string(args[i]));
        o.program = p;
        try {
            kernel.exit(new Tcpserver().run(o, sys));
        } catch (RuntimeException e) {
            byte[] m = Bytes.latin1(e.getMessage() + "\n");
            kernel.write(2, m, 0, m.length);
            kernel.exit(111);
        }
    }
}
