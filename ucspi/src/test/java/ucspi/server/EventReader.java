package ucspi.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a line of logfmt or JSON strictly, as nobody's library would take less: the fields, texts unescaped. */
final class EventReader {
    private final String line;
    private int at;

    private EventReader(String line) {
        this.line = line;
    }

    /** @throws AssertionError if it is not exactly one line of that format */
    static Map<String, Object> read(LogFormat format, String line) {
        EventReader reader = new EventReader(line);
        Map<String, Object> fields = format == LogFormat.JSON ? reader.json() : reader.logfmt();
        reader.expect('\n');
        if (reader.at != line.length()) {
            throw new AssertionError("more than a line: " + line);
        }
        return fields;
    }

    private Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        while (true) {
            String key = string();
            expect(':');
            put(fields, key, peek() == '"' ? string() : number());
            if (peek() == '}') {
                at++;
                return fields;
            }
            expect(',');
        }
    }

    private Map<String, Object> logfmt() {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (true) {
            String key = until("=");
            expect('=');
            put(fields, key, peek() == '"' ? string() : until(" \n\"="));
            if (peek() == '\n') {
                return fields;
            }
            expect(' ');
        }
    }

    private void put(Map<String, Object> fields, String key, Object value) {
        boolean good = !key.isEmpty() && key.chars().allMatch(c -> c == '_' || c >= '0' && c <= '9' || c >= 'a');
        if (!good || fields.put(key, value) != null) {
            throw new AssertionError("key " + key + " in " + line);
        }
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char c = next();
            if (c < ' ' || c > '~') {
                throw new AssertionError("unescaped " + (int) c + " in " + line);
            }
            if (c != '\\') {
                text.append(c);
            } else if (peek() == 'u') {
                text.append((char) Integer.parseInt(line.substring(at + 1, at + 5), 16));
                at += 5;
            } else {
                c = next();
                text.append(c);
                if (c != '"' && c != '\\') {
                    throw new AssertionError("escape of " + c + " in " + line);
                }
            }
        }
        at++;
        return text.toString();
    }

    private Long number() {
        int start = at;
        at += peek() == '-' ? 1 : 0;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return Long.valueOf(line.substring(start, at));
    }

    private String until(String ends) {
        int start = at;
        while (ends.indexOf(peek()) < 0) {
            at++;
        }
        return line.substring(start, at);
    }

    private char peek() {
        if (at >= line.length()) {
            throw new AssertionError("cut short: " + line);
        }
        return line.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char c) {
        if (next() != c) {
            throw new AssertionError("no " + c + " at " + (at - 1) + " of " + line);
        }
    }
}
