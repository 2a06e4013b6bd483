package ucspi.event;

import java.util.Arrays;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * Waits for descriptors and deadlines and calls the handler of each: one thread, one loop, level-triggered epoll(7).
 *
 * <p>A descriptor that is watched from within a round on has its first turn in the next one: what this round has of its
 * number is about another one, which was closed meanwhile.
 */
public final class EventLoop {
    /** Who is told that a descriptor is ready. */
    public interface Handler {
        /** @param events a sum of {@code EPOLLIN} and its kin in {@link Linux} */
        void ready(int events);

        /** Its {@link #ready} threw: close what it serves; the loop goes on. */
        void failed(RuntimeException failure);
    }

    private static final int EVENTS_A_ROUND = 32;

    private final Kernel kernel;
    private final Timers timers = new Timers();
    private final int epoll;
    private final int[] ready = new int[2 * EVENTS_A_ROUND];
    private Handler[] handlers = new Handler[16];
    private long[] since = new long[16];
    private long round;
    private Runnable[] later = new Runnable[8];
    private Runnable[] present = new Runnable[8];
    private int laterCount;
    private boolean running;

    public EventLoop(Sys sys) {
        kernel = sys.kernel();
        epoll = Sys.check(kernel.epollCreate(Linux.O_CLOEXEC), "create an epoll instance");
    }

    /** The loop's deadlines, in its own time: {@link #now}. */
    public Timers timers() {
        return timers;
    }

    /** Milliseconds of a monotonic clock. */
    public long now() {
        return kernel.monotonicNanos() / 1_000_000L;
    }

    /**
     * Watches a descriptor.
     *
     * @return 0, or a negated errno; EPERM means a regular file, which is always ready and cannot be watched
     */
    public int add(int fd, int events, Handler handler) {
        int answer = kernel.epollControl(epoll, Linux.EPOLL_CTL_ADD, fd, events);
        if (answer >= 0) {
            if (fd >= handlers.length) {
                handlers = Arrays.copyOf(handlers, Math.max(fd + 1, handlers.length * 2));
                since = Arrays.copyOf(since, handlers.length);
            }
            handlers[fd] = handler;
            since[fd] = round;
        }
        return answer;
    }

    /** Watches for other events; 0 leaves only errors and hang-ups, which are always reported. */
    public void change(int fd, int events) {
        Sys.check(kernel.epollControl(epoll, Linux.EPOLL_CTL_MOD, fd, events), "change what is watched");
    }

    /** Stops watching; to be called before the descriptor is closed. */
    public void remove(int fd) {
        if (fd < handlers.length && handlers[fd] != null) {
            handlers[fd] = null;
            kernel.epollControl(epoll, Linux.EPOLL_CTL_DEL, fd, 0);
        }
    }

    /**
     * Does something in the next round, which does not wait: for who has more to do than is fair to others at a time.
     * What it does must not throw.
     */
    public void later(Runnable action) {
        if (laterCount == later.length) {
            later = Arrays.copyOf(later, laterCount * 2);
        }
        later[laterCount++] = action;
    }

    /** Serves until {@link #stop}. */
    public void run() {
        running = true;
        while (running) {
            round();
        }
    }

    /** Ends {@link #run} when the present round is done. */
    public void stop() {
        running = false;
    }

    private void round() {
        int timeout = laterCount > 0 ? 0 : timers.isEmpty() ? -1 : timers.untilNext(now());
        int count = kernel.epollWait(epoll, ready, timeout);
        if (count < 0 && count != -Errno.EINTR) {
            Sys.check(count, "wait for events");
        }
        round++;
        for (int i = 0; i < count && running; i++) {
            int fd = ready[2 * i];
            Handler handler = handlers[fd];
            if (handler != null && since[fd] != round) {
                call(handler, ready[2 * i + 1]);
            }
        }
        if (!timers.isEmpty()) {
            timers.runDue(now());
        }
        if (laterCount > 0) {
            runLater();
        }
    }

    /** What is put off meanwhile is for the round that follows. */
    private void runLater() {
        Runnable[] actions = later;
        int count = laterCount;
        later = present;
        present = actions;
        laterCount = 0;
        for (int i = 0; i < count && running; i++) {
            actions[i].run();
            actions[i] = null;
        }
    }

    private static void call(Handler handler, int events) {
        try {
            handler.ready(events);
        } catch (RuntimeException failure) {
            handler.failed(failure);
        }
    }
}
