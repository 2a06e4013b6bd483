package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The environment and the arguments of the programs that tcpserver runs. */
class TcpserverEnvironmentIT {
    private static final String[] STALE = {
        "TCPREMOTEHOST",
        "TCPREMOTEINFO",
        "TCP6REMOTEHOST",
        "TCP6REMOTEIP",
        "TCP6REMOTEPORT",
        "TCP6REMOTEINFO",
        "TCP6LOCALHOST",
        "TCP6LOCALIP",
        "TCP6LOCALPORT"
    };
    private static final String BYTES = "\u00ff\u00fe\u0001\u0081\u0088 \u00c3\u00a9 'x' \"$y\" \\ \n=";
    private static final String[] ARGUMENTS = {"\u00e9\u00ff", "", "a b", "-x", "--", "\u00c3\u00a9", "@file", "\n"};

    private static Launch launch;
    private static Server server;

    @BeforeAll
    static void start() {
        launch = Server.tcpLaunch("-vRHl0", "0", Probe.command(ARGUMENTS))
                .environment("BYTES", BYTES)
                .environment("EMPTY", "")
                .environment("LONG", "x".repeat(100_000))
                .environment("LC_ALL", "C")
                .environment("PROTO", "stale")
                .environment("TCPLOCALHOST", "stale")
                .environment("TCPREMOTEIP", "stale")
                .environment("XTCPREMOTEIP", "not ours")
                .environment("PROTOCOL", "not ours");
        for (String name : STALE) {
            launch.environment(name, "stale");
        }
        server = Server.tcp(launch);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theAddressesOfBothEndsAreThere() {
        Client client = Client.connect("127.0.0.5", server.port(), "127.0.0.3");
        int port = client.localPort();
        Probe probe = Probe.read(client);
        assertEquals("TCP", probe.variable("PROTO"));
        assertEquals("127.0.0.5", probe.variable("TCPLOCALIP"));
        assertEquals(Integer.toString(server.port()), probe.variable("TCPLOCALPORT"));
        assertEquals("127.0.0.3", probe.variable("TCPREMOTEIP"));
        assertEquals(Integer.toString(port), probe.variable("TCPREMOTEPORT"));
    }

    @Test
    void theLocalHostIsWhatTheOptionSays() {
        assertEquals("0", server.probe().variable("TCPLOCALHOST"));
    }

    @Test
    void eachConnectionHasItsOwnVariables() {
        assertNotEquals(server.probe().variable("TCPREMOTEPORT"), server.probe().variable("TCPREMOTEPORT"));
    }

    @Test
    void whatIsUnknownIsNotLeftFromBefore() {
        Map<String, String> environment = server.probe().environment();
        for (String name : STALE) {
            assertFalse(environment.containsKey(name), name + "=" + environment.get(name));
        }
    }

    @Test
    void allOtherVariablesPassUnchangedAndNothingIsAdded() {
        Map<String, String> expected = new TreeMap<>(launch.environment());
        expected.keySet().removeAll(List.of(STALE));
        Map<String, String> actual = new TreeMap<>(server.probe().environment());
        assertTrue(expected.remove("LONG").equals(actual.remove("LONG")), "LONG is not as it was");
        for (String name :
                List.of("PROTO", "TCPLOCALHOST", "TCPLOCALIP", "TCPLOCALPORT", "TCPREMOTEIP", "TCPREMOTEPORT")) {
            expected.remove(name);
            actual.remove(name);
        }
        assertEquals(expected, actual);
    }

    @Test
    void argumentsPassByteForByte() {
        assertEquals(List.of(ARGUMENTS), server.probe().arguments());
    }

    @Test
    void theLocalNameMayBeAnyBytes() {
        Launch odd = Launch.of("tcpserver", "-1RH", "-l", "a:\u00ff% b", "127.0.0.1", "0")
                .with(Probe.command());
        try (Server named = Server.tcp(odd)) {
            assertEquals("a:\u00ff% b", named.probe().variable("TCPLOCALHOST"));
        }
    }
}
