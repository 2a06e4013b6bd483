package ucspi.deploy;

import ucspi.kernel.Environment;
import ucspi.kernel.Kernel;
import ucspi.kernel.SysException;

/**
 * One deploy from its lock to its record.
 *
 * <pre>
 *   lock - repair - bring the revision - may it be? - prepare - check - try - switch - tell - record
 *                                       \\________ a failure: nothing has changed ______/
 * </pre>
 *
 * <p>A failure behind the switch, of {@code .deploy/released}, switches back.
 */
final class Deployment {
    private final Runner runner;
    private final Kernel kernel;
    private final Store store;
    private final Place place;
    private final Settings settings;
    private final Git git;
    private final Trees trees;
    private final Hooks hooks;
    private final Ledger ledger;
    private final Surroundings surroundings;

    private Deployment(Runner runner, Store store, Place place) {
        this.runner = runner;
        this.kernel = runner.sys().kernel();
        this.store = store;
        this.place = place;
        this.surroundings = new Surroundings(kernel);
        this.git = Git.bare(runner, surroundings, place.repository());
        this.settings = Settings.of(git);
        this.trees = place.hasReleases()
                ? new ReleaseTrees(runner, surroundings, store, place, settings, git)
                : new InPlaceTrees(runner, surroundings, store, place, settings);
        this.hooks = new Hooks(runner, surroundings, store, place, settings);
        this.ledger = new Ledger(store, place);
    }

    /** Of a directory. */
    static Deployment of(Runner runner, Store store, Place place) {
        return new Deployment(runner, store, place);
    }

    Place place() {
        return place;
    }

    Settings settings() {
        return settings;
    }

    Git git() {
        return git;
    }

    Trees trees() {
        return trees;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Says something to whoever looks on. */
    void say(String text) {
        runner.say(text);
    }

    /**
     * Takes the lock and repairs what was left behind by whoever had it.
     *
     * @return the lock's descriptor, to be given to {@link #unlock}
     */
    int lock() {
        int mutex = Mutex.take(runner, place.mutex(), settings.waitSeconds());
        runner.shareLock(mutex);
        Journal journal = Journal.read(store, place);
        trees.recover(journal == null ? -1 : journal.millis() / 1000);
        if (journal != null) {
            boolean done = journal.to().equals(trees.served());
            String note = done ? "killed behind the switch" : "killed; nothing has changed";
            runner.say("the deploy of " + journal.to() + " was " + note);
            ledger.add(
                    journal.millis(),
                    done ? Ledger.RELEASED : Ledger.INTERRUPTED,
                    journal.how(),
                    journal.who(),
                    journal.from(),
                    journal.to(),
                    0,
                    note);
            Journal.remove(store, place);
        }
        return mutex;
    }

    /** Lets the next one deploy. */
    void unlock(int mutex) {
        runner.shareLock(-1);
        kernel.close(mutex);
    }

    /**
     * Does what somebody wishes.
     *
     * @throws Failure if it does not take place; what was served is served
     */
    void run(Wish wish) {
        int mutex = lock();
        long begin = runner.now();
        long when = kernel.realtimeMillis();
        String from = trees.served();
        Attempt attempt = new Attempt(from);
        try {
            attempt.go(wish);
        } catch (Failure | SysException e) {
            String note = e.getMessage();
            ledger.add(when, Ledger.FAILED, wish.how(), wish.who(), from, attempt.to, runner.now() - begin, note);
            Journal.remove(store, place);
            unlock(mutex);
            throw e;
        }
        if (attempt.done) {
            ledger.add(when, Ledger.RELEASED, wish.how(), wish.who(), from, attempt.to, runner.now() - begin, "");
        }
        Journal.remove(store, place);
        unlock(mutex);
    }

    /** One try to have a revision served. */
    private final class Attempt {
        private final String from;
        private String to;
        private String tree;
        private boolean done;

        Attempt(String from) {
            this.from = from;
        }

        void go(Wish wish) {
            new Journal(kernel.realtimeMillis(), wish.how(), wish.who(), from, null).write(store, place);
            to = wish.source().bring(git);
            new Journal(kernel.realtimeMillis(), wish.how(), wish.who(), from, to).write(store, place);
            boolean force = wish.force() || settings.force();
            if (to.equals(from) && !force) {
                runner.say(to + " is deployed already");
                return;
            }
            boolean isRollback = wish.how().equals(Ledger.ROLLBACK);
            if (!isRollback) {
                Checks.run(git, settings, from, to, force);
            }
            tree = isRollback ? trees.old(to) : null;
            boolean isOld = tree != null;
            String before = from == null ? null : trees.root();
            try {
                if (!isOld) {
                    prepare();
                }
                trees.serve(from, to, tree);
            } catch (Failure | SysException e) {
                if (!isOld && tree != null) {
                    trees.drop(tree);
                }
                throw e;
            }
            tell(before, isOld);
            done = true;
            runner.say((isRollback ? "went back to " : "deployed ") + to);
        }

        private void prepare() {
            tree = trees.make(to);
            if (tree == null) {
                return;
            }
            Environment environment = hooks.environment(to, from);
            hooks.run(Hooks.PREPARE, tree, to, from);
            hooks.run(Hooks.CHECK, tree, to, from);
            new Smoke(runner, settings).run(tree, environment);
        }

        /** The new revision is served; if its own program does not want to go on with that, the old one is again. */
        private void tell(String before, boolean isOld) {
            try {
                hooks.run(Hooks.RELEASED, trees.root(), to, from);
            } catch (Failure e) {
                if (from == null) {
                    throw new Failure(e.getMessage() + "; it is served all the same, as there is none to go back to");
                }
                runner.say(e.getMessage() + ": going back to " + from);
                trees.serve(to, from, place.hasReleases() ? before : null);
                if (!isOld && tree != null) {
                    trees.drop(tree);
                }
                tellAgain();
                throw e;
            }
        }

        private void tellAgain() {
            try {
                hooks.run(Hooks.RELEASED, trees.root(), from, to);
            } catch (Failure e) {
                runner.say(e.getMessage());
            }
        }
    }
}
