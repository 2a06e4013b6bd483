package ucspi.cgi.site;

/** Reads an Accept-Encoding field, RFC 9110 section 12.5.3: only whether gzip is wanted is asked. */
public final class Codings {
    private Codings() {}

    /** Whether a client that sent this, or null for nothing, takes gzip. */
    public static boolean acceptGzip(byte[] field) {
        if (field == null) {
            return false;
        }
        boolean any = false;
        int from = 0;
        while (from <= field.length) {
            int comma = ucspi.kernel.Bytes.indexOf(field, ',', from);
            int to = comma < 0 ? field.length : comma;
            int end = codingEnd(field, from, to);
            int start = skipBlanks(field, from, end);
            if (is(field, start, end, "gzip") || is(field, start, end, "x-gzip")) {
                return isWanted(field, end, to);
            }
            any |= is(field, start, end, "*") && isWanted(field, end, to);
            from = to + 1;
        }
        return any;
    }

    private static int codingEnd(byte[] field, int from, int to) {
        int end = skipBlanks(field, from, to);
        while (end < to && field[end] != ';' && field[end] != ' ' && field[end] != '\t') {
            end++;
        }
        return end;
    }

    private static int skipBlanks(byte[] field, int from, int to) {
        int at = from;
        while (at < to && (field[at] == ' ' || field[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean is(byte[] field, int from, int to, String name) {
        boolean same = to - from == name.length();
        for (int i = from; i < to && same; i++) {
            same = Names.lower(field[i]) == name.charAt(i - from);
        }
        return same;
    }

    /** Whether the weight behind a coding is not 0: {@code ;q=0}, {@code ; Q=0.000}. */
    private static boolean isWanted(byte[] field, int from, int to) {
        int at = from;
        while (at < to && field[at] != '=') {
            at++;
        }
        if (at == to) {
            return true;
        }
        for (int i = at + 1; i < to; i++) {
            if (field[i] >= '1' && field[i] <= '9') {
                return true;
            }
        }
        return false;
    }
}
