package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy as the proxy whose headers are believed. */
class HaproxyIT {
    private static final String CLIENT = "127.0.0.6";

    @TempDir
    private Path directory;

    private final int port = FreePort.find();

    /** Starts it; connections to {@link #port} go to a server that is described as haproxy.cfg has it. */
    private Running haproxy(String server) {
        Path config = directory.resolve("haproxy.cfg");
        String text = "defaults\n mode tcp\n timeout connect 5s\n timeout client 60s\n timeout server 60s\n"
                + "frontend front\n bind 127.0.0.1:" + port + "\n default_backend back\n"
                + "backend back\n server it " + server + "\n";
        try {
            Files.writeString(config, text);
            String program = Files.isExecutable(Path.of("/usr/sbin/haproxy")) ? "/usr/sbin/haproxy" : "haproxy";
            Process process = new ProcessBuilder(program, "-db", "-f", config.toString()).start();
            Running running = new Running(process, config);
            Await.until("haproxy", this::isThere);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isThere() {
        try (Client client = Client.connect("127.0.0.1", port)) {
            return client.localPort() > 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void checkClient() {
        Client client = Client.connect("127.0.0.1", port, CLIENT);
        int clientPort = client.localPort();
        Probe probe = Probe.read(client);
        assertEquals("TCP", probe.variable("PROTO"));
        assertEquals(CLIENT, probe.variable("TCPREMOTEIP"));
        assertEquals("" + clientPort, probe.variable("TCPREMOTEPORT"));
        assertEquals("127.0.0.1", probe.variable("TCPLOCALIP"));
        assertEquals("" + port, probe.variable("TCPLOCALPORT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2", "send-proxy-v2 proxy-v2-options crc32c"})
    void tcpserverSeesTheRealClient(String options) {
        try (Server server = Server.tcp("-vRHl0 --proxy-from 127.0.0.1", Probe.command());
                Running haproxy = haproxy("127.0.0.1:" + server.port() + " " + options)) {
            checkClient();
            assertEquals("", haproxy.stdout().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2 proxy-v2-options crc32c"})
    void unixserverSeesTheRealClient(String options) {
        String path = directory.resolve("socket").toString();
        try (Server server = Server.unix("-v --proxy-from unix", path, Probe.command());
                Running haproxy = haproxy("unix@" + server.path() + " " + options)) {
            checkClient();
            assertEquals("", haproxy.stdout().toString());
        }
    }

    @Test
    void anInteractiveConversationPassesUnchanged() {
        try (Server server = Server.tcp("-vRHl0 --proxy-from 127.0.0.1", "cat");
                Running haproxy = haproxy("127.0.0.1:" + server.port() + " send-proxy-v2")) {
            Client client = Client.connect("127.0.0.1", port);
            for (int i = 0; i < 5; i++) {
                assertEquals("line " + i, client.send("line " + i + "\n").line());
            }
            assertEquals("", client.sendEnd().all());
            assertEquals("", haproxy.stdout().toString());
        }
    }
}
