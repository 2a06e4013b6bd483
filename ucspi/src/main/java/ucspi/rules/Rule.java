package ucspi.rules;

import ucspi.kernel.EnvironmentBlock;

/**
 * What a record says of the client: entries that end in NUL, {@code D} for "deny" and {@code +NAME=VALUE} for a
 * variable. Others mean nothing, as in djb's tools.
 */
public final class Rule {
    private final Cdb cdb;
    private int start;
    private int end;

    Rule(Cdb cdb) {
        this.cdb = cdb;
    }

    /** Whether the client is refused. */
    public boolean denies() {
        for (boolean more = first(); more; more = next()) {
            if (kind() == 'D') {
                return true;
            }
        }
        return false;
    }

    /** Sets its variables, in place of those of the same name. */
    public void setVariables(EnvironmentBlock environment) {
        for (boolean more = first(); more; more = next()) {
            int equals = start + 1;
            while (equals < end && bytes()[equals] != '=') {
                equals++;
            }
            if (kind() == '+' && equals < end) {
                environment.set(bytes(), start + 1, equals - start - 1, end - start - 1);
            }
        }
    }

    /** Goes to the first entry; false if there is none. */
    public boolean first() {
        end = cdb.dataOffset() - 1;
        return next();
    }

    /** Goes to the next entry; false if there is none. */
    public boolean next() {
        int limit = cdb.dataOffset() + cdb.dataLength();
        start = end + 1;
        end = start;
        while (end < limit && bytes()[end] != 0) {
            end++;
        }
        return end < limit;
    }

    /** The kind of the present entry: {@code 'D'}, {@code '+'}, or something else, which means nothing. */
    public int kind() {
        return bytes()[start];
    }

    /** The array that holds the present entry. */
    public byte[] bytes() {
        return cdb.data();
    }

    /** Where in {@link #bytes} the present entry's text begins, behind the byte that is its kind. */
    public int textStart() {
        return start + 1;
    }

    /** Where the present entry ends; less than {@link #textStart} if it is empty. */
    public int textEnd() {
        return end;
    }
}
