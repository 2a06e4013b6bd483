package ucspi.tools;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.Numbers;
import ucspi.cli.UsageError;
import ucspi.kernel.IpAddress;

/**
 * The command line of tcpclient: the options of ucspi-tcp 0.88, and -4 and -6.
 *
 * <p>The synopsis is djb's, byte for byte: scripts and tests compare it.
 */
@Command(
        name = "tcpclient",
        description = "Connects to a TCP server and runs a program with the connection as its descriptors 6 (to read)"
                + " and 7 (to write) and the addresses in its environment.",
        customSynopsis = {
            "tcpclient [ -hHrRdDqQv ] [ -i localip ] [ -p localport ]",
            "          [ -T timeoutconn ] [ -l localname ] [ -t timeoutinfo ] host port program"
        })
public final class TcpclientOptions {
    /** The most seconds of any time limit. */
    private static final int MOST_SECONDS = 1_000_000;

    /** How much is said on standard error: 0 nothing at all, 1 errors, 2 where it connected to, too. */
    public int verbosity = 1;

    /** Whether TCP_NODELAY is set. */
    public boolean noDelay;

    /** Whether TCPREMOTEHOST is looked up. */
    public boolean lookUpHost = true;

    /** Whether TCPREMOTEINFO is looked up. */
    public boolean lookUpInfo;

    /** Seconds that the lookup of TCPREMOTEINFO may take. */
    public int infoSeconds = 26;

    /** Seconds that each address is tried for at first. */
    public int firstSeconds = 2;

    /** Seconds that each address that did not answer is tried for once more. */
    public int secondSeconds = 58;

    /** The address to connect from, or null for whichever the kernel chooses. */
    public byte[] localAddress;

    /** The port to connect from, 0 for whichever the kernel chooses. */
    public int localPort;

    /** The value of TCPLOCALHOST, or null to look it up. */
    public String localName;

    /** 4 or 6 for that kind of address only, 0 for IPv4 if there is any. */
    public int family;

    /** The host to connect to, as given. */
    public String host = "";

    /** The port to connect to, as given. */
    public String port = "";

    /** The program and its arguments. */
    public List<String> program = List.of();

    @Option(names = "-q", description = "Quiet: print no messages at all, not even errors.")
    void quiet(boolean given) {
        verbosity = given ? 0 : verbosity;
    }

    @Option(names = "-Q", description = "Print errors only (the default).")
    void errorsOnly(boolean given) {
        verbosity = given ? 1 : verbosity;
    }

    @Option(names = "-v", description = "Verbose: print errors and the address connected to.")
    void verbose(boolean given) {
        verbosity = given ? 2 : verbosity;
    }

    @Option(names = "-4", description = "Connect to IPv4 addresses only.")
    void ipv4(boolean given) {
        family = given ? 4 : family;
    }

    @Option(names = "-6", description = "Connect to IPv6 addresses only.")
    void ipv6(boolean given) {
        family = given ? 6 : family;
    }

    @Option(names = "-d", description = "Let the kernel collect small pieces of output (the default).")
    void delay(boolean given) {
        noDelay &= !given;
    }

    @Option(names = "-D", description = "Send small pieces of output at once: TCP_NODELAY.")
    void noDelay(boolean given) {
        noDelay |= given;
    }

    @Option(names = "-h", description = "Look up TCPREMOTEHOST (the default).")
    void lookUpHost(boolean given) {
        lookUpHost |= given;
    }

    @Option(names = "-H", description = "Do not look up TCPREMOTEHOST.")
    void noHost(boolean given) {
        lookUpHost &= !given;
    }

    @Option(names = "-r", description = "Look up TCPREMOTEINFO: ask the server whose the connection is.")
    void lookUpInfo(boolean given) {
        lookUpInfo |= given;
    }

    @Option(names = "-R", description = "Do not look up TCPREMOTEINFO (the default).")
    void noInfo(boolean given) {
        lookUpInfo &= !given;
    }

    @Option(names = "-i", paramLabel = "localip", description = "Connect from this address.")
    void localAddress(String text) {
        localAddress = IpAddress.parse(text);
        if (localAddress == null) {
            throw new UsageError("option -i takes an IP address, not '" + text + "'");
        }
    }

    @Option(names = "-p", paramLabel = "localport", description = "Connect from this port.")
    void localPort(String text) {
        localPort = (int) Numbers.decimal("-p", text, 0, 65535);
    }

    @Option(
            names = "-T",
            paramLabel = "x+y",
            description =
                    "Try each address for x seconds, then those that did not answer for y seconds; an only address"
                            + " for x and y together. Default: 2+58.")
    void timeout(String text) {
        int plus = text.indexOf('+');
        firstSeconds = seconds("-T", plus < 0 ? text : text.substring(0, plus));
        secondSeconds = plus < 0 ? secondSeconds : seconds("-T", text.substring(plus + 1));
    }

    @Option(
            names = "-l",
            paramLabel = "localname",
            description = "The value of TCPLOCALHOST, which is looked up otherwise.")
    void localName(String text) {
        localName = text;
    }

    @Option(
            names = "-t",
            paramLabel = "timeout",
            description = "Seconds that the lookup of TCPREMOTEINFO may take. Default: 26.")
    void infoTimeout(String text) {
        infoSeconds = seconds("-t", text);
    }

    @Parameters(index = "0", paramLabel = "host", description = "A name or an address; 0 for 127.0.0.1.")
    void host(String text) {
        host = text;
    }

    @Parameters(index = "1", paramLabel = "port", description = "A number or a name in /etc/services.")
    void port(String text) {
        port = text;
    }

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }

    private static int seconds(String option, String text) {
        return (int) Numbers.decimal(option, text, 0, MOST_SECONDS);
    }
}
