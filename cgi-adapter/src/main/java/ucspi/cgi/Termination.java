package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** Ends a program and its descendants: SIGTERM, a time of grace, SIGKILL. */
final class Termination {
    /** How long to wait for processes that SIGKILL did not end: none that the kernel lets run needs as long. */
    private static final int KILLED_MILLIS = 2000;

    /** How often to look whether all are gone, in milliseconds: not all of them can be waited for. */
    private static final int FIRST_LOOK_MILLIS = 10;

    private static final int LONGEST_LOOK_MILLIS = 160;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Orphans orphans;
    private final int graceMillis;
    private final Runnable changed;
    private final Timer timer = new Timer(this::graceIsOver);
    private ProcessTree tree;
    private final Timer look = new Timer(this::look);
    private int lookMillis;
    private boolean killed;
    private boolean givenUp;

    /**
     * @param changed called when {@link #isDone} may have become true
     */
    Termination(Kernel kernel, EventLoop loop, Orphans orphans, int graceMillis, Runnable changed) {
        this.kernel = kernel;
        this.loop = loop;
        this.orphans = orphans;
        this.graceMillis = graceMillis;
        this.changed = changed;
    }

    /** Begins to end a program. */
    void begin(Child program) {
        tree = new ProcessTree(kernel, loop, orphans, program);
        killed = false;
        givenUp = false;
        tree.signal(Linux.SIGTERM);
        loop.timers().set(timer, loop.now() + graceMillis);
        lookMillis = FIRST_LOOK_MILLIS;
        loop.timers().set(look, loop.now() + lookMillis);
    }

    /** Gives them no more time. */
    void kill() {
        killed = true;
        tree.signal(Linux.SIGKILL);
    }

    /** Whether none of them is left, or those that are cannot be ended. */
    boolean isDone() {
        boolean done = givenUp || tree.isGone();
        if (done) {
            loop.timers().cancel(timer);
            loop.timers().cancel(look);
        } else if (killed) {
            // a descendant that had hidden behind another one, and is our own child now
            tree.signal(Linux.SIGKILL);
        }
        return done;
    }

    private void look() {
        lookMillis = Math.min(2 * lookMillis, LONGEST_LOOK_MILLIS);
        loop.timers().set(look, loop.now() + lookMillis);
        changed.run();
    }

    private void graceIsOver() {
        givenUp = killed;
        killed = true;
        tree.signal(Linux.SIGKILL);
        loop.timers().set(timer, loop.now() + KILLED_MILLIS);
        changed.run();
    }
}
