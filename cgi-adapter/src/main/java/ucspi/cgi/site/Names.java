package ucspi.cgi.site;

/** What the names of files say: which are hidden, which are programs, which are what an editor left of one. */
final class Names {
    static final byte[] CGI_BIN = bytes("cgi-bin");
    static final byte[] CGI = bytes(".cgi");

    private static final byte[][] LEFTOVERS = {
        bytes("~"),
        bytes(",v"),
        bytes(".bak"),
        bytes(".old"),
        bytes(".orig"),
        bytes(".rej"),
        bytes(".save"),
        bytes(".swp"),
        bytes(".swo"),
        bytes(".tmp"),
        bytes(".dpkg-dist"),
        bytes(".dpkg-new"),
        bytes(".dpkg-old"),
        bytes(".rpmnew"),
        bytes(".rpmsave"),
    };

    private static final int MOST_PRINTED = 1000;

    private Names() {}

    private static byte[] bytes(String text) {
        return ucspi.kernel.Bytes.ascii(text);
    }

    /** Whether a name begins with a dot: neither it nor anything below it is served. */
    static boolean isHidden(byte[] name) {
        return name.length > 0 && name[0] == '.';
    }

    /** Whether everything below a directory of this name is a program. A case that a file system ignores counts. */
    static boolean isProgramDirectory(byte[] name) {
        return name.length == CGI_BIN.length && endsWith(name, CGI_BIN);
    }

    /** Whether a name says that its file is a program, wherever it lies. */
    static boolean isProgram(byte[] name) {
        return endsWith(name, CGI);
    }

    /** Whether a name is a program's with something behind it: {@code a.cgi~}, {@code a.cgi.bak}, {@code a.cgi,v}. */
    static boolean isLeftoverOfProgram(byte[] name) {
        for (int end = CGI.length; end < name.length; end++) {
            if (matches(name, end - CGI.length, CGI) && !isLetterOrDigit(name[end])) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name is one that editors, patches and package managers give to a copy of a file. */
    static boolean isLeftover(byte[] name) {
        for (byte[] end : LEFTOVERS) {
            if (endsWith(name, end)) {
                return true;
            }
        }
        return name.length > 1 && name[0] == '#' && name[name.length - 1] == '#';
    }

    static boolean endsWith(byte[] name, byte[] lowerCaseEnd) {
        return name.length >= lowerCaseEnd.length && matches(name, name.length - lowerCaseEnd.length, lowerCaseEnd);
    }

    private static boolean matches(byte[] name, int at, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(name[at + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** A name for the log: what could be taken for another line, or for a terminal's commands, is a question mark. */
    static String printable(byte[] name) {
        char[] text = new char[Math.min(name.length, MOST_PRINTED)];
        for (int i = 0; i < text.length; i++) {
            text[i] = name[i] >= ' ' && name[i] < 127 ? (char) name[i] : '?';
        }
        return new String(text);
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    static boolean isLetterOrDigit(int b) {
        int c = lower(b);
        return (b >= '0' && b <= '9') || (c >= 'a' && c <= 'z');
    }
}
