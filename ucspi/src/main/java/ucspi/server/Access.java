package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Errno;
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
    private final boolean limitsOnly;
    private final Client client = new Client();

    /**
     * @param fileName the file of rules, a Latin-1 string; it is read anew when it changes
     * @param mayBeAbsent whether no file is as good as no rules
     * @param limitsOnly whether the rule that the client's address leads to only sets limits, and a process that knows
     *     the client's names, too, applies all else
     */
    public Access(Kernel kernel, String fileName, boolean mayBeAbsent, boolean limitsOnly) {
        this.limitsOnly = limitsOnly;
        name = Bytes.latin1(fileName);
        file = new RulesFile(kernel, name, mayBeAbsent);
    }

    /**
     * Why the last accepted connection gets no process, which is logged then; null if it gets one, and then its rule's
     * variables are set.
     *
     * @param limits receives those that its rule sets
     */
    Refusal refuses(Transport transport, EnvironmentBlock environment, RuleLimits limits, ServerLog log) {
        limits.clear();
        transport.describe(client);
        int found = file.find(client);
        if (found < 0 && limitsOnly) {
            return null;
        }
        if (found < 0) {
            log.dropped(Refusal.RULES_UNREADABLE, transport, "read", name, -found);
            return Refusal.RULES_UNREADABLE;
        }
        if (found == 0) {
            return null;
        }
        Rule rule = file.rules().rule();
        if (!limitsOnly && rule.denies()) {
            log.refused(Refusal.RULES, transport);
            return Refusal.RULES;
        }
        String broken = limits.read(rule);
        if (broken != null) {
            log.dropped(Refusal.RULES_BROKEN, transport, broken, name, Errno.EINVAL);
            return Refusal.RULES_BROKEN;
        }
        if (!limitsOnly) {
            rule.setVariables(environment);
        }
        return null;
    }
}
