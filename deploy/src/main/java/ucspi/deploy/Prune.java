package ucspi.deploy;

import java.util.List;
import ucspi.kernel.Sys;

/** {@code deploy prune}: removes old releases that no process uses. Data is linked, and so stays. */
final class Prune {
    private final Deployment deployment;
    private final Store store;
    private final Sys sys;

    Prune(Deployment deployment, Store store, Sys sys) {
        this.deployment = deployment;
        this.store = store;
        this.sys = sys;
    }

    /** Behind a deploy: what can be removed is, and nobody hears of what cannot. */
    static void quietly(Deployment deployment, Store store, Sys sys) {
        if (deployment.place().hasReleases()) {
            new Prune(deployment, store, sys).remove(-1, false, false);
        }
    }

    int run(int keep, boolean blind) {
        if (!deployment.place().hasReleases()) {
            throw new Failure("a tree that is changed in place has no releases");
        }
        remove(keep, blind, true);
        return 0;
    }

    private void remove(int wanted, boolean blind, boolean tells) {
        int mutex = deployment.lock();
        ReleaseTrees trees = (ReleaseTrees) deployment.trees();
        int keep = wanted < 0 ? deployment.settings().keep() : wanted;
        List<String> names = trees.whole();
        if (names.size() > keep) {
            remove(trees, names, keep, blind, tells);
        }
        deployment.unlock(mutex);
    }

    private void remove(ReleaseTrees trees, List<String> names, int keep, boolean blind, boolean tells) {
        Place place = deployment.place();
        Processes processes = new Processes(store, sys, place.releases());
        String current = trees.currentName();
        for (int i = 0; i < names.size() - keep; i++) {
            String name = names.get(i);
            String reason = null;
            if (name.equals(current)) {
                reason = "it is served";
            } else if (processes.use(name)) {
                reason = "a process uses it";
            } else if (processes.hidden() != null && !blind) {
                reason = "nobody may look into " + processes.hidden();
            }
            if (reason == null) {
                trees.drop(place.releases() + "/" + name);
            }
            if (tells) {
                deployment.say(reason == null ? "removed " + name : "kept " + name + ": " + reason);
            }
        }
    }
}
