package ucspi.server;

import java.util.List;
import ucspi.listen.ListeningSocket;
import ucspi.proxy.TrustedSources;

/** How a listener serves, whatever the kind of its sockets. Set once, before it starts. */
public final class ServerSettings {
    /** The most processes at a time, 1 or more. */
    public int limit;

    /** Who may connect, or null for everybody. */
    public Access access;

    /** How many connections a client or a network may have at a time. */
    public List<ConnectionLimit> connectionLimits = List.of();
    /** Where whoever connects is told what has been counted, or null. */
    public ListeningSocket stats;

    /** The proxies whose PROXY headers are believed, and required; null for none. */
    public TrustedSources proxies;

    /** How many milliseconds such a header may take. */
    public long proxyMillis;

    /** How often a client or a network may begin a connection. */
    public List<RateLimit> rateLimits = List.of();

    /** For how many nanoseconds a connection may be kept until its turn comes. */
    public long longestWait;

    /** For how many milliseconds a process may have its connection; 0 means for ever. */
    public long maxAgeMillis;

    /** For how many milliseconds nothing may move on a connection; 0 means for ever. */
    public long idleMillis;

    /** How many milliseconds a process that is told to end may take. */
    public long graceMillis;

    /** What each connection is sent first; not more than a fresh socket's buffer takes at once. */
    public byte[] banner = {};

    /** Whether an ending signal waits for the processes that there are. */
    public boolean drain;

    /** What holds programs back while they are changed, or null for nothing. */
    public DeployGate gate;

    /** Throws a SysException if beginning anew would fail, so that a listener which can go on does. */
    public Runnable beforeRestart = () -> {};

    /** For how many seconds it waits; 0 means for ever. */
    public long drainSeconds;
}
