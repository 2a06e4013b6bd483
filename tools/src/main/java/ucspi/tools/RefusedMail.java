package ucspi.tools;

import ucspi.kernel.Bytes;
import ucspi.kernel.Deadline;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Speaks as much SMTP (RFC 5321) as it takes to refuse a message politely: greets, accepts what leads up to a
 * recipient, and answers everything else with the refusal.
 */
final class RefusedMail {
    private static final String[] ACCEPTED = {"helo", "ehlo", "mail", "rset", "noop"};
    private static final int LONGEST_VERB = 4;

    private final Kernel kernel;
    private final String refusal;
    private final byte[] input = new byte[64];
    private Deadline deadline;
    private int next;
    private int end;

    /**
     * @param refusal code and text, without a line end
     */
    RefusedMail(Kernel kernel, String refusal) {
        this.kernel = kernel;
        this.refusal = refusal;
    }

    /** Talks until the client leaves or the time is over; with no time at all, only tells. */
    void serve(int seconds) {
        kernel.signal(Linux.SIGPIPE, Linux.SIG_IGN);
        deadline = new Deadline(kernel, Math.max(seconds, 1) * 1000L);
        if (seconds == 0) {
            say(refusal);
            return;
        }
        boolean talking = say("220 rblsmtpd.local");
        while (talking) {
            String verb = verb();
            talking = verb != null && answer(verb);
        }
    }

    /** Whether the conversation goes on. */
    private boolean answer(String verb) {
        if (verb.equals("quit")) {
            say("221 rblsmtpd.local");
            return false;
        }
        return say(isAccepted(verb) ? "250 rblsmtpd.local" : refusal);
    }

    private static boolean isAccepted(String verb) {
        for (String accepted : ACCEPTED) {
            if (accepted.equals(verb)) {
                return true;
            }
        }
        return false;
    }

    /** The first word of the next line in lower case, cut where it is no known verb anyway; null at the end. */
    private String verb() {
        StringBuilder verb = new StringBuilder();
        boolean ended = false;
        for (int c = read(); c >= 0; c = read()) {
            if (c == '\n') {
                return verb.toString();
            }
            ended |= c == ' ' || c == '\r';
            if (!ended && verb.length() <= LONGEST_VERB) {
                verb.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c));
            }
        }
        return null;
    }

    private int read() {
        if (next == end) {
            int ready = deadline.await(0, Linux.EPOLLIN);
            int n = ready < 0 ? ready : kernel.read(0, input, 0, input.length);
            if (n <= 0) {
                return -1;
            }
            next = 0;
            end = n;
        }
        return input[next++] & 0xff;
    }

    /** Whether somebody took it. */
    private boolean say(String line) {
        byte[] bytes = Bytes.latin1(line + "\r\n");
        int done = 0;
        while (done < bytes.length && deadline.await(1, Linux.EPOLLOUT) > 0) {
            int n = kernel.write(1, bytes, done, bytes.length - done);
            if (n < 0) {
                return false;
            }
            done += n;
        }
        return done == bytes.length;
    }
}
