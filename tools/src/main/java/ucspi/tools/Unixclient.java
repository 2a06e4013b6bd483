package ucspi.tools;

import ucspi.cli.Command;
import ucspi.cli.InPlace;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/** unixclient: connects to a Unix socket and runs a program with the connection as its descriptors 6 and 7. */
public final class Unixclient implements Command<UnixclientOptions> {
    private static final int HEADER = 2;

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Unixclient(), arguments);
    }

    @Override
    public String name() {
        return "unixclient";
    }

    @Override
    public UnixclientOptions options() {
        return new UnixclientOptions();
    }

    @Override
    public int run(UnixclientOptions options, Sys sys) {
        Kernel kernel = sys.kernel();
        kernel.close(6);
        kernel.close(7);
        byte[] address = address(options.path);
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC;
        int fd = Sys.check(kernel.socket(Linux.AF_UNIX, type, 0), "create socket");
        Sys.check(kernel.connect(fd, address, address.length), "connect to " + options.path);
        Spawn program = InPlace.command(sys, options.program, environment(kernel, fd, options.path));
        program.extra = new int[] {fd, 6, fd, 7};
        return InPlace.run(sys, program, options.program.get(0));
    }

    /** struct sockaddr_un, unix(7). */
    private static byte[] address(String path) {
        byte[] name = Bytes.path(path);
        if (name.length - 1 > Linux.UNIX_PATH_MAX) {
            throw new SysException("unable to connect: path is longer than " + Linux.UNIX_PATH_MAX + " bytes");
        }
        boolean isAbstract = name[0] == '@';
        byte[] address = new byte[HEADER + name.length - (isAbstract ? 1 : 0)];
        address[0] = Linux.AF_UNIX;
        System.arraycopy(name, 0, address, HEADER, address.length - HEADER);
        address[HEADER] = isAbstract ? 0 : address[HEADER];
        return address;
    }

    /** The same names as unixserver's, from the other end; the peer is who listens there: SO_PEERCRED, unix(7). */
    private static Environment environment(Kernel kernel, int fd, String path) {
        Environment environment = new Environment(kernel);
        environment.remove("UNIXLOCAL");
        environment.remove("UNIXREMOTE");
        environment.set("PROTO", "UNIX");
        environment.set("UNIXLOCALUID", unsigned(kernel.geteuid()));
        environment.set("UNIXLOCALGID", unsigned(kernel.getegid()));
        environment.set("UNIXLOCALPID", unsigned(kernel.getpid()));
        environment.set("UNIXREMOTEPATH", path);
        int[] peer = new int[3];
        if (kernel.getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_PEERCRED, peer) == 12) {
            environment.set("UNIXREMOTEPID", unsigned(peer[0]));
            environment.set("UNIXREMOTEEUID", unsigned(peer[1]));
            environment.set("UNIXREMOTEEGID", unsigned(peer[2]));
        }
        return environment;
    }

    private static String unsigned(int number) {
        return Long.toString(number & 0xffff_ffffL);
    }
}
