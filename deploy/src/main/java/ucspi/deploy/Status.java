package ucspi.deploy;

import java.util.List;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;
import ucspi.server.DeployLock;

/** {@code deploy status}: what is served, and what deploys are doing, in lines of a name and a value. */
final class Status {
    private final Deployment deployment;
    private final Store store;
    private final Kernel kernel;

    Status(Deployment deployment, Store store, Sys sys) {
        this.deployment = deployment;
        this.store = store;
        this.kernel = sys.kernel();
    }

    String text() {
        Place place = deployment.place();
        Trees trees = deployment.trees();
        StringBuilder text = new StringBuilder();
        line(text, "directory", place.directory());
        line(text, "layout", place.hasReleases() ? "releases" : "in place");
        line(text, "branch", deployment.settings().branch());
        String served = trees.served();
        line(text, "served", served == null ? "nothing yet" : served);
        if (trees instanceof ReleaseTrees releases) {
            line(text, "releases", String.valueOf(releases.whole().size()));
        } else {
            line(text, "requests", requests(place));
        }
        line(text, "deploy", running(place));
        if (Wanted.isWaiting(store, place)) {
            line(text, "waiting", "what a webhook asked for");
        }
        List<String> lines = deployment.ledger().lines();
        if (!lines.isEmpty()) {
            line(text, "last", lines.get(lines.size() - 1));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(Ledger.printable(value, 4096)).append('\n');
    }

    private String requests(Place place) {
        byte state = Gate.state(kernel, place.gate());
        boolean runs = Mutex.isTaken(kernel, place.mutex());
        return state == DeployLock.SWITCHING && !runs
                ? "held back: a deploy died while it changed files; deploy recover repairs them"
                : "served";
    }

    private String running(Place place) {
        Journal journal = Journal.read(store, place);
        boolean runs = Mutex.isTaken(kernel, place.mutex());
        String what = journal == null ? "" : " of " + journal.to() + " by " + journal.how() + " for " + journal.who();
        return runs ? "running" + what : journal == null ? "none" : "killed" + what;
    }
}
