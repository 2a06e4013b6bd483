package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tcpserver over IPv6: addresses, variables, and both families at one socket. Needs a loopback that has ::1. */
@EnabledIf("loopbackHasIpv6")
class TcpserverIpv6IT {
    static boolean loopbackHasIpv6() throws IOException {
        Path addresses = Path.of("/proc/net/if_inet6");
        return Files.exists(addresses) && Files.readString(addresses).contains("00000000000000000000000000000001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "0:0:0:0:0:0:0:1", "0::0.0.0.1"})
    void anIpv6ClientHasEachVariableUnderBothNames(String host) {
        Launch launch = Server.tcpLaunch("-RHl here", host, Probe.command())
                .environment("TCP6REMOTEHOST", "stale")
                .environment("TCPREMOTEHOST", "stale");
        try (Server server = Server.tcp(launch)) {
            Client client = Client.connect("::1", server.port());
            int port = client.localPort();
            Probe probe = Probe.read(client);
            assertEquals("TCP6", probe.variable("PROTO"));
            for (String prefix : new String[] {"TCP", "TCP6"}) {
                assertEquals("::1", probe.variable(prefix + "LOCALIP"));
                assertEquals(Integer.toString(server.port()), probe.variable(prefix + "LOCALPORT"));
                assertEquals("here", probe.variable(prefix + "LOCALHOST"));
                assertEquals("::1", probe.variable(prefix + "REMOTEIP"));
                assertEquals(Integer.toString(port), probe.variable(prefix + "REMOTEPORT"));
                assertNull(probe.variable(prefix + "REMOTEHOST"));
                assertNull(probe.variable(prefix + "REMOTEINFO"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-RHl0 :0", "-RHl0 ::", "-RHl0 [::]", "-6RHl0 0", "-6RHl0 :0"})
    void bothFamiliesCanShareASocket(String optionsAndHost) {
        String[] words = optionsAndHost.split(" ");
        Launch launch = Server.tcpLaunch(words[0], words[1], Probe.command()).environment("TCP6REMOTEIP", "stale");
        try (Server server = Server.tcp(launch)) {
            Client four = Client.connect("127.0.0.5", server.port(), "127.0.0.3");
            int port = four.localPort();
            Probe probe = Probe.read(four);
            assertEquals("TCP", probe.variable("PROTO"));
            assertEquals("127.0.0.5", probe.variable("TCPLOCALIP"));
            assertEquals("127.0.0.3", probe.variable("TCPREMOTEIP"));
            assertEquals(Integer.toString(port), probe.variable("TCPREMOTEPORT"));
            for (String name : probe.environment().keySet()) {
                assertFalse(name.startsWith("TCP6"), name);
            }
            Probe six = Probe.read(Client.connect("::1", server.port()));
            assertEquals("TCP6", six.variable("PROTO"));
            assertEquals("::1", six.variable("TCP6REMOTEIP"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0:PORT", "127.0.0.1:PORT"})
    void anIpv4AddressBesideAllOfIpv6TakesTheIpv4Clients(String other) {
        String port = Integer.toString(FreePort.find());
        Launch launch = Server.listenLaunch("-RHl0 --listen [::]:" + port);
        if (!other.isEmpty()) {
            launch.with("--listen", other.replace("PORT", port));
        }
        try (Server server = Server.tcp(launch.with(Probe.command()))) {
            Probe four = server.probe();
            assertEquals("TCP", four.variable("PROTO"));
            assertEquals("127.0.0.1", four.variable("TCPLOCALIP"));
            assertEquals("127.0.0.1", four.variable("TCPREMOTEIP"));
            Probe six = Probe.read(Client.connect("::1", server.port()));
            assertEquals("TCP6", six.variable("PROTO"));
            assertEquals("::1", six.variable("TCPLOCALIP"));
        }
    }

    @Test
    void theOptionSixKeepsListenedAddressesToIpv6() {
        try (Server server = Server.tcp(Server.listenLaunch("-6RHl0 --listen [::]:0", "echo", "here"))) {
            assertEquals("here\n", Client.connect("::1", server.port()).all());
            assertThrows(UncheckedIOException.class, () -> Client.connect("127.0.0.1", server.port()));
        }
    }

    @Test
    void addressesInTheLogAreWhole() {
        try (Server server = Server.tcp(Server.tcpLaunch("-vRHl0", "::1", "sh", "-c", "echo $$"));
                Client client = Client.connect("::1", server.port())) {
            String pid = client.line();
            assertEquals("tcpserver: pid " + pid + " from ::1", server.log().await("tcpserver: pid "));
            assertEquals(
                    "tcpserver: ok " + pid + " 0:::1:" + server.port() + " :::1::" + client.localPort(),
                    server.log().await("tcpserver: ok "));
        }
    }

    @Test
    void zeroAloneIsIpv4Only() {
        try (Server server = Server.tcp(Server.tcpLaunch("-RHl0", "0", "echo", "here"))) {
            assertEquals("here\n", Client.connect("127.0.0.1", server.port()).all());
            assertThrows(UncheckedIOException.class, () -> Client.connect("::1", server.port()));
        }
    }

    @Test
    void theOptionSixAndAnAddressLeaveIpv4Alone() {
        try (Server server = Server.tcp(Server.tcpLaunch("-6RHl0", "::", "echo", "here"))) {
            assertEquals("here\n", Client.connect("::1", server.port()).all());
            assertThrows(UncheckedIOException.class, () -> Client.connect("127.0.0.1", server.port()));
        }
    }

    @Test
    void theOptionFourTakesIpv4Addresses() {
        try (Server server = Server.tcp(Server.tcpLaunch("-4RHl0", "127.0.0.1", "echo", "here"))) {
            assertEquals("here\n", server.connect().all());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-4 ::1", "-4 :0", "-6 127.0.0.1"})
    void anAddressOfTheOtherFamilyIsAUsageError(String optionAndHost) {
        Launch launch = Launch.of("tcpserver", "-1RHl0").with(optionAndHost.split(" "));
        try (Running running = launch.with("0", "true").start()) {
            assertEquals(100, running.awaitExit());
            String complaint = running.stderr().await("tcpserver: ");
            assertTrue(complaint.contains(optionAndHost.substring(0, 2)), complaint);
        }
    }
}
