package ucspi.cgi;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.server.DeployLock;

/** One request's hold on the revision that it runs on: the deploy lock, or the directory of a release. */
final class Hold {
    private final Kernel kernel;
    private final DeployedTree tree;
    private final long slot;
    private final long boundMillis;
    private int locked = -1;
    private int pinned = -1;
    private boolean waits;
    private long since;

    /**
     * @param boundMillis how long a request may be held back
     */
    Hold(Kernel kernel, DeployedTree tree, long boundMillis) {
        this.kernel = kernel;
        this.tree = tree;
        this.boundMillis = boundMillis;
        this.slot = DeployLock.slot(kernel);
    }

    /**
     * Takes hold if no deploy is at work.
     *
     * @return whether it did; else it is to be tried again soon
     * @throws BadRequest if the request has been held back for too long, or the lock or the tree is not there
     */
    boolean take() {
        if (tree.lock() != null && locked < 0) {
            locked = DeployLock.enter(kernel, tree.lock(), slot);
            if (locked == -Errno.EAGAIN) {
                heldBack(kernel.monotonicNanos() / 1_000_000L);
                return false;
            }
            check(locked, "use the deploy lock");
        }
        if (tree.hasReleases() && pinned < 0) {
            pinned = tree.pin();
            check(pinned, "open the current release");
        }
        waits = false;
        return true;
    }

    private static void check(int answer, String what) {
        if (answer < 0) {
            throw new BadRequest(503, "unable to " + what + ": " + Errno.text(-answer));
        }
    }

    private void heldBack(long now) {
        locked = -1;
        since = waits ? since : now;
        waits = true;
        if (now - since > boundMillis) {
            waits = false;
            throw new BadRequest(503, "a deploy holds the tree; if none runs, 'deploy recover' repairs it");
        }
    }

    /** What answers requests on the revision that is held. */
    Resolver resolver() {
        return tree.resolver(pinned);
    }

    /** The variable that tells a program its slot; null if there is no lock. */
    byte[] entry() {
        return locked < 0 ? null : DeployLock.entry(slot);
    }

    /** Lets go of the lock, as nothing of the tree is needed for now; a release stays the same. */
    void letGo() {
        if (locked >= 0) {
            kernel.close(locked);
            locked = -1;
        }
    }

    /** Lets go of everything: the request is over. */
    void end() {
        letGo();
        if (pinned >= 0) {
            kernel.close(pinned);
            pinned = -1;
        }
        waits = false;
    }
}
