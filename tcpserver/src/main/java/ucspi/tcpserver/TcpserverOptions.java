package ucspi.tcpserver;

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
import ucspi.cli.UsageError;
import ucspi.listen.ListenAddress;
import ucspi.listen.TcpAddress;

/**
 * The command line of tcpserver: the options of ucspi-tcp 0.88, and -4 and -6.
 *
 * <p>The synopsis is djb's, byte for byte: scripts and tests compare it. What we added is in the help text only.
 */
@Command(
        name = "tcpserver",
        description = "Accepts TCP connections and runs a program for each, with the connection as its standard input"
                + " and output and the peer's address in its environment.",
        customSynopsis = {
            "tcpserver [ -1UXpPhHrRoOdDqQv ] [ -c limit ] [ -x rules.cdb ]",
            "                 [ -B banner ] [ -g gid ] [ -u uid ] [ -b backlog ]",
            "                 [ -l localname ] [ -t timeout ] host port program"
        })
public final class TcpserverOptions {
    /** The options that tcpserver shares with unixserver. */
    @Mixin
    public final ServerOptions server = new ServerOptions(40, 20);

    /** Where to listen instead of {@link #host} and {@link #port}. */
    @Mixin
    public final ListenOptions listen = new ListenOptions(true, false);

    /** Which proxies are believed. */
    @Mixin
    public final ProxyOptions proxy = new ProxyOptions(false);

    /** How programs are started. */
    @Mixin
    public final SpawnOptions spawn = new SpawnOptions();

    /** Which variables programs get. */
    @Mixin
    public final EnvironmentOptions environment = new EnvironmentOptions();
    /** What one client may take from the others. */
    @Mixin
    public final LimitOptions limits = new LimitOptions(true);

    /** What holds programs back. */
    @Mixin
    public final DeployOptions deploy = new DeployOptions();

    /** Whether the port's number is printed on standard output once the socket listens. */
    public boolean printPort;

    /** Whether TCP_NODELAY is set on connections. */
    public boolean noDelay;

    /** Whether IP options of connections are removed. */
    public boolean killIpOptions = true;

    /** 4 or 6 for that kind of address only, 0 for whichever the host is. */
    public int family;

    /** The value of TCPLOCALHOST, or null to look it up for each connection. */
    public String localName;

    /** Whether TCPREMOTEHOST is looked up. */
    public boolean lookUpHost = true;

    /** Whether a name counts only if the client's address is among the name's. */
    public boolean paranoid;

    /** Whether TCPREMOTEINFO is looked up. */
    public boolean lookUpInfo;

    /** The file of access rules, or null for none. */
    public String rules;

    /** Whether it is no error that the file of access rules does not exist. */
    public boolean rulesMayBeAbsent;

    /** Seconds that a lookup of TCPREMOTEINFO may take. */
    public int timeout = 26;

    /** The host to listen at, as given. */
    public String host;

    /** The port to listen at, as given. */
    public String port;

    /** The program and its arguments. */
    public List<String> program = List.of();

    /** Whether anything about a connection has to be looked up. */
    boolean looksUp() {
        return lookUpHost || lookUpInfo || localName == null;
    }

    @Option(names = "-1", description = "Print the number of the port on standard output once connections are taken.")
    void printPort(boolean given) {
        printPort |= given;
    }

    @Option(names = "-4", description = "Listen at an IPv4 address.")
    void ipv4(boolean given) {
        family = given ? 4 : family;
    }

    @Option(
            names = "-6",
            description = "Listen at an IPv6 address; host 0 is then every IPv6 address and every IPv4 address.")
    void ipv6(boolean given) {
        family = given ? 6 : family;
    }

    @Option(names = "-o", description = "Leave IP options of connections alone.")
    void keepIpOptions(boolean given) {
        killIpOptions &= !given;
    }

    @Option(names = "-O", description = "Remove IP options of connections (the default).")
    void killIpOptions(boolean given) {
        killIpOptions |= given;
    }

    @Option(names = "-d", description = "Let the kernel collect small pieces of output (the default).")
    void delay(boolean given) {
        noDelay &= !given;
    }

    @Option(names = "-D", description = "Send small pieces of output at once: TCP_NODELAY.")
    void noDelay(boolean given) {
        noDelay |= given;
    }

    @Option(names = "-h", description = "Look up TCPREMOTEHOST, the client's name (the default).")
    void lookUpHost(boolean given) {
        lookUpHost |= given;
    }

    @Option(names = "-H", description = "Do not look up TCPREMOTEHOST.")
    void noHost(boolean given) {
        lookUpHost &= !given;
    }

    @Option(
            names = "-p",
            description = "Paranoid: believe a client's name only if the client's address is among the name's.")
    void paranoid(boolean given) {
        paranoid |= given;
    }

    @Option(names = "-P", description = "Believe any name (the default).")
    void notParanoid(boolean given) {
        paranoid &= !given;
    }

    @Option(
            names = "-l",
            paramLabel = "localname",
            description = "The value of TCPLOCALHOST, which is looked up for each connection otherwise.")
    void localName(String text) {
        localName = text;
    }

    @Option(names = "-r", description = "Look up TCPREMOTEINFO: ask the client's machine whose the connection is.")
    void lookUpInfo(boolean given) {
        lookUpInfo |= given;
    }

    @Option(names = "-R", description = "Do not look up TCPREMOTEINFO (the default).")
    void noInfo(boolean given) {
        lookUpInfo &= !given;
    }

    @Option(
            names = "-t",
            paramLabel = "timeout",
            description = "Seconds that the lookup of TCPREMOTEINFO may take. Default: 26.")
    void timeout(String text) {
        timeout = (int) Numbers.decimal("-t", text, 0, 1_000_000);
    }

    @Option(
            names = "-x",
            paramLabel = "rules.cdb",
            description =
                    "Let in whom these access rules let in, which tcprules made; they are read for each connection.")
    void rules(String text) {
        rules = text;
    }

    @Option(names = "-X", description = "Let in everybody if the file of access rules does not exist.")
    void rulesMayBeAbsent(boolean given) {
        rulesMayBeAbsent |= given;
    }

    @Parameters(index = "0", paramLabel = "host", description = "An address, or 0 for every IPv4 address.")
    void host(String text) {
        host = text;
    }

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "port",
            description = "A number or a name in /etc/services; 0 for any port.")
    void port(String text) {
        port = text;
    }

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }

    /**
     * Sorts the operands, which have no host and port if --listen is given.
     *
     * @throws UsageError if they do not make sense together
     */
    void check() {
        if (listen.addresses.isEmpty()) {
            checkFamily(host);
        } else {
            List<String> words = new ArrayList<>();
            words.add(host);
            if (port != null) {
                words.add(port);
            }
            words.addAll(program);
            program = words;
            for (ListenAddress address : listen.addresses) {
                if (address.kind() == ListenAddress.Kind.TCP) {
                    checkFamily(address.name());
                }
            }
        }
        if (program.isEmpty()) {
            throw Getopt.operandMissing();
        }
    }

    private void checkFamily(String name) {
        if (TcpAddress.contradicts(name, family)) {
            throw new UsageError("option -" + family + ": " + name + " is not an IPv" + family + " address");
        }
    }
}
