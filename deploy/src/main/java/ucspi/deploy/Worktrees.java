package ucspi.deploy;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Spawn;

/** Makes working trees of revisions, and removes trees. */
final class Worktrees {
    private static final String WORKTREES = "/worktrees/";

    /** What becomes one of Git's own directories at once, or is one no longer. */
    private static final String DRAFT = "/deploy-draft";

    private final Runner runner;
    private final Surroundings surroundings;
    private final Store store;
    private final Place place;
    private final Git git;

    Worktrees(Runner runner, Surroundings surroundings, Store store, Place place, Git git) {
        this.runner = runner;
        this.surroundings = surroundings;
        this.store = store;
        this.place = place;
        this.git = git;
    }

    /**
     * Makes one, with its submodules.
     *
     * <p>As git worktree add does it, gitrepository-layout(5), but for one thing: that begins with a HEAD which names
     * no commit, and if it is killed then, the repository takes no push any more. Here what Git finds is complete.
     *
     * @param path an absolute path where nothing is
     */
    void make(String revision, String path) {
        String admin = place.repository() + WORKTREES + name(path);
        String draft = place.repository() + DRAFT;
        discard(draft);
        store.makeDirectory(draft);
        store.replace(draft + "/HEAD", revision + "\n");
        store.replace(draft + "/commondir", "../..\n");
        store.replace(draft + "/gitdir", path + "/.git\n");
        store.makeDirectory(place.repository() + WORKTREES);
        store.makeDirectory(path);
        store.rename(draft, admin);
        store.replace(path + "/.git", "gitdir: " + admin + "\n");
        Git.tree(runner, surroundings, path).must("check out " + revision, "reset", "--quiet", "--hard");
        submodules(path, revision);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Brings the submodules of a tree to what its revision says. */
    void submodules(String path, String revision) {
        if (git.has(revision, ".gitmodules")) {
            Git tree = Git.tree(runner, surroundings, path);
            tree.must("name submodules", "submodule", "--quiet", "sync", "--recursive");
            tree.must("update submodules", "submodule", "--quiet", "update", "--init", "--recursive", "--force");
        }
    }

    /** Removes a tree, and what Git knows of it. Links in it are removed, and not what they lead to. */
    void remove(String path) {
        String admin = place.repository() + WORKTREES + name(path);
        String draft = place.repository() + DRAFT;
        discard(draft);
        if (store.exists(admin)) {
            store.rename(admin, draft);
            discard(draft);
        }
        discard(path);
    }

    private void discard(String path) {
        if (store.exists(path)) {
            removeAll(path);
        }
    }

    private void removeAll(String path) {
        Spawn rm = runner.program(List.of("rm", "-rf", "--one-file-system", "--", path), surroundings.plain());
        rm.directory = Bytes.path("/");
        Runner.Result result = runner.run(rm, Runner.BOTH_TAKEN, 0, false);
        if (!result.isGood()) {
            runner.say("unable to remove " + path + ": " + Git.lastLine(result.output()));
        }
    }

    /**
     * Removes lock files of Git's that killed programs of ours left behind. None of those is alive: they keep our lock.
     *
     * @param since when the deploy began that was killed, in seconds since 1970: older locks are somebody else's
     */
    void unlock(long since, Settings settings) {
        String repository = place.repository();
        String[] names = {
            "index",
            "HEAD",
            "ORIG_HEAD",
            "packed-refs",
            "shallow",
            "refs/deploy/incoming",
            "refs/remotes/" + settings.remote() + "/" + settings.branch()
        };
        for (String name : names) {
            String lock = repository + "/" + name + ".lock";
            if (store.modified(lock) >= since) {
                store.remove(lock);
            }
        }
    }
}
