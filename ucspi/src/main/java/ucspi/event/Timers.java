package ucspi.event;

import java.util.Arrays;

/**
 * Deadlines in the order in which they fall due: a binary heap, so that setting and cancelling one costs the logarithm
 * of their number.
 */
public final class Timers {
    /** One deadline, that its owner sets again and again. */
    public static final class Timer {
        private final Runnable action;
        private long deadline;
        private int index = -1;

        public Timer(Runnable action) {
            this.action = action;
        }

        /** Whether it is set and has not fallen due. */
        public boolean isSet() {
            return index >= 0;
        }
    }

    private Timer[] heap = new Timer[8];
    private int count;

    /** Whether none is set. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Sets a timer, anew if it is set already, to a time in milliseconds. */
    public void set(Timer timer, long deadline) {
        cancel(timer);
        if (count == heap.length) {
            heap = Arrays.copyOf(heap, count * 2);
        }
        timer.deadline = deadline;
        put(count++, timer);
        up(timer.index);
    }

    /** Forgets a timer, if it is set. */
    public void cancel(Timer timer) {
        int at = timer.index;
        if (at < 0) {
            return;
        }
        timer.index = -1;
        Timer last = heap[--count];
        heap[count] = null;
        if (last != timer) {
            put(at, last);
            up(at);
            down(last.index);
        }
    }

    /** Milliseconds until the next deadline, 0 if it has passed. At least one must be set. */
    public int untilNext(long now) {
        return (int) Math.max(0, Math.min(heap[0].deadline - now, Integer.MAX_VALUE));
    }

    /** Runs, and so unsets, every timer that has fallen due. */
    public void runDue(long now) {
        while (count > 0 && heap[0].deadline <= now) {
            Timer due = heap[0];
            cancel(due);
            due.action.run();
        }
    }

    private void put(int at, Timer timer) {
        heap[at] = timer;
        timer.index = at;
    }

    private void up(int start) {
        int at = start;
        Timer timer = heap[at];
        while (at > 0 && heap[(at - 1) / 2].deadline > timer.deadline) {
            put(at, heap[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        put(at, timer);
    }

    private void down(int start) {
        int at = start;
        Timer timer = heap[at];
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && heap[child + 1].deadline < heap[child].deadline) {
                child++;
            }
            if (heap[child].deadline >= timer.deadline) {
                break;
            }
            put(at, heap[child]);
            at = child;
        }
        put(at, timer);
    }
}
