package ucspi.cgi;

import java.util.Arrays;

/**
 * Reads the head of an SCGI request, fed in any pieces; pure.
 *
 * <p>A head is a netstring of names and values, each ended by a NUL, of which CONTENT_LENGTH is the first; the body of
 * so many bytes follows (python.ca/scgi/protocol.txt).
 */
final class ScgiParser {
    /** Digits of the largest head there may be. */
    private static final int MOST_DIGITS = 6;

    private int size;
    private int digits;
    private byte[] head;
    private int length;
    private Request request;

    /** The request once its head is complete, else null. */
    Request request() {
        return request;
    }

    /** Whether any byte has come. */
    boolean hasBegun() {
        return digits > 0;
    }

    /**
     * Takes bytes up to the end of the head.
     *
     * @return how many it took: all, unless the head is complete
     * @throws BadRequest if this is no request that may be served
     */
    int feed(byte[] source, int from, int to) {
        int at = from;
        while (at < to && request == null) {
            if (head == null) {
                size(source[at++]);
            } else if (length < size) {
                int n = Math.min(size - length, to - at);
                reserve(n);
                System.arraycopy(source, at, head, length, n);
                length += n;
                at += n;
            } else {
                refuseIf(source[at++] != ',', "the netstring has no end");
                finish();
            }
        }
        return at - from;
    }

    private void size(int b) {
        if (Ascii.isDigit(b)) {
            refuseIf(digits > 0 && size == 0, "the netstring's length begins with a zero");
            size = size * 10 + (b - '0');
            digits++;
            refuseIf(digits > MOST_DIGITS, "the netstring is too long");
            return;
        }
        refuseIf(digits == 0 || b != ':', "the request does not begin with a netstring");
        refuseIf(size == 0, "the netstring is empty");
        if (size > Variables.MOST_BYTES + 2 * Variables.MOST) {
            throw new BadRequest(431, "the netstring is too long");
        }
        head = new byte[Math.min(size, 4096)];
    }

    // what was promised takes no memory before it comes
    private void reserve(int more) {
        if (head.length - length < more) {
            head = Arrays.copyOf(head, Math.min(size, Math.max(head.length * 2, length + more)));
        }
    }

    private void finish() {
        refuseIf(head[size - 1] != 0, "the last variable has no end");
        Variables variables = new Variables();
        int from = 0;
        while (from < size) {
            int nameEnd = end(from);
            refuseIf(nameEnd + 1 >= size, "a variable has no value");
            int valueEnd = end(nameEnd + 1);
            pair(variables, from, nameEnd, valueEnd);
            from = valueEnd + 1;
        }
        long declared = FrontRequest.contentLength(variables);
        refuseIf(declared < 0, "the request has no CONTENT_LENGTH");
        boolean hasBody = declared > 0;
        Request.Framing framing = hasBody ? Request.Framing.LENGTH : Request.Framing.NONE;
        request = FrontRequest.of(variables, framing, declared, false);
    }

    private void pair(Variables variables, int from, int nameEnd, int valueEnd) {
        byte[] joined = new byte[valueEnd - from - 1];
        System.arraycopy(head, from, joined, 0, nameEnd - from);
        System.arraycopy(head, nameEnd + 1, joined, nameEnd - from, valueEnd - nameEnd - 1);
        int before = variables.count();
        variables.add(joined, 0, nameEnd - from, valueEnd - nameEnd - 1);
        refuseIf(before == 0 && from == 0 && variables.find("CONTENT_LENGTH") < 0, "the first is not CONTENT_LENGTH");
    }

    private int end(int from) {
        int i = from;
        while (head[i] != 0) {
            i++;
        }
        return i;
    }

    private static void refuseIf(boolean bad, String reason) {
        if (bad) {
            throw new BadRequest(400, reason);
        }
    }
}
