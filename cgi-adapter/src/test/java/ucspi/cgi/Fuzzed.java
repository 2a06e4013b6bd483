package ucspi.cgi;

import ucspi.kernel.Bytes;

/** What parsers made of their input, as text that can be compared. */
final class Fuzzed {
    private Fuzzed() {}

    static String show(Request r) {
        StringBuilder text = new StringBuilder();
        text.append(Bytes.string(r.method())).append(' ').append(Bytes.string(r.uri()));
        text.append(' ').append(Bytes.string(r.path())).append(' ').append(Bytes.string(r.query()));
        text.append(' ').append(r.host() == null ? "-" : Bytes.string(r.host()));
        text.append(' ')
                .append(r.minor())
                .append(' ')
                .append(r.framing())
                .append(' ')
                .append(r.length());
        text.append(' ').append(r.keepAlive()).append(' ').append(r.expectContinue());
        show(text, r.head());
        for (int i = 0; r.variables() != null && i < r.variables().count(); i++) {
            text.append('\n').append(Bytes.string(r.variables().name(i)));
            text.append('=').append(Bytes.string(r.variables().value(i)));
        }
        return text.toString();
    }

    static String show(CgiResponse r) {
        StringBuilder text = new StringBuilder();
        text.append(r.status()).append(Bytes.string(r.reason())).append(' ').append(r.contentLength());
        text.append(' ').append(r.localRedirect() == null ? "-" : Bytes.string(r.localRedirect()));
        show(text, r.head());
        return text.toString();
    }

    private static void show(StringBuilder text, Head head) {
        for (int i = 0; i < head.count(); i++) {
            int length = head.nameEnd(i) - head.nameStart(i);
            text.append('\n').append(Bytes.string(head.bytes(), head.nameStart(i), length));
            text.append('=').append(Bytes.string(head.value(i)));
        }
    }
}
