package ucspi.cgi;

import ucspi.event.EventLoop;
import ucspi.kernel.Errno;
import ucspi.kernel.Sys;

/** One descriptor in the event loop: asks the kernel only when what it is watched for changes. */
final class Watch implements EventLoop.Handler {
    /** Whom the descriptor belongs to. */
    interface Owner {
        void ready(Watch watch, int events);

        /** A program of the owner's has ended, and been collected. */
        void programEnded(Child program);

        /** What the owner waited for has come; does not throw. */
        void goOn();

        void failed(RuntimeException failure);
    }

    private static final int NOTHING = -1;

    private final EventLoop loop;
    private final Owner owner;
    private int fd = -1;
    private int events = NOTHING;
    private boolean alwaysReady;

    Watch(EventLoop loop, Owner owner) {
        this.loop = loop;
        this.owner = owner;
    }

    /** Watches a descriptor for these events; 0 is for errors and hang-ups alone. */
    void want(int descriptor, int wanted) {
        if (alwaysReady || (descriptor == fd && wanted == events)) {
            return;
        }
        if (events == NOTHING) {
            int answer = loop.add(descriptor, wanted, this);
            // a regular file cannot be watched, epoll_ctl(2): it never lets anybody wait
            alwaysReady = answer == -Errno.EPERM;
            Sys.check(alwaysReady ? 0 : answer, "watch a descriptor");
        } else {
            loop.change(descriptor, wanted);
        }
        fd = descriptor;
        events = alwaysReady ? NOTHING : wanted;
    }

    /**
     * Stops watching; to be called before the descriptor is closed. Closing alone is not enough, though it is close-on-
     * exec: a child that has just been started may have it for a moment more, and the kernel would go on reporting.
     */
    void stop() {
        if (events != NOTHING) {
            loop.remove(fd);
            events = NOTHING;
        }
    }

    @Override
    public void ready(int what) {
        owner.ready(this, what);
    }

    @Override
    public void failed(RuntimeException failure) {
        owner.failed(failure);
    }
}
