package ucspi.server;

import java.util.List;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Errno;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.listen.ListeningSocket;
import ucspi.proxy.ProxyHeader;
import ucspi.proxy.TrustedSources;
import ucspi.rules.Client;

/**
 * A kind of connection: how it is accepted and what is known of its peer. It keeps the facts of the connection that it
 * accepted last, for the calls that follow, so that a connection costs no allocation.
 */
public interface Transport {
    /** How much room {@link #remember} needs. */
    int FACTS = 32;

    /** The listening sockets, one or more. */
    List<ListeningSocket> listeners();

    /**
     * accept4(2), close-on-exec and blocking; returns the connection's descriptor or a negated errno.
     *
     * @param listener an index into {@link #listeners}
     */
    int accept(int listener);

    /** Writes down all that is known of the last accepted connection. */
    void remember(int[] facts);

    /** Makes the connection of which this was written down the last accepted one. */
    void recall(int[] facts);

    /** Whether the last accepted connection comes from one of these proxies. */
    boolean isFrom(TrustedSources proxies);

    /**
     * Makes a connection that was accepted earlier the last accepted one, as what its PROXY header says that it is.
     *
     * @return a negated errno if nothing is known of it any more
     */
    int revisit(int connection, int listener, ProxyHeader header);

    /** Adds the variables that describe the last accepted connection. */
    void addVariables(EnvironmentBlock environment);

    /** Tells access rules where the last accepted connection comes from; nothing, if that is no address. */
    default void describe(Client client) {
        client.address("");
    }

    /**
     * What moves on connections of this kind.
     *
     * @throws ucspi.kernel.SysException if nobody can tell
     */
    default Traffic traffic(Sys sys) {
        throw new SysException("tell what moves on connections", Errno.EOPNOTSUPP);
    }

    /** Tells the limits who the last accepted connection's client is. */
    void identify(ClientKey key);

    /** Adds the fields that describe the last accepted connection, for a log with one line an event. */
    void addFields(EventLine line);

    /** Adds what stands behind the process id in the classic line "pid". */
    void logFrom(LogLine line);

    /**
     * Adds a whole classic line that says what became of a connection, if this kind has one.
     *
     * @param verdict {@code ok} or {@code deny}
     * @param pid its process, 0 if it gets none
     * @param reason the word that says why it is refused, or null if that needs none
     */
    void logVerdict(LogLine line, byte[] name, String verdict, int pid, String reason);
}
