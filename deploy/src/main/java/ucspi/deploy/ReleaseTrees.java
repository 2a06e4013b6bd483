package ucspi.deploy;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Sys;

/**
 * Each revision in a directory of its own, one of which a symbolic link names. A release that was made whole has a mark
 * in {@code deploy/releases}; what has none is rubbish.
 */
final class ReleaseTrees implements Trees {
    private static final String MARKS = "/releases/";
    private static final int CLOCK_MILLIS = 2000;

    private final Runner runner;
    private final Sys sys;
    private final Store store;
    private final Place place;
    private final Settings settings;
    private final Worktrees worktrees;

    ReleaseTrees(Runner runner, Surroundings surroundings, Store store, Place place, Settings settings, Git git) {
        this.runner = runner;
        this.sys = runner.sys();
        this.store = store;
        this.place = place;
        this.settings = settings;
        this.worktrees = new Worktrees(runner, surroundings, store, place, git);
    }

    /** The name of the release that is served; null before the first. */
    String currentName() {
        String target = store.link(place.current());
        return target == null ? null : target.substring(target.lastIndexOf('/') + 1);
    }

    /** The revision of a release. */
    static String revisionOf(String name) {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    @Override
    public String served() {
        String name = currentName();
        return name == null || !Git.isName(revisionOf(name)) ? null : revisionOf(name);
    }

    @Override
    public String root() {
        return place.releases() + "/" + currentName();
    }

    /** All releases that are whole, the oldest first. */
    List<String> whole() {
        List<String> whole = new ArrayList<>();
        List<String> names = store.names(place.releases());
        for (String name : names == null ? new ArrayList<String>() : names) {
            if (store.exists(mark(name))) {
                whole.add(name);
            }
        }
        return whole;
    }

    private String mark(String name) {
        return place.state() + MARKS + name;
    }

    @Override
    public String make(String revision) {
        String path = place.releases() + "/" + freeName(revision);
        worktrees.make(revision, path);
        for (String data : settings.data()) {
            link(path, data);
        }
        return path;
    }

    private String freeName(String revision) {
        long millis = sys.kernel().realtimeMillis();
        List<String> names = store.names(place.releases());
        String last = names == null || names.isEmpty() ? "" : names.get(names.size() - 1);
        String name = nameOf(millis, revision);
        // the names have the order of the deploys, unless somebody has put the clock back by much
        for (int i = 1; i < CLOCK_MILLIS && name.compareTo(last) <= 0; i++) {
            name = nameOf(millis + i, revision);
        }
        return name;
    }

    private static String nameOf(long millis, String revision) {
        String time = Time.text(millis, false);
        return time.substring(0, time.length() - 1) + "."
                + Time.seconds(millis % 1000).substring(2) + "Z-" + revision;
    }

    /** Has a path of a release lead to what all of them share. */
    private void link(String release, String data) {
        boolean isBelow = !data.isEmpty() && data.charAt(0) != '/' && !("/" + data + "/").contains("/../");
        if (!isBelow) {
            throw new Failure("the setting deploy.data takes paths in the tree, not '" + data + "'");
        }
        String path = release + "/" + data;
        if (store.exists(path)) {
            throw new Failure("the revision has a file where data belongs: " + data);
        }
        store.makeDirectory(place.directory() + "/data/" + data);
        store.makeDirectory(Store.parent(path));
        StringBuilder target = new StringBuilder("../../");
        for (int slash = data.indexOf('/'); slash >= 0; slash = data.indexOf('/', slash + 1)) {
            target.append("../");
        }
        Sys.check(sys.kernel().symlink(Bytes.path(target + "data/" + data), Bytes.path(path)), "link " + path);
    }

    @Override
    public void serve(String from, String revision, String tree) {
        String name = tree.substring(tree.lastIndexOf('/') + 1);
        store.makeDirectory(place.state() + MARKS);
        store.replace(mark(name), "");
        store.sync(place.releases());
        store.relink("releases/" + name, place.current());
    }

    @Override
    public String old(String revision) {
        String found = null;
        for (String name : whole()) {
            found = revisionOf(name).equals(revision) ? name : found;
        }
        if (found == null) {
            throw new Failure("there is no release of " + revision + " any more");
        }
        return place.releases() + "/" + found;
    }

    @Override
    public void drop(String tree) {
        String name = tree.substring(tree.lastIndexOf('/') + 1);
        if (!name.equals(currentName())) {
            store.remove(mark(name));
            worktrees.remove(tree);
        }
    }

    @Override
    public void restore() {
        runner.say("releases do not change: nothing to restore");
    }

    @Override
    public void recover(long since) {
        if (since < 0) {
            return;
        }
        worktrees.unlock(since, settings);
        List<String> names = store.names(place.releases());
        for (String name : names == null ? new ArrayList<String>() : names) {
            boolean isHalf = store.type(place.releases() + "/" + name) == FileStatus.TYPE_DIRECTORY
                    && !store.exists(mark(name))
                    && !name.equals(currentName());
            if (isHalf) {
                runner.say("removing what a deploy left behind: " + name);
                worktrees.remove(place.releases() + "/" + name);
            }
        }
    }
}
