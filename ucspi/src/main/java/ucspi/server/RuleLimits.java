package ucspi.server;

import ucspi.kernel.Bytes;
import ucspi.rules.Rule;

/**
 * The limits that an access rule sets for the client that it applies to, in the variables of the patch that ucspi-tcp
 * is often used with: MAXCONNIP, the most connections of its address; MAXCONNC, of its network (/24, in IPv6 /64); and
 * DIEMSG, what a client is sent that is over a limit, and CR LF.
 */
final class RuleLimits {
    /** No limit. */
    static final int NONE = -1;

    /** What a fresh socket takes at once. */
    private static final int LONGEST_MESSAGE = 4096;

    private static final byte[] ADDRESS = Bytes.ascii("MAXCONNIP=");
    private static final byte[] NETWORK = Bytes.ascii("MAXCONNC=");
    private static final byte[] MESSAGE = Bytes.ascii("DIEMSG=");

    /** The most connections of the client's address, or {@link #NONE}. */
    int mostOfAddress;

    /** The most connections of the client's network, or {@link #NONE}. */
    int mostOfNetwork;

    /** What a refused client is sent: the first {@link #messageLength} bytes. */
    final byte[] message = new byte[LONGEST_MESSAGE];

    /** 0 if the rule says nothing of it. */
    int messageLength;

    RuleLimits() {
        clear();
    }

    /** No rule. */
    void clear() {
        mostOfAddress = NONE;
        mostOfNetwork = NONE;
        messageLength = 0;
    }

    /** Reads what a rule sets; null, or what cannot be done since a number is none. */
    String read(Rule rule) {
        clear();
        for (boolean more = rule.first(); more; more = rule.next()) {
            if (rule.kind() == '+') {
                if (is(rule, ADDRESS)) {
                    mostOfAddress = number(rule, ADDRESS.length);
                    if (mostOfAddress < 0) {
                        return "use MAXCONNIP of";
                    }
                } else if (is(rule, NETWORK)) {
                    mostOfNetwork = number(rule, NETWORK.length);
                    if (mostOfNetwork < 0) {
                        return "use MAXCONNC of";
                    }
                } else if (is(rule, MESSAGE)) {
                    setMessage(rule);
                }
            }
        }
        return null;
    }

    private static boolean is(Rule rule, byte[] name) {
        if (rule.textEnd() - rule.textStart() < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (rule.bytes()[rule.textStart() + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Up to nine digits, or -1. */
    private static int number(Rule rule, int skipped) {
        int start = rule.textStart() + skipped;
        int digits = rule.textEnd() - start;
        int value = digits >= 1 && digits <= 9 ? 0 : -1;
        for (int i = start; i < rule.textEnd() && value >= 0; i++) {
            int c = rule.bytes()[i];
            value = c >= '0' && c <= '9' ? value * 10 + c - '0' : -1;
        }
        return value;
    }

    private void setMessage(Rule rule) {
        int start = rule.textStart() + MESSAGE.length;
        int length = Math.min(rule.textEnd() - start, LONGEST_MESSAGE - 2);
        System.arraycopy(rule.bytes(), start, message, 0, length);
        message[length] = '\r';
        message[length + 1] = '\n';
        messageLength = length + 2;
    }
}
