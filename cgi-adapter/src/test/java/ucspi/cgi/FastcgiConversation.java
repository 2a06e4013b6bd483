package ucspi.cgi;

import ucspi.kernel.Bytes;

/** Reads a FastCGI connection as the adapter would, and tells as text what it makes of it. */
final class FastcgiConversation {
    private FastcgiConversation() {}

    /**
     * What a connection makes of these bytes, fed in pieces of this size: requests, bodies, replies. Each request is
     * taken to be answered as soon as its body has ended.
     */
    static String read(byte[] bytes, int step) {
        Wire replies = new Wire(16);
        FastcgiReader reader = new FastcgiReader(replies);
        StringBuilder text = new StringBuilder();
        StringBuilder body = new StringBuilder();
        int from = 0;
        while (from < bytes.length && !reader.isOver()) {
            int to = Math.min(from + step, bytes.length);
            byte[] piece = java.util.Arrays.copyOfRange(bytes, from, to);
            int at = 0;
            while (at < piece.length && !reader.isOver()) {
                if (reader.request() == null) {
                    at += reader.feed(piece, at, piece.length);
                    tellReplies(text, replies);
                    tellRequest(text, reader);
                } else {
                    int taken = reader.decode(piece, at, piece.length);
                    body.append(Bytes.string(piece, at, reader.produced()));
                    at += taken;
                    tellReplies(text, replies);
                }
                if (reader.request() != null && reader.isAborted()) {
                    text.append(body).append("<abort>");
                    body.setLength(0);
                    reader.next();
                } else if (reader.request() != null && reader.isAtEnd()) {
                    text.append(body).append("<end>");
                    body.setLength(0);
                    reader.next();
                }
            }
            from = to;
        }
        return text.append(body).append(reader.isOver() ? "<over>" : "").toString();
    }

    private static void tellRequest(StringBuilder text, FastcgiReader reader) {
        Request request = reader.request();
        if (request != null) {
            text.append('[').append(Bytes.string(request.method())).append(' ');
            text.append(Bytes.string(request.uri())).append(' ');
            text.append(Bytes.string(request.variables().value("FCGI_ROLE")));
            text.append(" keep=").append(request.keepAlive());
            text.append(" length=").append(request.length()).append(']');
        }
    }

    private static void tellReplies(StringBuilder text, Wire replies) {
        byte[] b = replies.bytes();
        int at = 0;
        while (at < replies.length()) {
            int length = (b[at + 4] & 255) << 8 | (b[at + 5] & 255);
            int id = (b[at + 2] & 255) << 8 | (b[at + 3] & 255);
            byte[] content = java.util.Arrays.copyOfRange(b, at + 8, at + 8 + length);
            text.append('<')
                    .append(b[at + 1])
                    .append(" id=")
                    .append(id)
                    .append(' ')
                    .append(hex(content))
                    .append('>');
            at += 8 + length;
        }
        replies.clear();
    }

    /** Bytes in hexadecimal, in groups of four. */
    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append(i > 0 && i % 4 == 0 ? " " : "").append(Character.forDigit(bytes[i] >> 4 & 15, 16));
            text.append(Character.forDigit(bytes[i] & 15, 16));
        }
        return text.toString();
    }
}
