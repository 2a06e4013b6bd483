package ucspi.cgi;

import java.util.Arrays;

/** The connections that a process serves, in no order; adding or removing one costs the same however many there are. */
final class Connections {
    /** What is done with each of them. */
    interface Action {
        void on(Connection connection);
    }

    private Connection[] all = new Connection[16];
    private int count;

    int count() {
        return count;
    }

    void add(Connection connection) {
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
        }
        connection.setPlace(count);
        all[count++] = connection;
    }

    void remove(Connection connection) {
        Connection last = all[--count];
        all[connection.place()] = last;
        last.setPlace(connection.place());
        all[count] = null;
    }

    /** Does something with all that there are now, which may end them. */
    void each(Action action) {
        for (Connection connection : Arrays.copyOf(all, count)) {
            action.on(connection);
        }
    }
}
