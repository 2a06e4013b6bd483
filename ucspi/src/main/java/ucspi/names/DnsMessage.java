package ucspi.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages of the DNS (RFC 1035, section 4): writes a question, reads the answer to it. Pure; whatever the bytes are,
 * the answer is read within them or is none.
 */
final class DnsMessage {
    /** An IPv4 address. */
    static final int A = 1;

    /** The name of an address. */
    static final int PTR = 12;

    /** Text. */
    static final int TXT = 16;

    /** An IPv6 address, RFC 3596. */
    static final int AAAA = 28;

    /** The longest message over UDP. */
    static final int MOST_UDP = 512;

    /** The longest message over TCP. */
    static final int MOST_TCP = 65535;

    private static final int HEADER = 12;
    private static final int CLASS_IN = 1;
    private static final int FLAG_RESPONSE = 0x80;
    private static final int FLAG_TRUNCATED = 2;
    private static final int FLAG_RECURSION_DESIRED = 1;
    private static final int NO_SUCH_NAME = 3;

    /** Two bits that say what a length byte is: an address within the message, RFC 1035, section 4.1.4. */
    private static final int POINTER = 0xc0;

    /** A name of 255 bytes has 127 labels; more jumps than that lead in a circle. */
    private static final int MOST_JUMPS = 128;

    /** More text than this, of all TXT records together, is of no use to anybody here. */
    private static final int MOST_TEXT = 65535;

    private DnsMessage() {}

    /** A question to a server that finds the answer itself. */
    static byte[] question(int id, byte[] labels, int type) {
        byte[] message = Arrays.copyOf(
                new byte[] {
                    (byte) (id >> 8), (byte) id, FLAG_RECURSION_DESIRED, 0, 0, 1,
                },
                HEADER + labels.length + 4);
        System.arraycopy(labels, 0, message, HEADER, labels.length);
        int at = HEADER + labels.length;
        message[at + 1] = (byte) type;
        message[at + 3] = CLASS_IN;
        return message;
    }

    /** Whether a message is a response with this question's id and, word for word, its question. */
    static boolean answers(byte[] question, byte[] message, int length) {
        if (length < HEADER || message[0] != question[0] || message[1] != question[1]) {
            return false;
        }
        if ((message[2] & FLAG_RESPONSE) == 0 || unsigned16(message, 4) != 1) {
            return false;
        }
        Reader reader = new Reader(message, length);
        byte[] name = reader.name();
        int tail = question.length - 4;
        return name != null
                && DomainName.same(name, Arrays.copyOfRange(question, HEADER, tail))
                && reader.has(4)
                && unsigned16(message, reader.at) == unsigned16(question, tail)
                && unsigned16(message, reader.at + 2) == CLASS_IN;
    }

    /** Whether a response is cut short, and wants to be asked for over TCP. */
    static boolean truncated(byte[] message) {
        return (message[2] & FLAG_TRUNCATED) != 0;
    }

    /** Whether a response says that the server could not find out; that there is no such name is an answer. */
    static boolean failed(byte[] message) {
        int code = message[3] & 15;
        return code != 0 && code != NO_SUCH_NAME;
    }

    /** The addresses of 4 or 16 bytes in a response, or null if it cannot be read. */
    static List<byte[]> addresses(byte[] message, int length, int type) {
        Reader reader = new Reader(message, length);
        List<byte[]> addresses = new ArrayList<>();
        int size = type == A ? 4 : 16;
        for (int left = reader.begin(); left > 0; left--) {
            if (!reader.record()) {
                return null;
            }
            if (reader.isOf(type) && reader.dataLength == size) {
                addresses.add(Arrays.copyOfRange(message, reader.data, reader.data + size));
            }
        }
        return reader.good ? addresses : null;
    }

    /** The first name in a response, "" if it has none, or null if it cannot be read. */
    static String pointer(byte[] message, int length) {
        Reader reader = new Reader(message, length);
        for (int left = reader.begin(); left > 0; left--) {
            if (!reader.record()) {
                return null;
            }
            if (reader.isOf(PTR)) {
                reader.at = reader.data;
                byte[] name = reader.name();
                return name == null ? null : DomainName.text(name);
            }
        }
        return reader.good ? "" : null;
    }

    /** The text in a response, all of it together, or null if it cannot be read. Unprintable bytes are {@code '?'}. */
    static String text(byte[] message, int length) {
        Reader reader = new Reader(message, length);
        StringBuilder text = new StringBuilder();
        for (int left = reader.begin(); left > 0; left--) {
            if (!reader.record()) {
                return null;
            }
            if (reader.isOf(TXT) && text.length() + reader.dataLength <= MOST_TEXT) {
                addText(text, message, reader.data, reader.data + reader.dataLength);
            }
        }
        return reader.good ? text.toString() : null;
    }

    /** Strings, each behind its length, RFC 1035, section 3.3.14. */
    private static void addText(StringBuilder text, byte[] message, int start, int end) {
        int left = 0;
        for (int i = start; i < end; i++) {
            int b = message[i] & 0xff;
            if (left == 0) {
                left = b;
            } else {
                left--;
                text.append(b < 32 || b > 126 ? '?' : (char) b);
            }
        }
    }

    private static int unsigned16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** Goes through a message, never beyond its end. */
    private static final class Reader {
        private final byte[] message;
        private final int length;
        private int at = HEADER;
        private int type;
        private int data;
        private int dataLength;
        private boolean good = true;

        Reader(byte[] message, int length) {
            this.message = message;
            this.length = length;
        }

        boolean has(int count) {
            return at + count <= length;
        }

        /** Goes behind the question; gives the number of records in the answer, 0 if there is no message to read. */
        int begin() {
            good = has(0) && name() != null && has(4);
            at += 4;
            return good ? unsigned16(message, 6) : 0;
        }

        /** Reads the next record: name, type, class, time to live, data. */
        boolean record() {
            good = name() != null && has(10);
            if (!good) {
                return false;
            }
            type = unsigned16(message, at + 2) == CLASS_IN ? unsigned16(message, at) : -1;
            dataLength = unsigned16(message, at + 8);
            data = at + 10;
            at = data + dataLength;
            good = at <= length;
            return good;
        }

        boolean isOf(int wanted) {
            return type == wanted;
        }

        /** The labels of the name here, and goes behind it; null if it is none. */
        byte[] name() {
            byte[] name = new byte[DomainName.MOST_BYTES];
            int filled = 0;
            int from = at;
            int jumps = 0;
            while (from < length) {
                int count = message[from] & 0xff;
                if (count >= POINTER) {
                    if (from + 1 >= length || ++jumps > MOST_JUMPS) {
                        return null;
                    }
                    at = jumps == 1 ? from + 2 : at;
                    from = (count & ~POINTER) << 8 | message[from + 1] & 0xff;
                    continue;
                }
                if (count >= 64 || filled + 1 + count > name.length || from + 1 + count > length) {
                    return null;
                }
                System.arraycopy(message, from, name, filled, count + 1);
                filled += count + 1;
                from += count + 1;
                if (count == 0) {
                    at = jumps == 0 ? from : at;
                    return Arrays.copyOf(name, filled);
                }
            }
            return null;
        }
    }
}
