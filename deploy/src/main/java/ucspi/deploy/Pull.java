package ucspi.deploy;

import ucspi.kernel.Sys;

/** {@code deploy pull}: fetches the branch from where it comes from, and deploys it. */
final class Pull {
    private final Sys sys;
    private final Store store;

    Pull(Sys sys, Store store) {
        this.sys = sys;
        this.store = store;
    }

    int run(String directory, boolean force, boolean wanted) {
        Runner runner = new Runner(sys, true);
        Place place = Place.at(store, directory);
        if (wanted) {
            new Wanted(runner, store, place).deployAll();
        } else {
            Deployment deployment = Deployment.of(runner, store, place);
            deployment.run(new Wish("pull", Caller.name(sys), force, git -> fetch(git, deployment.settings())));
            Prune.quietly(deployment, store, sys);
        }
        return 0;
    }

    /** Fetches the branch, if there is a remote repository, and says what it is. */
    static String fetch(Git git, Settings settings) {
        String remote = settings.remote();
        if (remote.startsWith("-")) {
            throw new Failure("no remote repository is named " + remote);
        }
        String ref = settings.ref();
        if (git.quietly("config", "--get", "remote." + remote + ".url").isGood()) {
            String tracking = "refs/remotes/" + remote + "/" + settings.branch();
            git.must(
                    "fetch",
                    "fetch",
                    "--quiet",
                    "--no-write-fetch-head",
                    "--recurse-submodules=no",
                    "--",
                    remote,
                    "+" + ref + ":" + tracking);
            ref = tracking;
        }
        String commit = git.commit(ref);
        if (commit == null) {
            throw new Failure("there is no branch " + settings.branch());
        }
        return commit;
    }
}
