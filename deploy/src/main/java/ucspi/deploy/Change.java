package ucspi.deploy;

import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * The change of a checkout that is served, from closing the gate to opening it: a process of its own, which has the
 * deploy's lock too, and which no signal but SIGKILL ends half-way.
 */
final class Change {
    private final Runner runner;
    private final Store store;
    private final Place place;
    private final Settings settings;
    private final InPlaceTrees trees;

    Change(Runner runner, Store store, Place place, Settings settings, InPlaceTrees trees) {
        this.runner = runner;
        this.store = store;
        this.place = place;
        this.settings = settings;
        this.trees = trees;
    }

    /**
     * Does it.
     *
     * @param from the revision to go back to if that fails; empty if there is none
     * @throws Failure if that fails
     */
    void run(String from, String to) {
        int locked = runner.sys().kernel().lock(Mutex.SHARED, Linux.F_OFD_SETLK, Linux.F_WRLCK, 0, 0);
        Sys.check(locked, "use the lock of the deploy that this is a part of");
        runner.shareLock(Mutex.SHARED);
        trees.refuseToDisturb();
        Gate gate = new Gate(runner, place.gate());
        if (!gate.close(settings.drainMillis())) {
            runner.say("a request has run for more than " + settings.drainMillis() + " ms: its files change now");
        }
        String complaint = complaint(to);
        if (complaint == null) {
            store.replace(place.revision(), to + "\n");
            gate.open();
            return;
        }
        String second = from.isEmpty() ? "there is no revision to go back to" : complaint(from);
        if (second == null) {
            gate.open();
            throw new Failure(complaint);
        }
        gate.leaveClosed();
        throw new Failure(complaint + "; going back failed, too, so no request is served: " + second);
    }

    private String complaint(String revision) {
        try {
            trees.change(revision);
            return null;
        } catch (Failure e) {
            return e.getMessage();
        }
    }
}
