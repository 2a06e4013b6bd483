package ucspi.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ucspi.cli.Numbers;
import ucspi.cli.UsageError;

/** What the repository's configuration says about deploys: git-config(1), section {@code deploy}. */
final class Settings {
    private static final int MOST_SECONDS = 1_000_000;
    private static final int MOST_BODY = 64 << 20;

    private final Map<String, String> last = new HashMap<>();
    private final List<String> data = new ArrayList<>();

    private Settings() {}

    /** Reads them. */
    static Settings of(Git git) {
        Settings settings = new Settings();
        String all = git.quietly("config", "-z", "--get-regexp", "^deploy\\.").output();
        int at = 0;
        while (at < all.length()) {
            int end = all.indexOf('\0', at);
            end = end < 0 ? all.length() : end;
            String entry = all.substring(at, end);
            int newline = entry.indexOf('\n');
            String name = newline < 0 ? entry : entry.substring(0, newline);
            settings.add(name.substring("deploy.".length()), newline < 0 ? "true" : entry.substring(newline + 1));
            at = end + 1;
        }
        return settings;
    }

    /** Git gives names in lower case. */
    private void add(String name, String value) {
        if (name.equals("data")) {
            data.add(value);
        }
        last.put(name, value);
    }

    private String text(String name, String other) {
        String value = last.get(name);
        return value == null ? other : value;
    }

    private int number(String name, int other, int most) {
        String value = last.get(name);
        return value == null ? other : parsed(name, value, most);
    }

    private static int parsed(String name, String value, int most) {
        try {
            return (int) Numbers.decimal("deploy." + name, value, 0, most);
        } catch (UsageError e) {
            throw new Failure("the setting " + e.getMessage());
        }
    }

    private boolean flag(String name) {
        String value = text(name, "false");
        return value.equals("true") || value.equals("yes") || value.equals("on") || value.equals("1");
    }

    /** The branch that is deployed, and no other. */
    String branch() {
        return text("branch", "main");
    }

    /** Its ref. */
    String ref() {
        return "refs/heads/" + branch();
    }

    /** The remote repository that {@code pull} fetches from. */
    String remote() {
        return text("remote", "origin");
    }

    /** The directory that a repository's pushes are deployed to; null if it is the repository's own. */
    String directory() {
        return last.get("directory");
    }

    /** Whether revisions may be deployed that do not come after the one that is served. */
    boolean force() {
        return flag("force");
    }

    /** What has to be signed: {@code none}, {@code commit} or {@code tag}. */
    String verify() {
        return text("verify", "none");
    }

    /** Seconds to wait for another deploy. */
    int waitSeconds() {
        return number("wait", 60, MOST_SECONDS);
    }

    /** Milliseconds to wait for running requests, in place. */
    int drainMillis() {
        return number("drain", 1000, MOST_SECONDS);
    }

    /** Seconds that each of the tree's own programs may take; 0 is for ever. */
    int programSeconds() {
        return number("timeout", 600, MOST_SECONDS);
    }

    /** How many releases are kept. */
    int keep() {
        return Math.max(1, number("keep", 5, MOST_SECONDS));
    }

    /** Paths that are kept for all releases. */
    List<String> data() {
        return data;
    }

    /** The URL of the request that is tried; null for none. */
    String smoke() {
        return last.get("smoke");
    }

    /** The status that it must be answered with. */
    int smokeStatus() {
        return number("smokestatus", 200, 599);
    }

    /** The program that it is for, a path in the tree; null for a site. */
    String smokeProgram() {
        return last.get("smokeprogram");
    }

    /** The directory of the site that it is for, a path in the tree; null for a program. */
    String smokeSite() {
        return last.get("smokesite");
    }

    /** The file that holds the secret of webhooks; null if there are none. */
    String secretFile() {
        return last.get("secretfile");
    }

    /** The largest body of a webhook's request, in bytes. */
    int mostBody() {
        return number("maxbody", 5 << 20, MOST_BODY);
    }

    /** Whether a webhook starts the deploy itself; else something that watches its file does. */
    boolean startsItself() {
        return !text("webhookstart", "true").equals("false");
    }
}
