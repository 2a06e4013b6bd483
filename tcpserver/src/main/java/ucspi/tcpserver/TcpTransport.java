package ucspi.tcpserver;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListeningSocket;
import ucspi.proxy.ProxyHeader;
import ucspi.proxy.TrustedSources;
import ucspi.rules.Client;
import ucspi.server.ClientKey;
import ucspi.server.EventLine;
import ucspi.server.LogLine;
import ucspi.server.TcpEnd;
import ucspi.server.TcpVariables;
import ucspi.server.Traffic;
import ucspi.server.Transport;

/**
 * TCP connections: the listening sockets, and the addresses of both ends of the connection accepted last.
 */
final class TcpTransport implements Transport {
    private static final int[] ON = {1};
    private static final int[] NONE = {};

    private final Kernel kernel;
    private final List<ListeningSocket> listeners;

    /** For each listening socket the address of its connections, null where that must be asked of each of them. */
    private final TcpEnd[] listeningAt;

    private final boolean noDelay;
    private final boolean killIpOptions;
    private final byte[] localName;

    private final TcpEnd remote = new TcpEnd();
    private final TcpEnd asked = new TcpEnd();
    private TcpEnd local = asked;
    private final int[] addressLength = new int[1];

    TcpTransport(Sys sys, List<ListeningSocket> listeners, TcpserverOptions options) {
        kernel = sys.kernel();
        noDelay = options.noDelay;
        killIpOptions = options.killIpOptions;
        localName = options.localName == null ? null : Bytes.latin1(options.localName);
        this.listeners = listeners;
        listeningAt = new TcpEnd[listeners.size()];
        for (int i = 0; i < listeningAt.length; i++) {
            byte[] address = listeners.get(i).socketAddress();
            listeningAt[i] = IpAddress.isAnySocketAddress(address) ? null : new TcpEnd().set(address);
        }
    }

    @Override
    public List<ListeningSocket> listeners() {
        return listeners;
    }

    @Override
    public int accept(int listener) {
        addressLength[0] = remote.address.length;
        int from = listeners.get(listener).fd();
        int connection = kernel.accept4(from, remote.address, addressLength, Linux.SOCK_CLOEXEC);
        if (connection >= 0) {
            findLocal(connection, listener);
            remote.addressIsSet();
            setOptions(connection);
        }
        return connection;
    }

    @Override
    public void remember(int[] facts) {
        remote.remember(facts, 0);
        local.remember(facts, TcpEnd.FACTS);
    }

    @Override
    public void recall(int[] facts) {
        local = asked;
        remote.recall(facts, 0);
        local.recall(facts, TcpEnd.FACTS);
    }

    private void findLocal(int connection, int listener) {
        local = listeningAt[listener];
        if (local != null) {
            return;
        }
        local = asked;
        addressLength[0] = asked.address.length;
        if (kernel.getsockname(connection, asked.address, addressLength) >= 0) {
            asked.addressIsSet();
        }
    }

    /** A socket that does not take an option is no reason to refuse the client. */
    private void setOptions(int connection) {
        if (killIpOptions && remote.address[0] == Linux.AF_INET) {
            kernel.setsockopt(connection, Linux.IPPROTO_IP, Linux.IP_OPTIONS, NONE);
        }
        if (noDelay) {
            kernel.setsockopt(connection, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, ON);
        }
    }

    @Override
    public boolean isFrom(TrustedSources proxies) {
        return proxies.trustsAddress(remote.address);
    }

    @Override
    public int revisit(int connection, int listener, ProxyHeader header) {
        if (header.hasAddresses()) {
            remote.set(header.source());
            local = asked.set(header.destination());
            return 0;
        }
        addressLength[0] = remote.address.length;
        int answer = kernel.getpeername(connection, remote.address, addressLength);
        if (answer < 0) {
            // Nobody's: that of an earlier connection must not stand for this one.
            java.util.Arrays.fill(remote.address, (byte) 0);
        }
        remote.addressIsSet();
        findLocal(connection, listener);
        return answer;
    }

    @Override
    public void addVariables(EnvironmentBlock environment) {
        TcpVariables.add(environment, local, remote, localName);
    }

    @Override
    public void addFields(EventLine line) {
        line.text("remote_ip", remote.text, remote.textLength).number("remote_port", remote.port());
        line.text("local_ip", local.text, local.textLength).number("local_port", local.port());
        if (localName != null) {
            line.text("local_host", localName);
        }
    }

    @Override
    public void logFrom(LogLine line) {
        line.add(" from ").add(remote.text, remote.textLength);
    }

    @Override
    public void describe(Client client) {
        client.address(remote.address);
    }

    @Override
    public Traffic traffic(Sys sys) {
        return new TcpTraffic(sys, listeners.get(0).fd());
    }

    @Override
    public void identify(ClientKey key) {
        key.address(remote.address);
    }

    /** {@code ok 123 localhost:127.0.0.1:80 remotehost:127.0.0.1:info:4711}, names empty when they are not known. */
    @Override
    public void logVerdict(LogLine line, byte[] name, String verdict, int pid, String reason) {
        line.add(name).add(verdict).add(' ').add(pid).add(' ');
        if (localName != null) {
            line.addForeign(localName);
        }
        line.add(':').add(local.text, local.textLength).add(':').add(local.port());
        line.add(" :").add(remote.text, remote.textLength).add("::").add(remote.port());
        if (reason != null) {
            line.add(' ').add(reason);
        }
        line.end();
    }
}
