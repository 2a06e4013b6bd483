package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.listen.ListeningSocket;
import ucspi.rules.Client;
import ucspi.rules.RulesFile;

/** Decides by the access rules whom we serve. Rules that cannot be read admit nobody. */
final class Admission {
    private final RulesFile file;
    private final String name;
    private final Log log;
    private final Client client = new Client();

    /**
     * @param name the file of rules, a Latin-1 string; it is read anew when it changes
     * @param mayBeAbsent whether no file is as good as no rules
     */
    Admission(Kernel kernel, String name, boolean mayBeAbsent, Log log) {
        this.file = new RulesFile(kernel, Bytes.latin1(name), mayBeAbsent);
        this.name = name;
        this.log = log;
    }

    /**
     * Whether a client is served.
     *
     * @param remote its address, a struct sockaddr
     */
    boolean admits(ListeningSocket at, byte[] remote) {
        if (at.isUnix()) {
            client.address("");
        } else {
            client.address(remote);
        }
        int found = file.find(client);
        if (found < 0) {
            log.line("warning: dropping connection, unable to read " + name + ": " + Errno.text(-found));
            return false;
        }
        return found == 0 || !file.rules().rule().denies();
    }
}
