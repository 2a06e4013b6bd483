package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Many clients that come again and again: nobody gets more than its limit, and nothing of them is left. */
class TcpserverFloodIT {
    private static final int THREADS = 8;
    private static final int CONNECTIONS = 250;

    /** How many kB a listener may grow by; a JVM compiles while it runs. */
    private static int growth() {
        return Programs.isNative("tcpserver") ? 256 : 20_000;
    }

    private static int resident(Server server) {
        String line = Proc.field(Proc.read(server.running().pid(), "status"), "VmRSS");
        return Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }

    /** Comes from an address many times, always to be sent away. */
    private static void flood(Server server, String address, int threads) {
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread client = new Thread(() -> {
                for (int j = 0; j < CONNECTIONS; j++) {
                    try (Client one = Client.connect("127.0.0.1", server.port(), address)) {
                        String answer = one.all();
                        if (!answer.equals("busy\n")) {
                            wrong.add(answer);
                        }
                    }
                }
            });
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void aFloodTakesNoMoreThanItsPlaces() {
        try (Server server = Server.tcp("-RHl0 -c4 -C2:busy\\n -b128", "sh", "-c", "echo served; cat");
                Client first = Client.connect("127.0.0.1", server.port(), "127.0.0.2");
                Client second = Client.connect("127.0.0.1", server.port(), "127.0.0.2")) {
            assertEquals("served", first.line());
            assertEquals("served", second.line());
            flood(server, "127.0.0.2", 1);
            int resident = resident(server);
            int descriptors = Proc.list(server.running().pid(), "fd").size();
            flood(server, "127.0.0.2", THREADS);
            assertTrue(resident(server) - resident <= growth(), () -> resident + " kB, then " + resident(server));
            Await.until(
                    "the descriptors to be as many as before",
                    () -> Proc.list(server.running().pid(), "fd").size() <= descriptors);
            server.running().signal("USR1");
            server.log().await("tcpserver: count: started 2");
            server.log().await("tcpserver: count: peak 2");
            server.log().await("tcpserver: count: refused-address-limit " + (THREADS + 1) * CONNECTIONS);
            try (Client other = Client.connect("127.0.0.1", server.port(), "127.0.0.3")) {
                assertEquals("served", other.line());
            }
            assertEquals("", first.sendEnd().all() + second.sendEnd().all());
        }
    }
}
