package ucspi.tools;

import java.io.ByteArrayOutputStream;
import ucspi.cli.Command;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;
import ucspi.rules.Client;
import ucspi.rules.Rule;
import ucspi.rules.Rules;
import ucspi.rules.RulesFile;

/** tcprulescheck: says which rule of a file applies to the client that the environment describes, and what it means. */
public final class Tcprulescheck implements Command<TcprulescheckOptions> {
    private static final int STDOUT = 1;

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Tcprulescheck(), arguments);
    }

    @Override
    public String name() {
        return "tcprulescheck";
    }

    @Override
    public TcprulescheckOptions options() {
        return new TcprulescheckOptions();
    }

    @Override
    public int run(TcprulescheckOptions options, Sys sys) {
        RulesFile file = new RulesFile(sys.kernel(), Bytes.latin1(options.rules), false);
        int found = Sys.check(file.find(client(sys)), "read " + options.rules);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (found == 0) {
            put(text, "default:\nallow connection\n");
        } else {
            describe(file.rules(), text);
        }
        byte[] bytes = text.toByteArray();
        sys.writeFully(STDOUT, bytes, 0, bytes.length);
        return 0;
    }

    private static Client client(Sys sys) {
        Client client = new Client();
        byte[] ip = sys.environment("TCPREMOTEIP");
        client.address(ip == null ? "0.0.0.0" : Bytes.string(ip));
        client.names(sys.environment("TCPREMOTEHOST"), sys.environment("TCPREMOTEINFO"));
        return client;
    }

    /** Entries in their order; behind "deny" none counts. */
    private static void describe(Rules rules, ByteArrayOutputStream text) {
        byte[] key = rules.key();
        put(text, "rule ");
        text.write(key, 0, key.length);
        put(text, ":\n");
        Rule rule = rules.rule();
        for (boolean more = rule.first(); more; more = rule.next()) {
            if (rule.kind() == 'D') {
                put(text, "deny connection\n");
                return;
            }
            if (rule.kind() == '+') {
                put(text, "set environment variable ");
                text.write(rule.bytes(), rule.textStart(), rule.textEnd() - rule.textStart());
                text.write('\n');
            }
        }
        put(text, "allow connection\n");
    }

    private static void put(ByteArrayOutputStream text, String part) {
        byte[] bytes = Bytes.ascii(part);
        text.write(bytes, 0, bytes.length);
    }
}
