package ucspi.unixserver;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.DeployOptions;
import ucspi.cli.EnvironmentOptions;
import ucspi.cli.Getopt;
import ucspi.cli.LimitOptions;
import ucspi.cli.ListenOptions;
import ucspi.cli.Numbers;
import ucspi.cli.ProxyOptions;
import ucspi.cli.ServerOptions;
import ucspi.cli.SpawnOptions;

/** The command line of unixserver: the options of ucspi-unix 1.0. */
@Command(
        name = "unixserver",
        description = "Accepts connections at a Unix socket and runs a program for each, with the connection as its"
                + " standard input and output and the peer's ids in its environment.",
        customSynopsis = {
            "unixserver [ -qQvdDUO ] [ -c limit ] [ -b backlog ] [ -B banner ]",
            "                  [ -u uid ] [ -g gid ] [ -o uid ] [ -r gid ]",
            "                  [ -p mode ] [ -m umask ] path program"
        })
public final class UnixserverOptions {
    /** The options that unixserver shares with tcpserver. */
    @Mixin
    public final ServerOptions server = new ServerOptions(10, 128);

    /** Where to listen instead of {@link #path}. */
    @Mixin
    public final ListenOptions listen = new ListenOptions(false, true);

    /** Which proxies are believed. */
    @Mixin
    public final ProxyOptions proxy = new ProxyOptions(true);

    /** How programs are started. */
    @Mixin
    public final SpawnOptions spawn = new SpawnOptions();

    /** Which variables programs get. */
    @Mixin
    public final EnvironmentOptions environment = new EnvironmentOptions();
    /** What one client may take from the others. */
    @Mixin
    public final LimitOptions limits = new LimitOptions(false);

    /** What holds programs back. */
    @Mixin
    public final DeployOptions deploy = new DeployOptions();

    /** Whether the socket is removed when the server ends. */
    public boolean deleteSocket = true;

    /** The user id that shall own the socket, -1 for whoever runs the server. */
    public long socketUid = -1;

    /** The group id that shall own the socket, -1 for that of whoever runs the server. */
    public long socketGid = -1;

    /** Whether $SOCKET_UID, if set, takes the place of {@link #socketUid}. */
    public boolean socketUidFromEnvironment;

    /** Whether $SOCKET_GID, if set, takes the place of {@link #socketGid}. */
    public boolean socketGidFromEnvironment;

    /** The permissions that the socket is given, -1 for those that the umask leaves. */
    public int socketMode = -1;

    /** The umask while the socket is made. */
    public int socketUmask;

    /** The path to listen at, as given. */
    public String path;

    /** The program and its arguments. */
    public List<String> program = List.of();

    @Option(names = "-d", description = "Leave the socket in its place when the server ends.")
    void keepSocket(boolean given) {
        deleteSocket &= !given;
    }

    @Option(names = "-D", description = "Delete the socket when the server ends (the default).")
    void deleteSocket(boolean given) {
        deleteSocket |= given;
    }

    @Option(names = "-o", paramLabel = "uid", description = "Give the socket to this user id, a number.")
    void socketUid(String text) {
        socketUid = Numbers.decimal("-o", text, 0, Numbers.MAX_ID);
        socketUidFromEnvironment = false;
    }

    @Option(names = "-r", paramLabel = "gid", description = "Give the socket to this group id, a number.")
    void socketGid(String text) {
        socketGid = Numbers.decimal("-r", text, 0, Numbers.MAX_ID);
        socketGidFromEnvironment = false;
    }

    @Option(names = "-O", description = "The same as -o $SOCKET_UID -r $SOCKET_GID.")
    void socketIdsFromEnvironment(boolean given) {
        socketUidFromEnvironment |= given;
        socketGidFromEnvironment |= given;
    }

    @Option(names = "-p", paramLabel = "mode", description = "Give the socket these permissions, an octal number.")
    void socketMode(String text) {
        socketMode = (int) Numbers.octal("-p", text, 0, 0777);
    }

    @Option(
            names = "-m",
            paramLabel = "umask",
            description = "Make the socket under this umask, an octal number. Default: 0, so everybody can connect.")
    void socketUmask(String text) {
        socketUmask = (int) Numbers.octal("-m", text, 0, 0777);
    }

    @Parameters(
            index = "0",
            paramLabel = "path",
            description = "Where the socket shall be; a name that begins with @ is an abstract one, outside of the file"
                    + " system.")
    void path(String text) {
        path = text;
    }

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }

    /**
     * Sorts the operands, which have no path if --listen is given.
     *
     * @throws ucspi.cli.UsageError if there is no program
     */
    void check() {
        if (!listen.addresses.isEmpty()) {
            List<String> words = new ArrayList<>();
            words.add(path);
            words.addAll(program);
            program = words;
        }
        if (program.isEmpty()) {
            throw Getopt.operandMissing();
        }
    }
}
