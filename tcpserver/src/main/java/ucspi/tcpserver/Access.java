package ucspi.tcpserver;

import ucspi.cli.Command;
import ucspi.cli.InPlace;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.names.Resolver;
import ucspi.names.TcpNames;
import ucspi.server.LogLine;

/**
 * tcpserver-access: what tcpserver starts in the program's place when something has to be looked up first. It looks up,
 * says who the connection is from, and becomes the program: a slow name server holds up this connection alone.
 */
public final class Access implements Command<AccessOptions> {
    private static final String LOG_NAME = "tcpserver: ";

    private final LogLine line = new LogLine();

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Access(), arguments);
    }

    @Override
    public String name() {
        return "tcpserver-access";
    }

    @Override
    public AccessOptions options() {
        return new AccessOptions();
    }

    @Override
    public boolean quiet(AccessOptions options) {
        return options.verbosity == 0;
    }

    @Override
    public int run(AccessOptions options, Sys sys) {
        Kernel kernel = sys.kernel();
        Environment environment = new Environment(kernel);
        if (options.verbosity >= 2) {
            line.add(LOG_NAME).add("pid ").add(kernel.getpid());
            line.add(" from ").add(value(environment, "TCPREMOTEIP")).end();
            flush(kernel);
        }
        TcpNames names = new TcpNames(sys, new Resolver(sys), environment);
        names.setLocalHost(environment.get("TCPLOCALHOST"));
        names.setRemoteHost(options.lookUpHost, options.paranoid);
        lookUpInfo(kernel, names, options.infoSeconds);
        if (options.verbosity >= 2) {
            logAccepted(kernel, environment);
        }
        Spawn program = InPlace.command(sys, options.program, environment);
        int errno = -kernel.exec(program);
        if (options.verbosity >= 1) {
            line.clear().add(LOG_NAME).add("warning: dropping connection, unable to run ");
            line.add(options.program.get(0)).add(": ").add(Errno.text(errno)).end();
            flush(kernel);
        }
        return 111;
    }

    private static void lookUpInfo(Kernel kernel, TcpNames names, int seconds) {
        byte[] local = new byte[IpAddress.SOCKADDR_SIZE];
        byte[] remote = new byte[IpAddress.SOCKADDR_SIZE];
        boolean known = seconds >= 0
                && kernel.getsockname(0, local, new int[] {local.length}) >= 0
                && kernel.getpeername(0, remote, new int[] {remote.length}) >= 0;
        names.setRemoteInfo(known ? seconds : -1, local, remote);
    }

    /** The line of {@link TcpTransport#logAccepted}, with the names. */
    private void logAccepted(Kernel kernel, Environment environment) {
        line.clear().add(LOG_NAME).add("ok ").add(kernel.getpid()).add(' ');
        addForeign(environment, "TCPLOCALHOST");
        line.add(':').add(value(environment, "TCPLOCALIP"));
        line.add(':').add(value(environment, "TCPLOCALPORT")).add(' ');
        addForeign(environment, "TCPREMOTEHOST");
        line.add(':').add(value(environment, "TCPREMOTEIP")).add(':');
        addForeign(environment, "TCPREMOTEINFO");
        line.add(':').add(value(environment, "TCPREMOTEPORT")).end();
        flush(kernel);
    }

    private void addForeign(Environment environment, String name) {
        line.addForeign(Bytes.latin1(value(environment, name)));
    }

    private static String value(Environment environment, String name) {
        String value = environment.get(name);
        return value == null ? "" : value;
    }

    private void flush(Kernel kernel) {
        kernel.write(2, line.bytes(), 0, line.length());
    }
}
