package ucspi.cgi;

import picocli.CommandLine.Option;
import ucspi.cgi.site.UserSettings;
import ucspi.cli.Numbers;
import ucspi.cli.UsageError;
import ucspi.kernel.Bytes;

/** The options of cgi-adapter that are about sites; a picocli mixin. */
public final class SiteOptions {
    private static final String PASSWD = "/etc/passwd";

    /** The directory of files and programs to serve, or null. */
    String directory;

    /** The directory of such directories, one for each host, or null. */
    String hosts;

    /** Whether directories without an index file are listed. */
    boolean listDirectories;

    /** The directory of files that programs may name to be sent, or null. */
    String internal;

    private String userDirectory;
    private String passwd = PASSWD;
    private String group;
    private int leastUid = UserSettings.LEAST_UID;
    private int leastGid = UserSettings.LEAST_GID;

    @Option(
            names = "--site",
            paramLabel = "directory",
            description = "Serve the files below this directory, and run the programs in it: those below a cgi-bin and"
                    + " those whose names end in .cgi.")
    public void directory(String text) {
        directory = path("--site", text);
    }

    @Option(
            names = "--vhosts",
            paramLabel = "directory",
            description = "Serve such a directory for each host, whose name is the host's; default is for all others.")
    public void hosts(String text) {
        hosts = path("--vhosts", text);
    }

    @Option(
            names = "--userdir",
            paramLabel = "path",
            description = "Serve this part of each user's home directory, public for example, as /~user/. Run by root,"
                    + " read files and run programs as that user.")
    public void userDirectory(String text) {
        boolean isBelow = !text.isEmpty() && text.charAt(0) != '/' && !hasDots(text);
        if (!isBelow) {
            throw new UsageError("option --userdir takes a path below home directories, not '" + text + "'");
        }
        userDirectory = text;
    }

    private static boolean hasDots(String path) {
        String padded = "/" + path + "/";
        return padded.contains("/../") || padded.contains("/./");
    }

    @Option(
            names = "--passwd",
            paramLabel = "file",
            description =
                    "Look users up in this file, which is like /etc/passwd, where users of other sources are not.")
    public void passwd(String text) {
        passwd = path("--passwd", text);
    }

    @Option(
            names = "--group",
            paramLabel = "file",
            description = "Look users' groups up in this file. Default: /etc/group.")
    public void group(String text) {
        group = path("--group", text);
    }

    @Option(
            names = "--min-uid",
            paramLabel = "uid",
            description = "Serve nothing as a user with a lower id than this. Default: 1000.")
    public void leastUid(String text) {
        leastUid = (int) Numbers.decimal("--min-uid", text, 1, Integer.MAX_VALUE);
    }

    @Option(
            names = "--min-gid",
            paramLabel = "gid",
            description = "Serve nothing as a user whose group has a lower id than this. Default: 100.")
    public void leastGid(String text) {
        leastGid = (int) Numbers.decimal("--min-gid", text, 1, Integer.MAX_VALUE);
    }

    @Option(
            names = "--list-directories",
            description = "List the content of a directory that has neither index.html nor index.cgi.")
    public void listDirectories(boolean given) {
        listDirectories |= given;
    }

    @Option(
            names = "--internal",
            paramLabel = "directory",
            description =
                    "Programs of the site may have files below this directory sent, by the fields X-Sendfile, with"
                            + " a file's path, and X-Accel-Redirect, with a path below it.")
    public void internal(String text) {
        internal = path("--internal", text);
    }

    static String path(String option, String text) {
        if (text.isEmpty()) {
            throw new UsageError("option " + option + " takes a path");
        }
        return text;
    }

    /** Whether files are served, and not one program. */
    boolean isSite() {
        return directory != null || hosts != null;
    }

    /** Whose directories are served and how; null for nobody's. */
    UserSettings users() {
        return userDirectory == null
                ? null
                : new UserSettings(
                        Bytes.latin1(userDirectory), passwd, group == null ? "/etc/group" : group, leastUid, leastGid);
    }

    /**
     * Checks what no option can check for itself.
     *
     * @throws UsageError if these options make no sense together
     */
    void check() {
        refuse(directory != null && hosts != null, "options --site and --vhosts exclude each other");
        refuse(!isSite() && userDirectory != null, "option --userdir is for sites");
        refuse(!isSite() && listDirectories, "option --list-directories is for sites");
        refuse(!isSite() && internal != null, "option --internal is for sites");
        boolean noUsers = userDirectory == null;
        refuse(noUsers && !passwd.equals(PASSWD), "option --passwd goes with --userdir");
        refuse(noUsers && group != null, "option --group goes with --userdir");
        refuse(noUsers && leastUid != UserSettings.LEAST_UID, "option --min-uid goes with --userdir");
        refuse(noUsers && leastGid != UserSettings.LEAST_GID, "option --min-gid goes with --userdir");
    }

    static void refuse(boolean senseless, String complaint) {
        if (senseless) {
            throw new UsageError(complaint);
        }
    }
}
