package ucspi.cgi;

import java.util.HashMap;
import java.util.Map;

/**
 * How many programs may run at a time: in all, of each program, and of each user. Who finds no slot waits its turn,
 * first come first served; each step costs the same, however many wait.
 *
 * <p>A ticket takes its slots one after the other, those of its own kind first: so whoever waits for a busy program
 * keeps nobody else waiting.
 */
final class Slots {
    /** Puts an action off to a later round of the event loop. */
    interface Later {
        void later(Runnable action);
    }

    private final Later loop;
    private final SlotLimits limits;
    private final Pool all;
    private final Map<String, Pool> pools = new HashMap<>();
    private int waiting;

    Slots(Later loop, SlotLimits limits) {
        this.loop = loop;
        this.limits = limits;
        this.all = new Pool(limits.all(), null);
    }

    /** How many tickets have all their slots or wait for some, in this one resource. */
    private static final class Pool {
        private final int most;
        private final String key;
        private int used;
        private Ticket first;
        private Ticket last;

        Pool(int most, String key) {
            this.most = most;
            this.key = key;
        }

        boolean isFree() {
            return used < most;
        }

        void append(Ticket ticket) {
            ticket.before = last;
            if (last == null) {
                first = ticket;
            } else {
                last.behind = ticket;
            }
            last = ticket;
        }

        void remove(Ticket ticket) {
            if (ticket.before == null) {
                first = ticket.behind;
            } else {
                ticket.before.behind = ticket.behind;
            }
            if (ticket.behind == null) {
                last = ticket.before;
            } else {
                ticket.behind.before = ticket.before;
            }
            ticket.before = null;
            ticket.behind = null;
        }
    }

    /** The right to run one program, from when it is asked for until it is given back. */
    final class Ticket {
        private final Pool[] wanted;
        private final Runnable granted;
        private int held;
        private boolean waits;
        private Ticket before;
        private Ticket behind;

        private Ticket(Pool[] wanted, Runnable granted) {
            this.wanted = wanted;
            this.granted = granted;
        }

        /** Whether the program may run now. */
        boolean isGranted() {
            return held == wanted.length;
        }

        /** Gives it back, granted or not; once more does nothing. */
        void release() {
            if (waits) {
                waits = false;
                waiting--;
                wanted[held].remove(this);
                drop(wanted[held]);
            }
            while (held > 0) {
                giveBack(wanted[--held]);
            }
        }
    }

    /**
     * Asks for the right to run a program.
     *
     * @param program the program's name
     * @param user whose it is, -1 if that does not matter
     * @param granted called in a later round of the event loop, if the ticket was not granted at once
     * @return null if too many wait already
     */
    Ticket take(String program, int user, Runnable granted) {
        boolean perUser = user >= 0 && limits.user() != SlotLimits.NONE;
        boolean perProgram = limits.program() != SlotLimits.NONE;
        Pool[] wanted = new Pool[1 + (perUser ? 1 : 0) + (perProgram ? 1 : 0)];
        int count = 0;
        if (perUser) {
            wanted[count++] = pool("user " + user, limits.user());
        }
        if (perProgram) {
            wanted[count++] = pool("program " + program, limits.program());
        }
        wanted[count] = all;
        Ticket ticket = new Ticket(wanted, granted);
        goOn(ticket);
        if (ticket.waits && waiting > limits.queue()) {
            ticket.release();
            return null;
        }
        return ticket;
    }

    private Pool pool(String key, int most) {
        Pool pool = pools.get(key);
        if (pool == null) {
            pool = new Pool(most, key);
            pools.put(key, pool);
        }
        return pool;
    }

    /** Takes slots until one is not free. */
    private void goOn(Ticket ticket) {
        while (!ticket.isGranted()) {
            Pool pool = ticket.wanted[ticket.held];
            if (!pool.isFree()) {
                pool.append(ticket);
                ticket.waits = true;
                waiting++;
                return;
            }
            pool.used++;
            ticket.held++;
        }
    }

    private void giveBack(Pool pool) {
        pool.used--;
        Ticket next = pool.first;
        if (next == null) {
            drop(pool);
            return;
        }
        pool.remove(next);
        next.waits = false;
        waiting--;
        pool.used++;
        next.held++;
        goOn(next);
        if (next.isGranted()) {
            loop.later(next.granted);
        }
    }

    /** Forgets a resource that nobody uses. */
    private void drop(Pool pool) {
        if (pool.key != null && pool.used == 0 && pool.first == null) {
            pools.remove(pool.key);
        }
    }
}
