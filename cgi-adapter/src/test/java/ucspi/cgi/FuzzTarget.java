package ucspi.cgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;
import ucspi.proxy.ProxyHeader;

/**
 * The parsers of cgi-adapter, and that of the PROXY header, under arbitrary input: whatever comes, the outcome is the
 * same however it is cut into pieces, and is a value or a refusal. Jazzer calls it with inputs that it guides to ever
 * more branches (scripts/fuzz), {@link FuzzTest} with random ones.
 */
public final class FuzzTarget {
    private static final String GET = "GET /a%20b?c HTTP/1.1\r\nHost: example.com:80\r\nCookie: a=b\r\n\r\n";
    private static final String BEGIN = "\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0";
    private static final String PARAMS = "\16\4REQUEST_METHODPOST\13\2REQUEST_URI/x\16\1CONTENT_LENGTH5";

    private static final String PROXY_2 = "\r\n\r\n\0\r\nQUIT\n";

    /** What Jazzer works on. */
    private static Kind chosen = Kind.REQUEST;

    private FuzzTarget() {}

    /** The parsers, and what they are fed for a start. */
    enum Kind {
        REQUEST(List.of(
                GET,
                "POST http://h/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n",
                "PUT / HTTP/1.0\nContent-Length: 5, 5\nConnection: keep-alive, x\n\n",
                "\r\nOPTIONS * HTTP/1.1\r\nHost: [::1]\r\n\r\n")),
        CHUNKED(List.of(
                "5\r\nhello\r\n0\r\n\r\nrest",
                "a;x=\"y\"\r\n0123456789\r\n000\r\nT: v\r\n\r\n",
                "1 \t;\r\nx\r\n0\r\n\r\n")),
        CGI(List.of(
                "Content-Type: text/plain\nStatus: 404 Nope\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                "Location: /x?y\r\n\r\n",
                "Status: 103\nLink: <x>\n\n")),
        SCGI(List.of("70:CONTENT_LENGTH\00027\0SCGI\0001\0REQUEST_METHOD\0POST\0REQUEST_URI\0/deepthought\0,rest")),
        FASTCGI(List.of(
                BEGIN + "\1\4\0\1\0" + (char) PARAMS.length() + "\0\0" + PARAMS + "\1\4\0\1\0\0\0\0"
                        + "\1\5\0\1\0\5\3\0helloppp\1\5\0\1\0\0\0\0",
                "\1\11\0\0\0\21\0\0\17\0FCGI_MPXS_CONNS" + BEGIN + "\1\2\0\1\0\0\0\0",
                "\1\1\0\2\0\10\0\0\0\3\0\0\0\0\0\0" + "\1\143\0\0\0\1\7\0xppppppp")),
        PROXY(List.of(
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 80\r\nGET",
                "PROXY TCP6 2001:db8::1 ::ffff:192.0.2.80 65535 0\r\n",
                "PROXY UNKNOWN whatever\r\n",
                PROXY_2 + "\41\21\0\24\300\0\2\1\300\0\2\120\303\121\0\120\4\0\5abcde",
                PROXY_2 + "\41\21\0\23\300\0\2\1\300\0\2\120\303\121\0\120\3\0\4\0\0\0\0",
                PROXY_2 + "\41\41\0\44" + "0123456789abcdef".repeat(2) + "\0\1\0\2",
                PROXY_2 + "\40\0\0\0rest"));

        private final List<String> seeds;

        Kind(List<String> seeds) {
            this.seeds = seeds;
        }

        List<String> seeds() {
            return seeds;
        }
    }

    /** Jazzer's: chooses the parser. */
    public static void fuzzerInitialize(String[] arguments) {
        chosen = Kind.valueOf(arguments[0]);
    }

    /** Jazzer's: one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(chosen, input);
    }

    /** Writes the first inputs of a parser into a directory, for Jazzer to start from. */
    public static void main(String[] arguments) throws IOException {
        List<String> seeds = Kind.valueOf(arguments[0]).seeds();
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(directory.resolve("seed-" + i), Bytes.latin1(seeds.get(i)));
        }
    }

    /** Checks that an input has one outcome. */
    static void check(Kind kind, byte[] input) {
        String whole = outcome(kind, input, Integer.MAX_VALUE);
        int hash = Arrays.hashCode(input) & 0xffff;
        for (int step : new int[] {1, 2 + hash % 13, 64 + hash % 1000}) {
            String pieces = outcome(kind, input, step);
            if (!whole.equals(pieces)) {
                throw new AssertionError("whole: " + whole + "\nin pieces of " + step + ": " + pieces);
            }
        }
    }

    private static String outcome(Kind kind, byte[] input, int step) {
        try {
            return switch (kind) {
                case REQUEST -> request(input, step);
                case CHUNKED -> chunked(input, step);
                case CGI -> cgi(input, step);
                case SCGI -> scgi(input, step);
                case FASTCGI -> FastcgiConversation.read(input, step);
                case PROXY -> proxy(input, step);
            };
        } catch (BadRequest e) {
            return e.status() + " " + e.getMessage();
        } catch (BadResponse e) {
            return e.getMessage();
        }
    }

    private static int end(byte[] input, int from, int step) {
        return (int) Math.min(input.length, (long) from + step);
    }

    private static String request(byte[] input, int step) {
        RequestParser parser = new RequestParser();
        int at = 0;
        while (at < input.length && parser.request() == null) {
            at += parser.feed(input, at, end(input, at, step));
        }
        return parser.request() == null ? "incomplete" : at + Fuzzed.show(parser.request());
    }

    private static String scgi(byte[] input, int step) {
        ScgiParser parser = new ScgiParser();
        int at = 0;
        while (at < input.length && parser.request() == null) {
            at += parser.feed(input, at, end(input, at, step));
        }
        return parser.request() == null ? "incomplete" : at + Fuzzed.show(parser.request());
    }

    /** Such a header is looked at anew whenever there is more of it. */
    private static String proxy(byte[] input, int step) {
        ProxyHeader header = new ProxyHeader();
        int seen = end(input, 0, step);
        int answer = header.parse(input, seen);
        while (answer == ProxyHeader.INCOMPLETE && seen < input.length) {
            seen = end(input, seen, step);
            answer = header.parse(input, seen);
        }
        if (answer > Math.min(seen, ProxyHeader.MOST_BYTES)) {
            throw new AssertionError("a header of " + answer + " bytes in " + seen);
        }
        boolean named = header.hasAddresses();
        return answer + (named ? IpAddress.text(header.source()) + " " + IpAddress.text(header.destination()) : "");
    }

    private static String cgi(byte[] input, int step) {
        CgiResponseParser parser = new CgiResponseParser();
        int at = 0;
        while (at < input.length && parser.response() == null) {
            at += parser.feed(input, at, end(input, at, step));
        }
        return parser.response() == null ? "incomplete" : at + Fuzzed.show(parser.response());
    }

    private static String chunked(byte[] input, int step) {
        ChunkedDecoder decoder = new ChunkedDecoder();
        StringBuilder data = new StringBuilder();
        int at = 0;
        while (at < input.length && !decoder.isAtEnd()) {
            byte[] piece = Arrays.copyOfRange(input, at, end(input, at, step));
            at += decoder.decode(piece, 0, piece.length);
            data.append(Bytes.string(piece, 0, decoder.produced()));
        }
        return decoder.isAtEnd() ? at + ":" + data : "incomplete " + data;
    }
}
