package ucspi.deploy;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;

/**
 * What a webhook wants: a file, so that it outlives whoever was to do it, and so that the newest wish takes the place
 * of one that nobody has begun with. One process at a time deploys what is wanted, until nothing is.
 *
 * <pre>
 *   wanted ---rename---> taken --- deployed, or failed ---> gone
 * </pre>
 */
final class Wanted {
    private static final String FILE = "/wanted";
    private static final String TAKEN = "/taken";
    private static final String WORKER = "/worker";

    private final Runner runner;
    private final Store store;
    private final Place place;

    Wanted(Runner runner, Store store, Place place) {
        this.runner = runner;
        this.store = store;
        this.place = place;
    }

    /** Whether something is wanted that nobody has deployed yet. */
    static boolean isWaiting(Store store, Place place) {
        return store.exists(place.state() + FILE) || store.exists(place.state() + TAKEN);
    }

    /**
     * Notes a wish.
     *
     * @param who tells of it
     */
    static void note(Store store, Place place, String who) {
        store.replace(place.state() + FILE, Ledger.word(who) + "\n");
    }

    /** Deploys what is wanted, unless somebody else is at it: then that one does. */
    void deployAll() {
        Kernel kernel = runner.sys().kernel();
        boolean more = isWaiting(store, place);
        while (more) {
            int worker = Mutex.tryTake(kernel, place.state() + WORKER);
            if (worker == -Errno.EAGAIN) {
                return;
            }
            Sys.check(worker, "lock " + place.state() + WORKER);
            deployTaken();
            kernel.close(worker);
            // a wish that came when nobody looked any more, from one who found the lock taken
            more = isWaiting(store, place);
        }
    }

    private void deployTaken() {
        String wanted = place.state() + FILE;
        String taken = place.state() + TAKEN;
        while (isWaiting(store, place)) {
            if (store.exists(wanted)) {
                store.rename(wanted, taken);
            }
            String who = store.readLine(taken);
            deploy(who == null ? Ledger.NONE : who);
            store.remove(taken);
        }
    }

    /** A failure is on record; the next wish may fare better. */
    private void deploy(String who) {
        try {
            Deployment deployment = Deployment.of(runner, store, place);
            deployment.run(new Wish("webhook", who, false, git -> Pull.fetch(git, deployment.settings())));
            Prune.quietly(deployment, store, runner.sys());
        } catch (Failure | ucspi.kernel.SysException e) {
            runner.say("FAILED: " + e.getMessage());
        }
    }
}
