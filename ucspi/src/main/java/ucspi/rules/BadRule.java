package ucspi.rules;

/** A line of a text of rules that makes no sense; the message is the line, a Latin-1 string. */
public final class BadRule extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRule(String line) {
        super(line);
    }
}
