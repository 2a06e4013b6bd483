package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** Ends a program and its descendants: SIGTERM, a time of grace, SIGKILL. */
final class Termination {
    /** How long to wait for processes that SIGKILL did not end: none that the kernel lets run needs as long. */
    private static final int KILLED_MILLIS = 2000;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Reaper reaper;
    private final int graceMillis;
    private final Runnable changed;
    private final Timer timer = new Timer(this::graceIsOver);
    private ProcessTree tree;
    private boolean killed;
    private boolean givenUp;

    /**
     * @param changed called when {@link #isDone} may have become true
     */
    Termination(Kernel kernel, EventLoop loop, Reaper reaper, int graceMillis, Runnable changed) {
        this.kernel = kernel;
        this.loop = loop;
        this.reaper = reaper;
        this.graceMillis = graceMillis;
        this.changed = changed;
    }

    /** Begins to end the program of this process group. */
    void begin(int group) {
        tree = new ProcessTree(kernel, group);
        killed = false;
        givenUp = false;
        tree.signal(Linux.SIGTERM);
        loop.timers().set(timer, loop.now() + graceMillis);
    }

    /** Whether none of them is left, or those that are cannot be ended. */
    boolean isDone() {
        boolean done = givenUp || tree.isGone(reaper.reap());
        if (done) {
            loop.timers().cancel(timer);
        } else if (killed) {
            // a descendant that had hidden behind another one, and is our own child now
            tree.signal(Linux.SIGKILL);
        }
        return done;
    }

    private void graceIsOver() {
        givenUp = killed;
        killed = true;
        tree.signal(Linux.SIGKILL);
        loop.timers().set(timer, loop.now() + KILLED_MILLIS);
        changed.run();
    }
}
