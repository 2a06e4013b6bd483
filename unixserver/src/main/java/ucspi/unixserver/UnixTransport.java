package ucspi.unixserver;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListeningSocket;
import ucspi.proxy.ProxyHeader;
import ucspi.proxy.TrustedSources;
import ucspi.server.ClientKey;
import ucspi.server.EventLine;
import ucspi.server.LogLine;
import ucspi.server.TcpEnd;
import ucspi.server.TcpVariables;
import ucspi.server.Transport;

/** Unix-socket connections: the listening sockets, and who is at the other end of the connection accepted last. */
final class UnixTransport implements Transport {
    private static final byte[] PROTO = Bytes.ascii("PROTO");
    private static final byte[] UNIX = Bytes.ascii("UNIX");
    private static final byte[] LOCALPATH = Bytes.ascii("UNIXLOCALPATH");
    private static final byte[] LOCALUID = Bytes.ascii("UNIXLOCALUID");
    private static final byte[] LOCALGID = Bytes.ascii("UNIXLOCALGID");
    private static final byte[] REMOTEPID = Bytes.ascii("UNIXREMOTEPID");
    private static final byte[] REMOTEEUID = Bytes.ascii("UNIXREMOTEEUID");
    private static final byte[] REMOTEEGID = Bytes.ascii("UNIXREMOTEEGID");
    private static final int CREDENTIALS_LENGTH = 12;

    private final Kernel kernel;
    private final List<ListeningSocket> listeners;
    private final byte[][] paths;
    private final byte[] peerAddress = new byte[128];
    private final int[] addressLength = new int[1];
    private final int[] credentials = new int[3];
    private boolean credentialsKnown;
    private int acceptedAt;

    /** The ends of the client's connection, if a proxy named them. */
    private final TcpEnd remote = new TcpEnd();

    private final TcpEnd local = new TcpEnd();
    private boolean proxied;

    UnixTransport(Sys sys, List<ListeningSocket> listeners) {
        kernel = sys.kernel();
        this.listeners = listeners;
        paths = new byte[listeners.size()][];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = Bytes.latin1(listeners.get(i).path());
        }
    }

    @Override
    public List<ListeningSocket> listeners() {
        return listeners;
    }

    @Override
    public int accept(int listener) {
        addressLength[0] = peerAddress.length;
        int from = listeners.get(listener).fd();
        int connection = kernel.accept4(from, peerAddress, addressLength, Linux.SOCK_CLOEXEC);
        if (connection >= 0) {
            examine(connection, listener);
        }
        return connection;
    }

    @Override
    public void remember(int[] facts) {
        System.arraycopy(credentials, 0, facts, 0, credentials.length);
        facts[3] = acceptedAt;
        facts[4] = credentialsKnown ? 1 : 0;
        facts[5] = proxied ? 1 : 0;
        remote.remember(facts, 6);
        local.remember(facts, 6 + TcpEnd.FACTS);
    }

    @Override
    public void recall(int[] facts) {
        System.arraycopy(facts, 0, credentials, 0, credentials.length);
        acceptedAt = facts[3];
        credentialsKnown = facts[4] != 0;
        proxied = facts[5] != 0;
        remote.recall(facts, 6);
        local.recall(facts, 6 + TcpEnd.FACTS);
    }

    private void examine(int connection, int listener) {
        acceptedAt = listener;
        proxied = false;
        int length = kernel.getsockopt(connection, Linux.SOL_SOCKET, Linux.SO_PEERCRED, credentials);
        credentialsKnown = length == CREDENTIALS_LENGTH;
    }

    @Override
    public boolean isFrom(TrustedSources proxies) {
        return credentialsKnown && proxies.trustsUser(credentials[1] & 0xffffffffL);
    }

    @Override
    public int revisit(int connection, int listener, ProxyHeader header) {
        examine(connection, listener);
        proxied = header.hasAddresses();
        if (proxied) {
            remote.set(header.source());
            local.set(header.destination());
        }
        return 0;
    }

    /** SO_PEERCRED of unix(7): who called connect(2), as the kernel vouches for it. */
    @Override
    public void addVariables(EnvironmentBlock environment) {
        if (proxied) {
            TcpVariables.add(environment, local, remote, null);
        } else {
            environment.add(PROTO, UNIX);
        }
        environment.add(LOCALPATH, paths[acceptedAt]);
        addNumber(environment, LOCALUID, kernel.geteuid());
        addNumber(environment, LOCALGID, kernel.getegid());
        if (credentialsKnown) {
            addNumber(environment, REMOTEPID, credentials[0]);
            addNumber(environment, REMOTEEUID, credentials[1]);
            addNumber(environment, REMOTEEGID, credentials[2]);
        }
    }

    private static void addNumber(EnvironmentBlock environment, byte[] name, int value) {
        environment.begin(name);
        environment.addDecimal(value & 0xffffffffL);
        environment.end();
    }

    @Override
    public void addFields(EventLine line) {
        if (credentialsKnown) {
            line.number("remote_pid", credentials[0]);
            line.number("remote_uid", credentials[1] & 0xffffffffL);
            line.number("remote_gid", credentials[2] & 0xffffffffL);
        }
        line.text("path", paths[acceptedAt]);
    }

    @Override
    public void logFrom(LogLine line) {
        // ucspi-unix says the process id alone.
        if (proxied) {
            line.add(" from ").add(remote.text, remote.textLength);
        }
    }

    @Override
    public void identify(ClientKey key) {
        if (proxied) {
            key.address(remote.address);
        } else {
            key.user(credentialsKnown ? credentials[1] : -1);
        }
    }

    /** {@code deny 0 uid 1000 reason}; ucspi-unix has no such line, so there is none for a client that is served. */
    @Override
    public void logVerdict(LogLine line, byte[] name, String verdict, int pid, String reason) {
        if (reason == null) {
            return;
        }
        line.add(name).add(verdict).add(' ').add(pid);
        if (proxied) {
            logFrom(line);
        } else {
            line.add(" uid ").add(credentials[1] & 0xffffffffL);
        }
        line.add(' ').add(reason).end();
    }
}
