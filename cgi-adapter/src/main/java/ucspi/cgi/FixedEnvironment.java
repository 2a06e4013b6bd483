package ucspi.cgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ucspi.cli.Version;
import ucspi.kernel.Bytes;

/**
 * The part of a program's environment that is the same for every request: a few variables of ours, and of those that we
 * were started with only the ones on a list. What a listener, a shell or an earlier request left behind stays out.
 */
final class FixedEnvironment {
    /** What a program needs to find other programs and its language, and nothing that says anything of a connection. */
    private static final String[] ALLOWED = {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ"};

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private FixedEnvironment() {}

    /**
     * What is passed on.
     *
     * @param ours the environment of this process
     * @param passed names of further variables to pass
     */
    static byte[][] passed(byte[][] ours, List<String> passed) {
        List<byte[]> entries = new ArrayList<>();
        for (String name : ALLOWED) {
            pass(entries, ours, name);
        }
        for (String name : passed) {
            pass(entries, ours, name);
        }
        if (find(ours, "PATH") == null) {
            entries.add(Bytes.ascii("PATH=" + DEFAULT_PATH));
        }
        return entries.toArray(new byte[0][]);
    }

    /**
     * What the adapter says of itself and of the program.
     *
     * @param scriptFilename SCRIPT_FILENAME
     * @param documentRoot DOCUMENT_ROOT, null for none
     */
    static byte[][] own(byte[] scriptFilename, byte[] documentRoot) {
        List<byte[]> entries = new ArrayList<>();
        entries.add(Bytes.ascii("GATEWAY_INTERFACE=CGI/1.1"));
        entries.add(Bytes.ascii("SERVER_SOFTWARE=ucspi-kit/" + Version.NUMBER));
        // php-cgi runs nothing without it
        entries.add(Bytes.ascii("REDIRECT_STATUS=200"));
        entries.add(entry("SCRIPT_FILENAME", scriptFilename));
        if (documentRoot != null) {
            entries.add(entry("DOCUMENT_ROOT", documentRoot));
        }
        return entries.toArray(new byte[0][]);
    }

    /** Whether the adapter sets a variable of this name itself, so that passing another one on would clash. */
    static boolean isSetByAdapter(String name) {
        return name.startsWith("HTTP_")
                || name.startsWith("REQUEST_")
                || name.startsWith("SERVER_")
                || name.startsWith("SCRIPT_")
                || name.startsWith("PATH_")
                || name.startsWith("CONTENT_")
                || name.equals("REMOTE_ADDR")
                || name.equals("REMOTE_HOST")
                || name.equals("REMOTE_IDENT")
                || name.equals("REMOTE_PORT")
                || name.equals("AUTH_TYPE")
                || name.equals("DOCUMENT_ROOT")
                || name.equals("GATEWAY_INTERFACE")
                || name.equals("HTTPS")
                || name.equals("QUERY_STRING")
                || name.equals("REDIRECT_STATUS")
                || name.equals("UNIQUE_ID");
    }

    /** Both. */
    static byte[][] entries(byte[][] ours, List<String> passed, byte[] scriptFilename, byte[] documentRoot) {
        byte[][] first = passed(ours, passed);
        byte[][] second = own(scriptFilename, documentRoot);
        byte[][] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static void pass(List<byte[]> entries, byte[][] ours, String name) {
        byte[] entry = find(ours, name);
        if (entry != null && !entries.contains(entry)) {
            entries.add(entry);
        }
    }

    private static byte[] find(byte[][] environment, String name) {
        byte[] prefix = Bytes.ascii(name + "=");
        for (byte[] entry : environment) {
            if (Bytes.startsWith(entry, prefix)) {
                return entry;
            }
        }
        return null;
    }

    private static byte[] entry(String name, byte[] value) {
        byte[] entry = new byte[name.length() + 1 + value.length];
        byte[] start = Bytes.ascii(name + "=");
        System.arraycopy(start, 0, entry, 0, start.length);
        System.arraycopy(value, 0, entry, start.length, value.length);
        return entry;
    }
}
