package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;
import ucspi.rules.Client;
import ucspi.rules.Rule;
import ucspi.rules.RulesFile;

/**
 * Decides by the access rules, before there is a process, whether a connection gets one, and with which variables. A
 * client that is refused takes no slot and costs no process. Rules that cannot be read admit nobody.
 */
public final class Access {
    private final RulesFile file;
    private final byte[] name;
    private final Client client = new Client();

    /**
     * @param fileName the file of rules, a Latin-1 string; it is read anew when it changes
     * @param mayBeAbsent whether no file is as good as no rules
     */
    public Access(Kernel kernel, String fileName, boolean mayBeAbsent) {
        name = Bytes.latin1(fileName);
        file = new RulesFile(kernel, name, mayBeAbsent);
    }

    /**
     * Why the last accepted connection gets no process, which is logged then; null if it gets one, and then its rule's
     * variables are set.
     */
    Refusal refuses(Transport transport, EnvironmentBlock environment, ServerLog log) {
        transport.describe(client);
        int found = file.find(client);
        if (found < 0) {
            log.dropped(Refusal.RULES_UNREADABLE, "read ", name, -found);
            return Refusal.RULES_UNREADABLE;
        }
        if (found == 0) {
            return null;
        }
        Rule rule = file.rules().rule();
        if (rule.denies()) {
            log.refused(Refusal.RULES, transport);
            return Refusal.RULES;
        }
        rule.setVariables(environment);
        return null;
    }
}
