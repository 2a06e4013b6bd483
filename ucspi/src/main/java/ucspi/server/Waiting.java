package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Keeps connections until their turn comes, a bounded number of them.
 *
 * <pre>
 *   waiting --- its time has come ---> due, in the order of their times --- next() ---> the owner's again
 *      |                                |
 *      +--------------------------------+--- reset by the client ---> closed
 * </pre>
 */
final class Waiting {
    /** The most, whatever the limit of connections is: each needs a descriptor. */
    private static final int MOST = 1000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Owner owner;
    private final int most;
    private final Place due = new Place();
    private Place[] places = {};
    private int count;

    /** Whose connections they are. */
    interface Owner {
        /** There is one more for {@link #next}. */
        void due();

        /** The client has reset its connection, which is closed now. */
        void gone(Held held);
    }

    /** Receives each connection that there is. */
    interface Visitor {
        void held(Held held);
    }

    /**
     * @param limit the most connections that are served at a time; not more than that may wait
     */
    Waiting(Kernel kernel, EventLoop loop, int limit, Owner owner) {
        this.kernel = kernel;
        this.loop = loop;
        this.owner = owner;
        most = Math.min(limit, MOST);
    }

    /** Whether there is room for one more. */
    boolean hasRoom() {
        return count < most;
    }

    /** How many there are, those included that are due. */
    int count() {
        return count;
    }

    /**
     * Keeps a connection. There must be room; its facts are the caller's to set.
     *
     * @param time when its turn is, in nanoseconds of {@link Kernel#monotonicNanos}
     */
    Held hold(int connection, ClientKey key, long time) {
        if (count == places.length) {
            grow();
        }
        Place place = places[count];
        place.index = count++;
        place.held.connection = connection;
        place.held.high = key.high();
        place.held.low = key.low();
        place.held.time = time;
        // Only errors and hang-ups, which are reported without being asked for.
        loop.add(connection, 0, place);
        loop.timers().set(place.timer, (time + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        return place.held;
    }

    private void grow() {
        Place[] more = java.util.Arrays.copyOf(places, Math.min(most, Math.max(8, 2 * places.length)));
        for (int i = places.length; i < more.length; i++) {
            more[i] = new Place();
        }
        places = more;
    }

    /** Whether there is one for {@link #next}. */
    boolean isDue() {
        return due.next != due;
    }

    /** Gives one back whose turn has come, null if there is none; good until the next one is held. */
    Held next() {
        Place first = due.next;
        if (first == due) {
            return null;
        }
        first.release();
        return first.held;
    }

    /** Visits all, in no order. */
    void each(Visitor visitor) {
        for (int i = 0; i < count; i++) {
            visitor.held(places[i].held);
        }
    }

    /** One connection, and where it stands among those that are due: a ring, whose head is {@link #due}. */
    private final class Place implements EventLoop.Handler {
        private final Held held = new Held();
        private final Timer timer = new Timer(this::itsTime);
        private int index;
        private Place next = this;
        private Place previous = this;

        private void itsTime() {
            previous = due.previous;
            next = due;
            previous.next = this;
            due.previous = this;
            owner.due();
        }

        @Override
        public void ready(int events) {
            // Asked again: these events may be of another connection that had the same number a moment ago.
            if (Greeting.isGone(kernel, held.connection)) {
                release();
                kernel.close(held.connection);
                owner.gone(held);
            } else if ((events & Linux.EPOLLHUP) != 0) {
                // A Unix socket whose peer has closed it: it may have left something to be read.
                loop.remove(held.connection);
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }

        /** Takes it out; those in use stay in front. */
        private void release() {
            loop.timers().cancel(timer);
            loop.remove(held.connection);
            previous.next = next;
            next.previous = previous;
            next = this;
            previous = this;
            Place last = places[--count];
            places[index] = last;
            last.index = index;
            places[count] = this;
        }
    }
}
