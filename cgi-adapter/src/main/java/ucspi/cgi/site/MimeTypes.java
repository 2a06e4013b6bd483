package ucspi.cgi.site;

import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/** Which media type a file's name stands for: as /etc/mime.types says, else by a small table of our own. */
public final class MimeTypes {
    private static final String FILE = "/etc/mime.types";
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SUFFIX = 32;
    private static final byte[] DEFAULT = Bytes.ascii("application/octet-stream");

    /** The types of a page's parts, for systems without the file; the same lines as in it. */
    private static final byte[] OWN = Bytes.ascii("text/html html htm\n"
            + "text/css css\n"
            + "text/javascript js mjs\n"
            + "text/plain txt text log conf\n"
            + "text/csv csv\n"
            + "text/markdown md\n"
            + "text/xml xml\n"
            + "text/vtt vtt\n"
            + "image/png png\n"
            + "image/jpeg jpg jpeg\n"
            + "image/gif gif\n"
            + "image/webp webp\n"
            + "image/avif avif\n"
            + "image/svg+xml svg\n"
            + "image/vnd.microsoft.icon ico\n"
            + "font/woff woff\n"
            + "font/woff2 woff2\n"
            + "font/ttf ttf\n"
            + "font/otf otf\n"
            + "audio/mpeg mp3\n"
            + "audio/ogg ogg oga\n"
            + "video/mp4 mp4 m4v\n"
            + "video/webm webm\n"
            + "application/json json map\n"
            + "application/manifest+json webmanifest\n"
            + "application/pdf pdf\n"
            + "application/zip zip\n"
            + "application/gzip gz tgz\n"
            + "application/x-tar tar\n"
            + "application/xhtml+xml xhtml\n"
            + "application/atom+xml atom\n"
            + "application/rss+xml rss\n"
            + "application/wasm wasm\n");

    private final byte[] system;
    private byte[] lastSuffix = new byte[0];
    private byte[] lastType = DEFAULT;

    /**
     * @param system the text of a file in the format of /etc/mime.types; empty for none
     */
    public MimeTypes(byte[] system) {
        this.system = system;
    }

    /**
     * Those of this machine; a file that is too large or cannot be read counts as none.
     *
     * @return null if the system is short of something at present
     */
    public static MimeTypes ofSystem(Sys sys) {
        try {
            byte[] text = sys.readFile(Bytes.path(FILE), FILE, MOST_BYTES);
            return new MimeTypes(text == null ? new byte[0] : text);
        } catch (SysException e) {
            boolean passes = e.errno() == Errno.EMFILE || e.errno() == Errno.ENFILE || e.errno() == Errno.ENOMEM;
            return passes ? null : new MimeTypes(new byte[0]);
        }
    }

    /** The type of a file of this name. */
    public byte[] of(byte[] name) {
        byte[] suffix = suffix(name);
        if (suffix == null) {
            return DEFAULT;
        }
        if (!java.util.Arrays.equals(suffix, lastSuffix)) {
            byte[] type = find(system, suffix);
            type = type == null ? find(OWN, suffix) : type;
            lastType = type == null ? DEFAULT : type;
            lastSuffix = suffix;
        }
        return lastType;
    }

    private static byte[] suffix(byte[] name) {
        int dot = name.length - 1;
        while (dot >= 0 && name[dot] != '.') {
            dot--;
        }
        int length = name.length - dot - 1;
        if (dot < 0 || length == 0 || length > MOST_SUFFIX) {
            return null;
        }
        byte[] suffix = new byte[length];
        for (int i = 0; i < length; i++) {
            suffix[i] = (byte) Names.lower(name[dot + 1 + i]);
        }
        return suffix;
    }

    /** Finds the line that has the suffix behind its type. */
    private static byte[] find(byte[] text, byte[] suffix) {
        int from = 0;
        while (from < text.length) {
            int end = Bytes.indexOf(text, '\n', from);
            end = end < 0 ? text.length : end;
            int typeEnd = wordEnd(text, from, end);
            if (typeEnd > from && isType(text, from, typeEnd) && lineHas(text, typeEnd, end, suffix)) {
                return java.util.Arrays.copyOfRange(text, from, typeEnd);
            }
            from = end + 1;
        }
        return null;
    }

    /** Only what can stand in a field goes into one: a type has a slash and nothing that is not visible ASCII. */
    private static boolean isType(byte[] text, int from, int to) {
        boolean slash = false;
        for (int i = from; i < to; i++) {
            if (text[i] <= ' ' || text[i] >= 127 || text[i] == '#') {
                return false;
            }
            slash |= text[i] == '/';
        }
        return slash;
    }

    private static boolean lineHas(byte[] text, int from, int end, byte[] suffix) {
        int at = from;
        while (at < end && text[at] != '#') {
            int wordEnd = wordEnd(text, at, end);
            if (wordEnd - at == suffix.length && isWord(text, at, suffix)) {
                return true;
            }
            at = Math.max(wordEnd, at + 1);
        }
        return false;
    }

    private static boolean isWord(byte[] text, int at, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (Names.lower(text[at + i]) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static int wordEnd(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] != ' ' && text[at] != '\t' && text[at] != '\r') {
            at++;
        }
        return at;
    }
}
