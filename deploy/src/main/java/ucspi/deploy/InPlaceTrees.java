package ucspi.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Spawn;
import ucspi.server.DeployLock;

/**
 * One checkout that is served and changed in place: {@code git reset --hard}, while no request starts.
 *
 * <p>The change itself is done by a process in a session of its own, {@link Change}: it goes on when the deploy is
 * killed. If it is killed too, the gate stays closed until the next deploy has repaired the files.
 */
final class InPlaceTrees implements Trees {
    private static final int MOST_PATHS = 200;

    private final Runner runner;
    private final Surroundings surroundings;
    private final Store store;
    private final Place place;
    private final Settings settings;
    private final Git git;
    private final Worktrees worktrees;

    InPlaceTrees(Runner runner, Surroundings surroundings, Store store, Place place, Settings settings) {
        this.runner = runner;
        this.surroundings = surroundings;
        this.store = store;
        this.place = place;
        this.settings = settings;
        this.git = Git.tree(runner, surroundings, place.directory());
        this.worktrees = new Worktrees(runner, surroundings, store, place, git);
    }

    @Override
    public String served() {
        String revision = store.readLine(place.revision());
        return revision == null || !Git.isName(revision) ? null : revision;
    }

    @Override
    public String root() {
        return place.directory();
    }

    private String trial() {
        return place.state() + "/trial";
    }

    @Override
    public String make(String revision) {
        boolean isTried =
                settings.smoke() != null || git.has(revision, Hooks.PREPARE) || git.has(revision, Hooks.CHECK);
        if (!isTried) {
            return null;
        }
        worktrees.remove(trial());
        worktrees.make(revision, trial());
        return trial();
    }

    @Override
    public void drop(String tree) {
        if (tree != null) {
            worktrees.remove(tree);
        }
    }

    @Override
    public String old(String revision) {
        return null;
    }

    @Override
    public void serve(String from, String revision, String tree) {
        drop(tree);
        refuseToDisturb();
        refuseToOverwrite(from, revision);
        git.quietly("update-index", "-q", "--refresh");
        List<String> words = List.of("deploy", "change", place.directory(), from == null ? "" : from, revision);
        Spawn change = runner.companion(words, surroundings.git());
        Runner.Result result = runner.run(change, Runner.SHOWN, 0, true);
        if (!result.isGood()) {
            throw new Failure("the files could not be changed");
        }
    }

    /**
     * Leaves a Git alone that somebody else runs in the checkout.
     *
     * @throws Failure if there is one
     */
    void refuseToDisturb() {
        if (store.exists(place.repository() + "/index.lock")) {
            throw new Failure("somebody else's Git is at work in " + place.directory() + ", or was: there is "
                    + place.repository() + "/index.lock");
        }
    }

    /** Data that Git does not track stays, whatever a revision brings: one that has a file in its place is refused. */
    private void refuseToOverwrite(String from, String revision) {
        String before = from == null ? git.commit("HEAD") : from;
        if (before == null) {
            return;
        }
        String added = git.must(
                "compare revisions",
                "diff",
                "--name-only",
                "--no-renames",
                "--diff-filter=A",
                "-z",
                before,
                revision,
                "--");
        Set<String> suspects = new HashSet<>();
        Set<String> known = new HashSet<>();
        int at = 0;
        for (int end = added.indexOf('\0'); end >= 0; end = added.indexOf('\0', at)) {
            suspect(added.substring(at, end), suspects, known);
            at = end + 1;
        }
        List<String> paths = new ArrayList<>(suspects);
        for (int i = 0; i < paths.size(); i += MOST_PATHS) {
            List<String> words = new ArrayList<>(List.of("--literal-pathspecs", "ls-files", "--others", "-z", "--"));
            words.addAll(paths.subList(i, Math.min(paths.size(), i + MOST_PATHS)));
            String others = git.quietly(words).output();
            if (!others.isEmpty()) {
                throw new Failure("a file that is not tracked is in the way: "
                        + Ledger.printable(others.substring(0, others.indexOf('\0')), 200));
            }
        }
    }

    /** Notes what lies where a new file goes, or where a directory above it does. */
    private void suspect(String path, Set<String> suspects, Set<String> known) {
        int slash = path.indexOf('/');
        while (slash >= 0) {
            String above = path.substring(0, slash);
            if (known.add(above)) {
                int type = store.type(place.directory() + "/" + above);
                if (type == 0) {
                    return;
                }
                if (type != FileStatus.TYPE_DIRECTORY) {
                    suspects.add(above);
                    return;
                }
            }
            slash = path.indexOf('/', slash + 1);
        }
        if (store.exists(place.directory() + "/" + path)) {
            suspects.add(path);
        }
    }

    @Override
    public void recover(long since) {
        byte state = Gate.state(runner.sys().kernel(), place.gate());
        boolean broken = state == DeployLock.SWITCHING;
        if (since >= 0 || broken) {
            worktrees.unlock(broken ? 0 : since, settings);
            worktrees.remove(trial());
        }
        if (broken) {
            String revision = served();
            if (revision == null) {
                throw new Failure("a deploy died while it changed files, and which revision was served is not known");
            }
            runner.say("a deploy died while it changed files: going back to " + revision);
            change(revision);
        }
        if (state != DeployLock.OPEN) {
            new Gate(runner, place.gate()).open();
        }
    }

    @Override
    public void restore() {
        String revision = served();
        if (revision == null) {
            throw new Failure("which revision is served is not known");
        }
        Gate gate = new Gate(runner, place.gate());
        gate.close(settings.drainMillis());
        change(revision);
        gate.open();
    }

    /** Makes the files those of a revision, while nobody reads them. */
    void change(String revision) {
        git.must("change the files", "reset", "--quiet", "--hard", revision, "--");
        worktrees.submodules(place.directory(), revision);
    }
}
