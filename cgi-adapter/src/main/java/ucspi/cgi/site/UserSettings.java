package ucspi.cgi.site;

/**
 * Which users have directories that are served.
 *
 * @param directory what is served of a home directory, a relative path
 * @param passwd the file that users are looked up in
 * @param group the file that their groups are looked up in
 * @param leastUid the lowest id of a user whom root becomes
 * @param leastGid the lowest id of such a user's group
 */
public record UserSettings(byte[] directory, String passwd, String group, int leastUid, int leastGid) {
    /** Where the ids of people begin, login.defs(5). */
    public static final int LEAST_UID = 1000;

    /** Where the ids of people's groups begin; some systems have one group for all of them, 100. */
    public static final int LEAST_GID = 100;
}
