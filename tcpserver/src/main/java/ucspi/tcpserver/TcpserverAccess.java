package ucspi.tcpserver;

import ucspi.cli.Command;
import ucspi.cli.InPlace;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.names.Resolver;
import ucspi.names.TcpNames;
import ucspi.rules.Client;
import ucspi.rules.Rule;
import ucspi.rules.RulesFile;
import ucspi.server.BaseEnvironment;
import ucspi.server.DeployGate;
import ucspi.server.LogFormat;
import ucspi.server.Refusal;

/**
 * tcpserver-access: what tcpserver starts in the program's place when something has to be looked up first. It looks up,
 * applies access rules, says who the connection is from, and becomes the program: a slow name server holds up this
 * connection alone.
 */
public final class TcpserverAccess implements Command<AccessOptions> {
    /** The exit codes of djb's children; they show in the line "end" of the log. */
    private static final int DENY = 100;

    private static final int DROP = 111;

    private static final int ALLOW = 0;

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new TcpserverAccess(), arguments);
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
    public LogFormat logFormat(AccessOptions options) {
        return options.logFormat;
    }

    @Override
    public int run(AccessOptions options, Sys sys) {
        Kernel kernel = sys.kernel();
        Environment environment = new Environment(kernel);
        AccessLog log = new AccessLog(kernel, environment, options);
        log.begins();
        TcpNames names = new TcpNames(sys, new Resolver(sys), environment);
        names.setLocalHost(environment.get("TCPLOCALHOST"));
        names.setRemoteHost(options.lookUpHost, options.paranoid);
        lookUpInfo(kernel, names, environment, options.infoSeconds);
        if (options.environment.clears) {
            environment.keep(entry ->
                    BaseEnvironment.isOwn(entry) || BaseEnvironment.isAmong(entry, options.environment.passed));
        }
        Spawn program = InPlace.command(sys, options.program, environment);
        options.spawn.apply(program);
        int verdict = options.rules == null ? ALLOW : verdict(options, kernel, environment, program.environment, log);
        if (verdict == DROP) {
            return DROP;
        }
        if (verdict == DENY) {
            log.denies();
            return DENY;
        }
        log.admits();
        DeployGate gate = options.deploy.gate(kernel);
        if (gate != null) {
            gate.await();
            if (gate.error() != 0) {
                log.drops(Refusal.DEPLOY, "use the deploy lock", null, gate.error());
                return DROP;
            }
            gate.pass(program, program.environment);
        }
        int error = -kernel.exec(program);
        log.drops(null, program.failure(), options.program.get(0), error);
        return DROP;
    }

    /** Applies the rules; of one that lets the client in, the variables are set. */
    private static int verdict(
            AccessOptions options, Kernel kernel, Environment known, EnvironmentBlock environment, AccessLog log) {
        Client client = new Client();
        String address = known.get("TCPREMOTEIP");
        client.address(address == null ? "" : address);
        client.names(bytes(known.get("TCPREMOTEHOST")), bytes(known.get("TCPREMOTEINFO")));
        RulesFile file = new RulesFile(kernel, Bytes.latin1(options.rules), options.rulesMayBeAbsent);
        int found = file.find(client);
        if (found < 0) {
            log.drops(Refusal.RULES_UNREADABLE, "read", options.rules, -found);
            return DROP;
        }
        if (found == 0) {
            return ALLOW;
        }
        Rule rule = file.rules().rule();
        rule.setVariables(environment);
        return rule.denies() ? DENY : ALLOW;
    }

    private static byte[] bytes(String value) {
        return value == null ? null : Bytes.latin1(value);
    }

    /** The machine to ask is at the other end of the connection: behind a proxy there is none that knows the client. */
    private static void lookUpInfo(Kernel kernel, TcpNames names, Environment environment, int seconds) {
        byte[] local = new byte[IpAddress.SOCKADDR_SIZE];
        byte[] remote = new byte[IpAddress.SOCKADDR_SIZE];
        boolean known = seconds >= 0
                && kernel.getsockname(0, local, new int[] {local.length}) >= 0
                && kernel.getpeername(0, remote, new int[] {remote.length}) >= 0
                && IpAddress.text(remote).equals(environment.get("TCPREMOTEIP"))
                && Integer.toString(IpAddress.port(remote)).equals(environment.get("TCPREMOTEPORT"));
        names.setRemoteInfo(known ? seconds : -1, local, remote);
    }
}
