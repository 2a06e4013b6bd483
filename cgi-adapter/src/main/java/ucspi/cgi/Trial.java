package ucspi.cgi;

import java.util.List;
import ucspi.cli.UsageError;
import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/** Makes the one request of {@code --try} of a command line, as bytes in a file without a name. */
final class Trial {
    private static final int MOST_DATA = 64 << 20;
    private static final String HOST = "localhost";

    private final CgiAdapterOptions options;
    private final String url;

    /**
     * Takes URL, headers and data off the operands, so that the program is left.
     *
     * @throws UsageError if there is no URL, or no program and no site
     */
    Trial(CgiAdapterOptions options) {
        this.options = options;
        List<String> words = options.program;
        if (words.isEmpty()) {
            throw new UsageError("option --try takes a method and a URL");
        }
        url = words.get(0);
        int at = 1;
        while (at + 1 < words.size() && isOption(words.get(at))) {
            if (words.get(at).equals("--header")) {
                options.header(words.get(at + 1));
            } else {
                options.data(words.get(at + 1));
            }
            at += 2;
        }
        boolean hasProgram = at < words.size() && !isOption(words.get(at));
        if (!hasProgram && !options.site.isSite()) {
            throw new UsageError("option --try takes a method, a URL and a program");
        }
        options.program = words.subList(at, words.size());
    }

    private static boolean isOption(String word) {
        return word.equals("--header") || word.equals("--data");
    }

    /** Whether the URL says so. */
    boolean isHttps() {
        return url.startsWith("https://");
    }

    /**
     * Writes the request into a file.
     *
     * @return a descriptor to read it from
     */
    int open(Sys sys, byte[] directory) {
        byte[] data = data(sys);
        byte[] request = Bytes.latin1(head(data));
        Spool spool = new Spool(sys.kernel(), directory);
        spool.add(request, 0, request.length);
        if (data != null) {
            spool.add(data, 0, data.length);
        }
        spool.moveToFile();
        spool.rewind();
        return spool.file();
    }

    private byte[] data(Sys sys) {
        String text = options.tryData;
        if (text == null || text.isEmpty() || text.charAt(0) != '@') {
            return text == null ? null : Bytes.latin1(text);
        }
        String name = text.substring(1);
        byte[] data = sys.readFile(Bytes.path(name), name, MOST_DATA);
        if (data == null) {
            throw new SysException("read " + name, ucspi.kernel.Errno.ENOENT);
        }
        return data;
    }

    private String head(byte[] data) {
        StringBuilder head = new StringBuilder();
        head.append(options.tryMethod).append(' ').append(url).append(" HTTP/1.1\r\n");
        boolean hasHost = false;
        for (String header : options.tryHeaders) {
            head.append(header).append("\r\n");
            hasHost |= header.length() > 4 && header.substring(0, 5).equalsIgnoreCase("host:");
        }
        if (!hasHost) {
            head.append("Host: ").append(HOST).append("\r\n");
        }
        if (data != null) {
            head.append("Content-Length: ").append(data.length).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString();
    }
}
