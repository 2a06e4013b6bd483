package ucspi.deploy;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Spawn;

/** Runs a tree's own programs: {@code .deploy/prepare}, {@code .deploy/check}, {@code .deploy/released}. */
final class Hooks {
    static final String PREPARE = ".deploy/prepare";
    static final String CHECK = ".deploy/check";
    static final String RELEASED = ".deploy/released";

    private final Runner runner;
    private final Surroundings surroundings;
    private final Store store;
    private final Place place;
    private final Settings settings;

    Hooks(Runner runner, Surroundings surroundings, Store store, Place place, Settings settings) {
        this.runner = runner;
        this.surroundings = surroundings;
        this.store = store;
        this.place = place;
        this.settings = settings;
    }

    /**
     * Runs one in its tree, if there is one. What it prints is seen by whoever looks on.
     *
     * @throws Failure if it fails
     */
    void run(String hook, String tree, String revision, String previous) {
        String path = tree + "/" + hook;
        if (store.type(path) != FileStatus.TYPE_REGULAR) {
            return;
        }
        Spawn spawn = runner.program(List.of(path), environment(revision, previous));
        spawn.directory = Bytes.path(tree);
        Runner.Result result = attempt(spawn, hook);
        if (!result.isGood()) {
            throw new Failure(hook + " failed: " + how(result));
        }
    }

    private Runner.Result attempt(Spawn spawn, String hook) {
        try {
            return runner.run(spawn, Runner.SHOWN, settings.programSeconds(), false);
        } catch (Failure e) {
            throw new Failure(hook + ": " + e.getMessage());
        }
    }

    private static String how(Runner.Result result) {
        String said = result.output().trim();
        return said.isEmpty() ? "exit " + result.status() : said;
    }

    /** What the tree's programs know of the deploy. */
    Environment environment(String revision, String previous) {
        Environment environment = surroundings.plain();
        environment.set("DEPLOY_REVISION", revision);
        environment.set("DEPLOY_PREVIOUS", previous == null ? "" : previous);
        environment.set("DEPLOY_DIRECTORY", place.directory());
        environment.set("DEPLOY_BRANCH", settings.branch());
        return environment;
    }
}
