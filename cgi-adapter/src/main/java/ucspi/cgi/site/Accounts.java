package ucspi.cgi.site;

import java.util.Arrays;
import ucspi.kernel.Bytes;

/**
 * Looks a user up in the text of /etc/passwd, passwd(5): a static executable has no name service switch.
 *
 * @param uid the user's id
 * @param gid the id of the user's group
 * @param home the user's directory, an absolute path
 */
record Accounts(int uid, int gid, byte[] home) {
    private static final int FIELDS = 7;
    private static final int UID = 2;
    private static final int GID = 3;
    private static final int HOME = 5;

    /** The user of this name; null if there is none, or none with a directory; never root. */
    static Accounts find(byte[] passwd, byte[] name) {
        if (name.length == 0 || Bytes.indexOf(name, ':') >= 0 || Bytes.indexOf(name, '\n') >= 0) {
            return null;
        }
        int from = 0;
        while (from < passwd.length) {
            int end = Bytes.indexOf(passwd, '\n', from);
            end = end < 0 ? passwd.length : end;
            int colon = Bytes.indexOf(passwd, ':', from);
            if (colon >= 0 && Arrays.equals(name, Arrays.copyOfRange(passwd, from, colon))) {
                return of(passwd, from, end);
            }
            from = end + 1;
        }
        return null;
    }

    private static Accounts of(byte[] passwd, int from, int end) {
        int[] starts = new int[FIELDS + 1];
        int count = 1;
        starts[0] = from;
        for (int i = from; i < end && count <= FIELDS; i++) {
            if (passwd[i] == ':') {
                starts[count++] = i + 1;
            }
        }
        if (count != FIELDS) {
            return null;
        }
        int uid = id(passwd, starts[UID], starts[UID + 1] - 1);
        int gid = id(passwd, starts[GID], starts[GID + 1] - 1);
        byte[] home = Arrays.copyOfRange(passwd, starts[HOME], starts[HOME + 1] - 1);
        boolean usable = uid > 0 && gid >= 0 && home.length > 1 && home[0] == '/';
        return usable ? new Accounts(uid, gid, home) : null;
    }

    private static int id(byte[] passwd, int from, int to) {
        long id = 0;
        for (int i = from; i < to; i++) {
            int digit = passwd[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            id = Math.min(id * 10 + digit, Integer.MAX_VALUE + 1L);
        }
        return from == to || id > Integer.MAX_VALUE ? -1 : (int) id;
    }
}
