package ucspi.deploy;

import ucspi.cli.UsageError;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;

/** {@code deploy init}: prepares a directory, and the hook of the repository that is pushed to. */
final class Init {
    private static final String MARK = "# made by deploy init";

    private final Kernel kernel;
    private final Store store;
    private final DeployOptions options;
    private final Runner runner;
    private final Surroundings surroundings;

    Init(Sys sys, Store store, DeployOptions options) {
        this.kernel = sys.kernel();
        this.store = store;
        this.options = options;
        this.runner = new Runner(sys, true);
        this.surroundings = new Surroundings(kernel);
    }

    int run(String directory) {
        if (options.releases == options.inPlace) {
            throw new UsageError("init takes one of --releases and --in-place");
        }
        store.makeDirectory(directory);
        Place place = new Place(store.real(directory), options.releases);
        Git git = options.releases ? releases(place) : inPlace(place);
        String branch = options.branch == null ? "main" : options.branch;
        boolean valid = !branch.startsWith("-")
                && git.quietly("check-ref-format", "refs/heads/" + branch).isGood();
        if (!valid) {
            throw new UsageError("option --branch takes the name of a branch, not '" + branch + "'");
        }
        git.must("configure", "config", "deploy.branch", branch);
        if (options.from != null) {
            git.quietly("config", "--remove-section", "remote.origin");
            git.must("configure", "config", "remote.origin.url", options.from);
            git.must("configure", "config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
        }
        if (options.hook != null) {
            hooks(pushed(options.hook), place);
        } else if (options.releases) {
            hooks(place.repository(), place);
        }
        runner.say("prepared " + place.directory());
        return 0;
    }

    private Git releases(Place place) {
        store.makeDirectory(place.releases());
        store.makeDirectory(place.directory() + "/data");
        if (!store.isDirectory(place.repository())) {
            store.makeDirectory(place.repository());
            Git.tree(runner, surroundings, place.repository()).must("make a repository", "init", "--quiet", "--bare");
        }
        Git git = Git.bare(runner, surroundings, place.repository());
        String branch = options.branch == null ? "main" : options.branch;
        git.quietly("symbolic-ref", "HEAD", "refs/heads/" + branch);
        store.makeDirectory(place.state());
        return git;
    }

    private Git inPlace(Place place) {
        Git tree = Git.tree(runner, surroundings, place.directory());
        if (store.type(place.repository()) == 0) {
            String branch = options.branch == null ? "main" : options.branch;
            tree.must("make a repository", "init", "--quiet");
            tree.quietly("symbolic-ref", "HEAD", "refs/heads/" + branch);
        }
        if (store.type(place.repository()) != FileStatus.TYPE_DIRECTORY) {
            throw new Failure(place.repository() + " is no directory: a worktree or a submodule cannot be served");
        }
        store.makeDirectory(place.state());
        String head = tree.commit("HEAD");
        if (head != null && !store.exists(place.revision())) {
            store.replace(place.revision(), head + "\n");
        }
        if (!store.exists(place.gate())) {
            store.replace(place.gate(), "o");
        }
        return Git.bare(runner, surroundings, place.repository());
    }

    private String pushed(String path) {
        String real = store.real(path);
        if (real == null || !store.isDirectory(real + "/objects")) {
            throw new Failure("not a bare Git repository: " + path);
        }
        return real;
    }

    private void hooks(String repository, Place place) {
        hook(repository + "/hooks/update", "receive \"$@\"");
        hook(repository + "/hooks/pre-receive", "receive --note-options");
        Git git = Git.bare(runner, surroundings, repository);
        git.must("configure", "config", "deploy.directory", place.directory());
        git.must("configure", "config", "receive.advertisePushOptions", "true");
    }

    /** Only what deploy init made is replaced: a hook of somebody's own may do more. */
    private void hook(String path, String words) {
        String line = "exec " + quoted(program()) + " " + words;
        String text = store.read(path);
        if (text != null && !text.contains(MARK)) {
            throw new Failure(path + " is there already; for deploys it needs the line: " + line);
        }
        store.makeDirectory(Store.parent(path));
        store.replace(path, "#!/bin/sh\n" + MARK + "\n" + line + "\n");
        Sys.check(kernel.chmod(Bytes.path(path), 0755), "make " + path + " executable");
    }

    /** This program, as a shell can start it. */
    private String program() {
        String executable = store.link("/proc/self/exe");
        String beside = executable == null ? null : Store.parent(executable) + "/deploy";
        if (beside != null && store.exists(beside)) {
            return beside;
        }
        for (byte[] candidate : kernel.companion("deploy")) {
            String path = Bytes.string(candidate);
            if (path.startsWith("/") && !path.startsWith("/proc/") && store.exists(path)) {
                return path;
            }
        }
        return "deploy";
    }

    private static String quoted(String path) {
        return "'" + path.replace("'", "'\\''") + "'";
    }
}
