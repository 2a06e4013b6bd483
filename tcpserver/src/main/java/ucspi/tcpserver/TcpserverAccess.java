package ucspi.tcpserver;

import ucspi.cli.Command;
import ucspi.cli.InPlace;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Errno;
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
import ucspi.server.LogLine;

/**
 * tcpserver-access: what tcpserver starts in the program's place when something has to be looked up first. It looks up,
 * applies access rules, says who the connection is from, and becomes the program: a slow name server holds up this
 * connection alone.
 */
public final class TcpserverAccess implements Command<AccessOptions> {
    private static final String LOG_NAME = "tcpserver: ";

    /** The exit codes of djb's children; they show in the line "end" of the log. */
    private static final int DENY = 100;

    private static final int DROP = 111;

    private static final int ALLOW = 0;

    private final LogLine line = new LogLine();

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
        if (options.environment.clears) {
            environment.keep(entry ->
                    BaseEnvironment.isOwn(entry) || BaseEnvironment.isAmong(entry, options.environment.passed));
        }
        Spawn program = InPlace.command(sys, options.program, environment);
        options.spawn.apply(program);
        int verdict = options.rules == null ? ALLOW : verdict(options, kernel, environment, program.environment);
        if (verdict == DROP) {
            return DROP;
        }
        if (options.verbosity >= 2) {
            logVerdict(kernel, environment, verdict == DENY ? "deny " : "ok ");
        }
        if (verdict == DENY) {
            return DENY;
        }
        DeployGate gate = options.deploy.gate(kernel);
        if (gate != null) {
            gate.await();
            if (gate.error() != 0) {
                return drop(options, kernel, "use the deploy lock", gate.error());
            }
            gate.pass(program, program.environment);
        }
        int error = -kernel.exec(program);
        return drop(options, kernel, program.failure(options.program.get(0)), error);
    }

    /** Applies the rules; of one that lets the client in, the variables are set. */
    private int verdict(AccessOptions options, Kernel kernel, Environment known, EnvironmentBlock environment) {
        Client client = new Client();
        client.address(value(known, "TCPREMOTEIP"));
        client.names(bytes(known.get("TCPREMOTEHOST")), bytes(known.get("TCPREMOTEINFO")));
        RulesFile file = new RulesFile(kernel, Bytes.latin1(options.rules), options.rulesMayBeAbsent);
        int found = file.find(client);
        if (found < 0) {
            return drop(options, kernel, "read " + options.rules, -found);
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

    private int drop(AccessOptions options, Kernel kernel, String what, int errno) {
        if (options.verbosity >= 1) {
            line.clear().add(LOG_NAME).add("warning: dropping connection, unable to ");
            line.add(what).add(": ").add(Errno.text(errno)).end();
            flush(kernel);
        }
        return DROP;
    }

    private static void lookUpInfo(Kernel kernel, TcpNames names, int seconds) {
        byte[] local = new byte[IpAddress.SOCKADDR_SIZE];
        byte[] remote = new byte[IpAddress.SOCKADDR_SIZE];
        boolean known = seconds >= 0
                && kernel.getsockname(0, local, new int[] {local.length}) >= 0
                && kernel.getpeername(0, remote, new int[] {remote.length}) >= 0;
        names.setRemoteInfo(known ? seconds : -1, local, remote);
    }

    /** The line of {@link TcpTransport#logVerdict}, with the names. */
    private void logVerdict(Kernel kernel, Environment environment, String verdict) {
        line.clear().add(LOG_NAME).add(verdict).add(kernel.getpid()).add(' ');
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
