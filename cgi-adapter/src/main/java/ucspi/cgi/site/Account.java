package ucspi.cgi.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;

/**
 * A user as /etc/passwd, passwd(5), and /etc/group, group(5), tell of one: a static executable has no name service
 * switch.
 *
 * @param name the user's name
 * @param uid the user's id
 * @param gid the id of the user's group
 * @param home the user's directory, an absolute path
 */
public record Account(byte[] name, int uid, int gid, byte[] home) {
    private static final int PASSWD_FIELDS = 7;
    private static final int GROUP_FIELDS = 4;
    private static final int UID = 2;
    private static final int GID = 3;
    private static final int HOME = 5;
    private static final int MEMBERS = 3;

    /** The user of this name; null if there is none, or none with a directory; never root. */
    static Account find(byte[] passwd, byte[] name) {
        if (name.length == 0 || Bytes.indexOf(name, ':') >= 0 || Bytes.indexOf(name, '\n') >= 0) {
            return null;
        }
        int from = 0;
        while (from < passwd.length) {
            int end = lineEnd(passwd, from);
            int colon = Bytes.indexOf(passwd, ':', from);
            if (colon >= 0 && Arrays.equals(name, Arrays.copyOfRange(passwd, from, colon))) {
                return of(name, passwd, from, end);
            }
            from = end + 1;
        }
        return null;
    }

    private static Account of(byte[] name, byte[] passwd, int from, int end) {
        int[] starts = fields(passwd, from, end, PASSWD_FIELDS);
        if (starts == null) {
            return null;
        }
        int uid = id(passwd, starts[UID], starts[UID + 1] - 1);
        int gid = id(passwd, starts[GID], starts[GID + 1] - 1);
        byte[] home = Arrays.copyOfRange(passwd, starts[HOME], starts[HOME + 1] - 1);
        boolean usable = uid > 0 && gid >= 0 && home.length > 1 && home[0] == '/';
        return usable ? new Account(name, uid, gid, home) : null;
    }

    /**
     * The groups that a user is in, the user's own one first, as initgroups(3) has them.
     *
     * @param groupFile the text of /etc/group; null for none
     */
    int[] groups(byte[] groupFile) {
        List<Integer> groups = new ArrayList<>();
        groups.add(gid);
        int from = 0;
        while (groupFile != null && from < groupFile.length) {
            int end = lineEnd(groupFile, from);
            int[] starts = fields(groupFile, from, end, GROUP_FIELDS);
            if (starts != null && isAmong(groupFile, starts[MEMBERS], end)) {
                int id = id(groupFile, starts[2], starts[MEMBERS] - 1);
                if (id > 0 && !groups.contains(id)) {
                    groups.add(id);
                }
            }
            from = end + 1;
        }
        int[] ids = new int[groups.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = groups.get(i);
        }
        return ids;
    }

    /** Whether the name is one of those with commas between. */
    private boolean isAmong(byte[] text, int start, int end) {
        int from = start;
        while (from < end) {
            int comma = Bytes.indexOf(text, ',', from);
            int to = comma < 0 ? end : Math.min(comma, end);
            if (Arrays.equals(name, Arrays.copyOfRange(text, from, to))) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private static int lineEnd(byte[] text, int from) {
        int newline = Bytes.indexOf(text, '\n', from);
        return newline < 0 ? text.length : newline;
    }

    /** Where the fields of a line begin; null if they are not so many. */
    private static int[] fields(byte[] text, int from, int end, int fields) {
        int[] starts = new int[fields + 1];
        int count = 1;
        starts[0] = from;
        for (int i = from; i < end && count <= fields; i++) {
            if (text[i] == ':') {
                starts[count++] = i + 1;
            }
        }
        return count == fields ? starts : null;
    }

    private static int id(byte[] text, int from, int to) {
        long id = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            id = Math.min(id * 10 + digit, Integer.MAX_VALUE + 1L);
        }
        return from == to || id > Integer.MAX_VALUE ? -1 : (int) id;
    }
}
