package ucspi.server;

import java.util.List;
import ucspi.kernel.Kernel;
import ucspi.listen.ListeningSocket;

/**
 * What a listener says about what happens, on descriptor 2. Each event goes out in one write(2) of at most 4096 bytes,
 * so that it never mixes with another process's; and without allocating, as long as nothing is wrong.
 */
public interface ServerLog {
    /** Says nothing at all. */
    int QUIET = 0;

    /** Says what went wrong. */
    int ERRORS = 1;

    /** Says what happens to each connection, too. */
    int STATUS = 2;

    /**
     * The log of a listener.
     *
     * @param name what each line begins with, or names as the program
     * @param verbosity one of the constants here
     * @param limit the most connections at a time
     */
    static ServerLog of(LogFormat format, Kernel kernel, String name, int verbosity, int limit) {
        return format == LogFormat.CLASSIC
                ? new ClassicLog(kernel, name, verbosity, limit)
                : new EventLog(format, kernel, name, verbosity, limit);
    }

    /**
     * The listener is about to take connections.
     *
     * @param restarted whether it began anew, with what the program before it left
     * @param listeners the listening sockets
     */
    void listening(boolean restarted, List<ListeningSocket> listeners, int connections);

    /** How many connections there are now, one that is being started included. */
    void status(int connections);

    /**
     * A connection has its process.
     *
     * @param announcesItself whether the process writes the classic lines about its connection
     */
    void started(int connections, int pid, Transport transport, boolean announcesItself);

    /** A connection is refused, and that is as it should be. It has no process. */
    void refused(Refusal reason, Transport transport);

    /**
     * A connection gets no process, which somebody may want to look into.
     *
     * @param reason null if the system started none
     * @param what could not be done
     * @param name what could not be dealt with so, or null
     */
    void dropped(Refusal reason, Transport transport, String what, byte[] name, int errno);

    /**
     * A connection's process is gone.
     *
     * @param waitStatus as wait(2) gives it
     * @param millis how long it lived
     */
    void ended(int connections, int pid, int waitStatus, long millis);

    /** A connection's process is told to end. */
    void overdue(int pid, String why);

    /** A connection's process was told to end, has not done so, and is killed. */
    void killed(int pid, String why);

    /** Something is wrong, and the listener goes on. */
    void warn(String what, int errno);

    /** A listener that ends waits for its processes, or gives up waiting. */
    void draining(int connections, boolean givesUp);

    /** The listener ends. */
    void stopped(int connections);

    /**
     * What has been counted, on request and so whatever the verbosity.
     *
     * @param now milliseconds of the event loop's clock
     */
    void report(Counters counters, long now);
}
