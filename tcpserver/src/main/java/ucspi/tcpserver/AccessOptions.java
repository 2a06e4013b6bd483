package ucspi.tcpserver;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.DeployOptions;
import ucspi.cli.EnvironmentOptions;
import ucspi.cli.Numbers;
import ucspi.cli.ServerOptions;
import ucspi.cli.SpawnOptions;
import ucspi.server.LogFormat;

/** The command line of tcpserver-access, which tcpserver makes of its own: see {@link #arguments}. */
@Command(
        name = "tcpserver-access",
        description = "Looks up names for a connection that tcpserver accepted, and becomes the program that serves it."
                + " Run by tcpserver, not by hand.",
        customSynopsis = "tcpserver-access [ -qvhp ] [ -r seconds ] [ -Xx rules.cdb ] [ --log format ] program")
public final class AccessOptions {
    /** How the program is started. */
    @Mixin
    public final SpawnOptions spawn = new SpawnOptions();

    /** Which variables the program gets. */
    @Mixin
    public final EnvironmentOptions environment = new EnvironmentOptions();

    /** What holds programs back. */
    @Mixin
    public final DeployOptions deploy = new DeployOptions();

    /** How much is said: as with tcpserver. */
    public int verbosity = 1;

    /** How it is said. */
    public LogFormat logFormat = LogFormat.CLASSIC;

    /** Whether TCPREMOTEHOST is looked up. */
    public boolean lookUpHost;

    /** Whether a name counts only if the client's address is among the name's. */
    public boolean paranoid;

    /** Seconds that the lookup of TCPREMOTEINFO may take, -1 for none. */
    public int infoSeconds = -1;

    /** The file of access rules, or null for none. */
    public String rules;

    /** Whether it is no error that the file of access rules does not exist. */
    public boolean rulesMayBeAbsent;

    /** The program and its arguments. */
    public List<String> program = List.of();

    /** The words, from the program's name to the last option, that make one process look up what the listener shall. */
    static List<String> arguments(TcpserverOptions options) {
        List<String> words = new java.util.ArrayList<>();
        words.add("tcpserver-access");
        add(words, options.server.verbosity == 0, "-q");
        add(words, options.server.verbosity == 2, "-v");
        add(words, options.lookUpHost, "-h");
        add(words, options.paranoid, "-p");
        add(words, options.lookUpInfo, "-r");
        add(words, options.lookUpInfo, Integer.toString(options.timeout));
        add(words, options.rulesMayBeAbsent, "-X");
        add(words, options.rules != null, "-x");
        add(words, options.rules != null, options.rules);
        options.spawn.addTo(words);
        options.environment.addTo(words);
        options.deploy.addTo(words);
        add(words, options.server.logFormat != LogFormat.CLASSIC, "--log=" + options.server.logFormat.word());
        words.add("--");
        return words;
    }

    private static void add(List<String> words, boolean wanted, String word) {
        if (wanted) {
            words.add(word);
        }
    }

    @Option(names = "-q", description = "Print no messages at all.")
    void quiet(boolean given) {
        verbosity = given ? 0 : verbosity;
    }

    @Option(names = "-v", description = "Print what becomes of the connection.")
    void verbose(boolean given) {
        verbosity = given ? 2 : verbosity;
    }

    @Option(names = "--log", paramLabel = "format", description = "The form of messages: classic, logfmt or json.")
    void logFormat(String word) {
        logFormat = ServerOptions.logFormat("--log", word);
    }

    @Option(names = "-h", description = "Look up TCPREMOTEHOST.")
    void lookUpHost(boolean given) {
        lookUpHost |= given;
    }

    @Option(names = "-p", description = "Believe a name only if it leads back to the address.")
    void paranoid(boolean given) {
        paranoid |= given;
    }

    @Option(names = "-r", paramLabel = "seconds", description = "Look up TCPREMOTEINFO, for so many seconds.")
    void infoSeconds(String text) {
        infoSeconds = (int) Numbers.decimal("-r", text, 0, 1_000_000);
    }

    @Option(names = "-x", paramLabel = "rules.cdb", description = "Let in whom these access rules let in.")
    void rules(String text) {
        rules = text;
    }

    @Option(names = "-X", description = "Let in everybody if the file of access rules does not exist.")
    void rulesMayBeAbsent(boolean given) {
        rulesMayBeAbsent |= given;
    }

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "program", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }
}
