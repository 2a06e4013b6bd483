package ucspi.it;

import java.util.ArrayList;
import java.util.List;

/**
 * A response, taken apart by the book.
 *
 * @param status its status
 * @param lines its status line and its fields, as sent
 * @param body its body without framing
 * @param whole whether the framing says that it is all there
 * @param rest what came behind it
 */
record HttpAnswer(int status, List<String> lines, String body, boolean whole, String rest) {
    /** The only response in these bytes. */
    static HttpAnswer only(String bytes) {
        HttpAnswer answer = first(bytes);
        if (!answer.rest.isEmpty()) {
            throw new AssertionError("more than one response: " + bytes);
        }
        return answer;
    }

    /** The first response in these bytes, to a request that is not HEAD. */
    static HttpAnswer first(String bytes) {
        int end = bytes.indexOf("\r\n\r\n");
        if (!bytes.startsWith("HTTP/1.1 ") || end < 0) {
            throw new AssertionError("not a response: " + bytes);
        }
        List<String> lines = List.of(bytes.substring(0, end).split("\r\n"));
        int status = Integer.parseInt(bytes.substring(9, 12));
        String rest = bytes.substring(end + 4);
        if (status < 200 || status == 204 || status == 304) {
            return new HttpAnswer(status, lines, "", true, rest);
        }
        String length = field(lines, "Content-Length");
        String coding = field(lines, "Transfer-Encoding");
        if (length != null && coding != null) {
            throw new AssertionError("two framings: " + lines);
        }
        if (coding != null) {
            return chunked(status, lines, rest);
        }
        int most = length == null ? rest.length() : Integer.parseInt(length);
        boolean whole = rest.length() >= most;
        String body = rest.substring(0, Math.min(most, rest.length()));
        return new HttpAnswer(status, lines, body, whole, rest.substring(body.length()));
    }

    /** The response to HEAD in these bytes. */
    static HttpAnswer head(String bytes) {
        int end = bytes.indexOf("\r\n\r\n");
        if (!bytes.startsWith("HTTP/1.1 ") || end != bytes.length() - 4) {
            throw new AssertionError("not a response to HEAD: " + bytes);
        }
        int status = Integer.parseInt(bytes.substring(9, 12));
        return new HttpAnswer(status, List.of(bytes.substring(0, end).split("\r\n")), "", true, "");
    }

    private static HttpAnswer chunked(int status, List<String> lines, String coded) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int end = coded.indexOf("\r\n", at);
            if (end < 0) {
                return new HttpAnswer(status, lines, body.toString(), false, "");
            }
            int size = Integer.parseInt(coded.substring(at, end), 16);
            int data = end + 2;
            if (data + size + 2 > coded.length()) {
                body.append(coded, data, Math.min(data + size, coded.length()));
                return new HttpAnswer(status, lines, body.toString(), false, "");
            }
            if (!coded.startsWith("\r\n", data + size)) {
                throw new AssertionError("broken chunk of " + size + " bytes");
            }
            body.append(coded, data, data + size);
            at = data + size + 2;
            if (size == 0) {
                return new HttpAnswer(status, lines, body.toString(), true, coded.substring(at));
            }
        }
    }

    /** All responses in these bytes. */
    static List<HttpAnswer> all(String bytes) {
        List<HttpAnswer> answers = new ArrayList<>();
        String rest = bytes;
        while (!rest.isEmpty()) {
            HttpAnswer answer = first(rest);
            answers.add(answer);
            rest = answer.rest;
        }
        return answers;
    }

    /** The value of the only field of this name, or null. */
    String field(String name) {
        return field(lines, name);
    }

    private static String field(List<String> lines, String name) {
        String value = null;
        for (String line : lines) {
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                if (value != null) {
                    throw new AssertionError(name + " is there twice: " + lines);
                }
                value = line.substring(name.length() + 1).trim();
            }
        }
        return value;
    }
}
