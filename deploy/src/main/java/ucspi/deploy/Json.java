package ucspi.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ucspi.kernel.Bytes;

/**
 * Reads JSON text as RFC 8259 has it, and nothing else: no comments, no duplicate names, no bytes that are not UTF-8,
 * nothing behind the value, no nesting that would exhaust the stack.
 *
 * <p>An object is a Map, an array a List, a string a String of UTF-8 bytes as Latin-1 characters, {@code true} and
 * {@code false} are Booleans, a number is a {@link Number} as it was written, {@code null} is null.
 */
final class Json {
    /**
     * A number as it was written; nobody here calculates.
     *
     * @param text its characters
     */
    record Number(String text) {}

    /** That text is no JSON. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String what, int at) {
            super(what + " at byte " + at);
        }
    }

    private static final int MOST_DEPTH = 64;

    private final byte[] text;
    private int at;

    private Json(byte[] text) {
        this.text = text;
    }

    /**
     * The value that a text is.
     *
     * @throws Malformed if it is none
     */
    static Object parse(byte[] text) {
        Json json = new Json(text);
        json.space();
        Object value = json.value(0);
        json.space();
        if (json.at < text.length) {
            throw json.malformed("something behind the value");
        }
        return value;
    }

    /** What stands at a path of names in objects, if it is a string; else null. */
    static String string(Object json, String... path) {
        Object value = json;
        for (String name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value instanceof String string ? string : null;
    }

    private Malformed malformed(String what) {
        return new Malformed(what, at);
    }

    private int peek() {
        return at < text.length ? text[at] & 0xff : -1;
    }

    private void space() {
        int c = peek();
        while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
            c = peek();
        }
    }

    private void expect(int wanted) {
        if (peek() != wanted) {
            throw malformed("no '" + (char) wanted + "'");
        }
        at++;
    }

    private Object value(int depth) {
        if (depth == MOST_DEPTH) {
            throw malformed("too deep");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object word(String word, Object value) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> map = new HashMap<>();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            space();
            String name = string();
            space();
            expect(':');
            space();
            if (map.containsKey(name)) {
                throw malformed("a name twice");
            }
            map.put(name, value(depth + 1));
            space();
            if (peek() == '}') {
                at++;
                return map;
            }
            expect(',');
        }
    }

    private List<Object> array(int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return list;
        }
        while (true) {
            space();
            list.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return list;
            }
            expect(',');
        }
    }

    private Number number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new Number(Bytes.string(text, start, at - start));
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw malformed("no value");
        }
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            int c = peek();
            if (c < ' ') {
                throw malformed(c < 0 ? "no end of a string" : "a control character");
            }
            if (c == '\\') {
                escape(value);
            } else if (c < 0x80) {
                value.append((char) c);
                at++;
            } else {
                utf8(value);
            }
        }
        at++;
        return value.toString();
    }

    private void escape(StringBuilder value) {
        at++;
        int c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/' -> value.append((char) c);
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'u' -> unicode(value);
            default -> throw malformed("a bad escape");
        }
    }

    private void unicode(StringBuilder value) {
        int first = fourDigits();
        if (first >= 0xdc00 && first < 0xe000) {
            throw malformed("half a surrogate pair");
        }
        if (first < 0xd800 || first >= 0xe000) {
            encode(value, first);
            return;
        }
        expect('\\');
        expect('u');
        int second = fourDigits();
        if (second < 0xdc00 || second >= 0xe000) {
            throw malformed("half a surrogate pair");
        }
        encode(value, 0x10000 + (first - 0xd800 << 10) + second - 0xdc00);
    }

    private int fourDigits() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 0 ? -1 : Bytes.hexDigit(peek());
            if (digit < 0) {
                throw malformed("a bad escape");
            }
            code = code << 4 | digit;
            at++;
        }
        return code;
    }

    private static void encode(StringBuilder value, int code) {
        if (code < 0x80) {
            value.append((char) code);
        } else if (code < 0x800) {
            value.append((char) (0xc0 | code >> 6)).append((char) (0x80 | code & 0x3f));
        } else if (code < 0x10000) {
            value.append((char) (0xe0 | code >> 12));
            value.append((char) (0x80 | code >> 6 & 0x3f)).append((char) (0x80 | code & 0x3f));
        } else {
            value.append((char) (0xf0 | code >> 18)).append((char) (0x80 | code >> 12 & 0x3f));
            value.append((char) (0x80 | code >> 6 & 0x3f)).append((char) (0x80 | code & 0x3f));
        }
    }

    /** One character as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF. */
    private void utf8(StringBuilder value) {
        int first = peek();
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        boolean bad = first < 0xc2 || first > 0xf4;
        int code = first & (0x3f >> more);
        for (int i = 1; i <= more && !bad; i++) {
            int next = at + i < text.length ? text[at + i] & 0xff : -1;
            bad = (next & 0xc0) != 0x80 || next < 0;
            code = code << 6 | next & 0x3f;
        }
        int least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
        if (bad || code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
            throw malformed("a byte that is not UTF-8");
        }
        value.append(Bytes.string(text, at, more + 1));
        at += more + 1;
    }
}
