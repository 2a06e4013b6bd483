package ucspi.unixserver;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.server.Handover;
import ucspi.server.LogLine;
import ucspi.server.Transport;

/** Unix-socket connections: the listening socket, and who is at the other end of the connection accepted last. */
final class UnixTransport implements Transport {
    private static final byte[] PROTO = Bytes.ascii("PROTO");
    private static final byte[] UNIX = Bytes.ascii("UNIX");
    private static final byte[] LOCALPATH = Bytes.ascii("UNIXLOCALPATH");
    private static final byte[] LOCALUID = Bytes.ascii("UNIXLOCALUID");
    private static final byte[] LOCALGID = Bytes.ascii("UNIXLOCALGID");
    private static final byte[] REMOTEPID = Bytes.ascii("UNIXREMOTEPID");
    private static final byte[] REMOTEEUID = Bytes.ascii("UNIXREMOTEEUID");
    private static final byte[] REMOTEEGID = Bytes.ascii("UNIXREMOTEEGID");
    private static final int CREDENTIALS_LENGTH = 12;

    private final Kernel kernel;
    private final SocketFile file;
    private final int listener;
    private final byte[] path;
    private final boolean deleteSocket;
    private final byte[] peerAddress = new byte[128];
    private final int[] addressLength = new int[1];
    private final int[] credentials = new int[3];
    private boolean credentialsKnown;

    /**
     * Binds and listens as the options say, unless there is a socket already.
     *
     * @param handover what the program before us left, or null
     */
    UnixTransport(Sys sys, UnixserverOptions options, long socketUid, long socketGid, Handover handover) {
        kernel = sys.kernel();
        path = Bytes.latin1(options.path);
        deleteSocket = options.deleteSocket;
        file = new SocketFile(sys, UnixAddress.of(options.path));
        if (handover == null) {
            int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
            listener = Sys.check(kernel.socket(Linux.AF_UNIX, type, 0), "create socket");
            file.bind(listener, options.socketUmask);
            file.protect(socketUid, socketGid, options.socketMode);
            Sys.check(kernel.listen(listener, options.server.backlog), "listen");
        } else {
            listener = handover.listeners()[0];
            kernel.fcntl(listener, Linux.F_SETFD, Linux.FD_CLOEXEC);
            file.adopt(handover.notes()[0], handover.notes()[1]);
        }
    }

    @Override
    public int[] listeners() {
        return new int[] {listener};
    }

    @Override
    public int accept(int from) {
        addressLength[0] = peerAddress.length;
        int connection = kernel.accept4(from, peerAddress, addressLength, Linux.SOCK_CLOEXEC);
        if (connection >= 0) {
            int length = kernel.getsockopt(connection, Linux.SOL_SOCKET, Linux.SO_PEERCRED, credentials);
            credentialsKnown = length == CREDENTIALS_LENGTH;
        }
        return connection;
    }

    /** SO_PEERCRED of unix(7): who called connect(2), as the kernel vouches for it. */
    @Override
    public void addVariables(EnvironmentBlock environment) {
        environment.add(PROTO, UNIX);
        environment.add(LOCALPATH, path);
        addNumber(environment, LOCALUID, kernel.geteuid());
        addNumber(environment, LOCALGID, kernel.getegid());
        if (credentialsKnown) {
            addNumber(environment, REMOTEPID, credentials[0]);
            addNumber(environment, REMOTEEUID, credentials[1]);
            addNumber(environment, REMOTEEGID, credentials[2]);
        }
    }

    private static void addNumber(EnvironmentBlock environment, byte[] name, int value) {
        environment.begin(name);
        environment.addDecimal(value & 0xffffffffL);
        environment.end();
    }

    @Override
    public void logFrom(LogLine line) {
        // ucspi-unix says the process id alone.
    }

    @Override
    public void logVerdict(LogLine line, byte[] name, String verdict, int pid) {
        // ucspi-unix has no such line.
    }

    @Override
    public long[] notes() {
        return file.identity();
    }

    @Override
    public void close() {
        kernel.close(listener);
        if (deleteSocket) {
            file.removeOwn();
        }
    }
}
