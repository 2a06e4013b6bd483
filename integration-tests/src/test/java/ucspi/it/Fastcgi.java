package ucspi.it;

import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes of FastCGI: requests to send, and answers as text that says what is in them. */
final class Fastcgi {
    static final int ABORT = 2;
    static final int PARAMS = 4;
    static final int STDIN = 5;

    private Fastcgi() {}

    static String record(int type, int id, String content) {
        return record(type, id, content, 0);
    }

    static String record(int type, int id, String content, int padding) {
        int length = content.length();
        char[] header = {1, (char) type, 0, (char) id, (char) (length >> 8), (char) (length & 255), (char) padding, 0};
        return new String(header) + content + "p".repeat(padding);
    }

    static String begin(int id, int role, boolean keep) {
        return record(1, id, "\0" + (char) role + (keep ? '\1' : '\0') + "\0\0\0\0\0");
    }

    private static String length(int length) {
        char[] four = {
            (char) (0x80 | length >> 24), (char) (length >> 16 & 255), (char) (length >> 8 & 255), (char) (length & 255)
        };
        return length < 128 ? String.valueOf((char) length) : new String(four);
    }

    static String pair(String name, String value) {
        return length(name.length()) + length(value.length()) + name + value;
    }

    /** A stream in records of some thousand bytes, with padding, and its end. */
    static String stream(int type, int id, String content) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.length(); i += 30_000) {
            text.append(record(type, id, content.substring(i, Math.min(i + 30_000, content.length())), 5));
        }
        return text + record(type, id, "");
    }

    /** The head of a request: names and values in turn, behind a method and a target. */
    static String head(int id, boolean keep, String method, String target, String... more) {
        StringBuilder pairs = new StringBuilder(pair("REQUEST_METHOD", method) + pair("REQUEST_URI", target));
        for (int i = 0; i < more.length; i += 2) {
            pairs.append(pair(more[i], more[i + 1]));
        }
        return begin(id, 1, keep) + stream(PARAMS, id, pairs.toString());
    }

    static String get(int id, boolean keep, String target, String... more) {
        return head(id, keep, "GET", target, more) + record(STDIN, id, "");
    }

    static String post(int id, boolean keep, String target, String body) {
        return head(id, keep, "POST", target, "CONTENT_LENGTH", "" + body.length()) + stream(STDIN, id, body);
    }

    /** What a connection answered: each stream as {@code STDOUT.id=text}, and {@code END.id=status/protocol status}. */
    static Map<String, String> answer(String bytes) {
        Map<String, String> answer = new LinkedHashMap<>();
        int at = 0;
        while (at + 8 <= bytes.length()) {
            int type = bytes.charAt(at + 1);
            int id = bytes.charAt(at + 2) << 8 | bytes.charAt(at + 3);
            int length = bytes.charAt(at + 4) << 8 | bytes.charAt(at + 5);
            String content = bytes.substring(at + 8, at + 8 + length);
            answer.merge(name(type) + "." + id, type == 3 ? end(content) : content, String::concat);
            at += 8 + length + bytes.charAt(at + 6);
        }
        if (at != bytes.length()) {
            throw new AssertionError("ends within a record");
        }
        return answer;
    }

    private static String name(int type) {
        return switch (type) {
            case 3 -> "END";
            case 6 -> "STDOUT";
            case 7 -> "STDERR";
            case 10 -> "VALUES";
            case 11 -> "UNKNOWN";
            default -> "type " + type;
        };
    }

    private static String end(String content) {
        return (int) content.charAt(3) + "/" + (int) content.charAt(4);
    }
}
