package ucspi.rules;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;

/**
 * Reads a text of rules, as djb's tcprules does, and makes a record of each:
 *
 * <pre>
 *   address:deny                        data: D NUL
 *   address:allow,VAR="value",W=/x/     data: + VAR=value NUL + W=x NUL
 * </pre>
 *
 * <p>The address ends at the first colon, which leaves none for IPv6. So where no action stands behind the first colon,
 * which is an error to djb's tool, the address ends at the first colon that an action follows, and has to be an IPv6
 * address or network. Networks of both kinds are our addition, too: {@link Network} says how they are kept.
 */
public final class RulesText {
    /** Where records go. */
    public interface Sink {
        /** A record; the arrays are valid during the call only. */
        void add(byte[] key, int keyLength, byte[] data, int dataLength);
    }

    /** The longest line, in bytes: what is more could not become an environment. */
    private static final int MOST_LINE = Cdb.MOST_DATA;

    private static final byte[] ALLOW = Bytes.ascii("allow");
    private static final byte[] DENY = Bytes.ascii("deny");

    private final Sink sink;
    private final boolean[] lengths4 = new boolean[33];
    private final boolean[] lengths6 = new boolean[129];
    private byte[] line = new byte[256];
    private int lineLength;
    private byte[] data = new byte[256];
    private int dataLength;

    public RulesText(Sink sink) {
        this.sink = sink;
    }

    /**
     * Takes a part of the text, which may end anywhere.
     *
     * @throws BadRule for the first line that makes no sense
     */
    public void feed(byte[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (text[i] == '\n') {
                line();
                lineLength = 0;
            } else {
                put(text[i]);
            }
        }
    }

    private void put(byte b) {
        if (lineLength == MOST_LINE) {
            throw bad();
        }
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, lineLength * 2);
        }
        line[lineLength++] = b;
    }

    /**
     * The text ends: its last line need not have a newline.
     *
     * @throws BadRule if that line makes no sense
     */
    public void end() {
        line();
        lineLength = 0;
        addLengths(Network.LENGTHS_4, lengths4);
        addLengths(Network.LENGTHS_6, lengths6);
    }

    private void addLengths(byte[] key, boolean[] used) {
        byte[] list = new byte[used.length];
        int count = 0;
        for (int length = used.length - 1; length >= 0; length--) {
            if (used[length]) {
                list[count++] = (byte) length;
            }
        }
        if (count > 0) {
            sink.add(key, key.length, list, count);
        }
    }

    private void line() {
        boolean comment = lineLength > 0 && line[0] == '#';
        while (lineLength > 0 && isBlank(line[lineLength - 1])) {
            lineLength--;
        }
        int first = indexOf(0, ':');
        if (comment || first == lineLength) {
            return;
        }
        int colon = first;
        while (colon < lineLength && actionEnd(colon + 1) < 0) {
            colon = indexOf(colon + 1, ':');
        }
        if (colon == lineLength) {
            throw bad();
        }
        dataLength = 0;
        if (line[colon + 1] == DENY[0]) {
            addData('D');
            addData(0);
        }
        variables(actionEnd(colon + 1));
        if (colon == first) {
            address(Bytes.string(line, 0, colon));
        } else {
            address6(Bytes.string(line, 0, colon));
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The index behind the action at {@code at}, or -1 without one. */
    private int actionEnd(int at) {
        return isAt(at, DENY) ? at + DENY.length : isAt(at, ALLOW) ? at + ALLOW.length : -1;
    }

    private boolean isAt(int at, byte[] word) {
        return at + word.length <= lineLength && Arrays.equals(line, at, at + word.length, word, 0, word.length);
    }

    /** {@code ,NAME=qVALUEq} any number of times; q is any byte. */
    private void variables(int start) {
        int at = start;
        while (at < lineLength) {
            int equals = line[at] == ',' ? indexOf(at, '=') : lineLength;
            if (equals + 1 >= lineLength) {
                throw bad();
            }
            int end = indexOf(equals + 2, line[equals + 1]);
            if (end == lineLength) {
                throw bad();
            }
            addData('+');
            addData(at + 1, equals + 1);
            addData(equals + 2, end);
            addData(0);
            at = end + 1;
        }
    }

    private void addData(int b) {
        if (dataLength == data.length) {
            data = Arrays.copyOf(data, dataLength * 2);
        }
        data[dataLength++] = (byte) b;
    }

    private void addData(int start, int end) {
        for (int i = start; i < end; i++) {
            addData(line[i]);
        }
    }

    /** The index of the next such byte, or the line's length. */
    private int indexOf(int start, int value) {
        int at = start;
        while (at < lineLength && line[at] != value) {
            at++;
        }
        return Math.min(at, lineLength);
    }

    private BadRule bad() {
        int end = indexOf(0, 0);
        return new BadRule(Bytes.string(line, 0, end));
    }

    /** Anything that has no colon. A range, but not of users or names, is a record for each of its numbers. */
    private void address(String text) {
        boolean named = text.indexOf('=') >= 0 || text.indexOf('@') >= 0;
        int dash = named ? -1 : text.indexOf('-');
        if (dash < 0) {
            add(text, named);
            return;
        }
        int left = text.lastIndexOf('.', dash) + 1;
        int right = text.indexOf('.', dash);
        right = right < 0 ? text.length() : right;
        int bottom = octet(text.substring(left, dash));
        int top = Math.min(255, octet(text.substring(dash + 1, right)));
        for (int i = bottom; i <= top; i++) {
            add(text.substring(0, left) + i + text.substring(right), false);
        }
    }

    /** A number; 256 stands for all larger ones, and nothing is 0, as in djb's tool. */
    private int octet(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw bad();
            }
            value = Math.min(256, value * 10 + c - '0');
        }
        return value;
    }

    private void add(String text, boolean named) {
        if (named || text.indexOf('/') < 0) {
            add(Bytes.latin1(text));
        } else {
            addNetwork(text);
        }
    }

    /** {@code [info@]address} or {@code address/length}. */
    private void address6(String text) {
        int behindInfo = text.lastIndexOf('@') + 1;
        if (behindInfo == 0 && text.indexOf('/') >= 0) {
            addNetwork(text);
            return;
        }
        byte[] address = IpAddress.parse(text.substring(behindInfo));
        if (address == null) {
            throw bad();
        }
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, address, 0, 0);
        byte[] shown = new byte[IpAddress.MAX_TEXT];
        int length = IpAddress.putText(shown, 0, socketAddress);
        add(Bytes.latin1(text.substring(0, behindInfo) + Bytes.string(shown, 0, length)));
    }

    private void addNetwork(String text) {
        Network.Prefix network = Network.parse(text);
        if (network == null) {
            throw bad();
        }
        boolean[] used = network.bits() == 32 ? lengths4 : lengths6;
        used[network.length()] = true;
        add(network.key());
    }

    private void add(byte[] key) {
        sink.add(key, key.length, data, dataLength);
    }
}
