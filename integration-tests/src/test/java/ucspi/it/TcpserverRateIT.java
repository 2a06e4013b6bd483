package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** tcpserver --rate: who comes too often waits, and who would wait too long or beside too many is refused. */
class TcpserverRateIT {
    private static Server server(String options, String... program) {
        return Server.tcp(options + " -vRHl0", program);
    }

    private static Client from(Server server, String address) {
        return Client.connect("127.0.0.1", server.port(), address);
    }

    private static void assertServed(Server server, String address) {
        try (Client client = from(server, address)) {
            assertEquals("served\n", client.all());
        }
    }

    private static void awaitRefusal(Server server, int times, String reason) {
        server.log()
                .awaitTimes(
                        times, "refusal", line -> line.startsWith("tcpserver: deny 0 ") && line.endsWith(" " + reason));
    }

    @Test
    void whoComesTooOftenIsServedWhenItsTurnComes() {
        long start = System.nanoTime();
        try (Server server = server("--rate 4/2s", "echo", "served")) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(from(server, "127.0.0.2"));
            }
            assertServed(server, "127.0.0.3");
            clients.forEach(client -> assertEquals("served\n", client.all()));
            // Four at once, then one each half second.
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(millis >= 1000, () -> "after " + millis + " ms");
            clients.forEach(Client::close);
        }
    }

    @Test
    void whoWouldWaitTooLongIsRefused() {
        try (Server server = server("--rate 2/h --rate 100/h/24", "echo", "served")) {
            assertServed(server, "127.0.0.2");
            assertServed(server, "127.0.0.2");
            for (int i = 0; i < 3; i++) {
                try (Client client = from(server, "127.0.0.2")) {
                    assertEquals("", client.all());
                }
            }
            awaitRefusal(server, 3, "rate");
            assertServed(server, "127.0.0.3");
            server.running().signal("USR1");
            server.log().await("tcpserver: count: refused-rate 3");
        }
    }

    @Test
    void notMoreThanTheLimitWait() {
        try (Server server = server("-c2 --rate 1/h --rate-wait 7200", "echo", "served")) {
            assertServed(server, "127.0.0.2");
            try (Client first = from(server, "127.0.0.2")) {
                assertServed(server, "127.0.0.3");
                try (Client second = from(server, "127.0.0.3");
                        Client third = from(server, "127.0.0.2")) {
                    assertEquals("", third.all());
                    awaitRefusal(server, 1, "rate-full");
                    // Those who wait hold up nobody whose turn it is.
                    assertServed(server, "127.0.0.4");
                    second.reset();
                }
                server.log().await("tcpserver: warning: dropping connection, unable to serve: connection reset");
                first.reset();
            }
            server.log()
                    .awaitTimes(
                            2,
                            "reset",
                            line -> line.equals(
                                    "tcpserver: warning: dropping connection, unable to serve: connection reset"));
            server.running().signal("USR1");
            server.log().await("tcpserver: count: started 3");
            server.log().await("tcpserver: count: refused-rate-full 1");
            server.log().await("tcpserver: count: refused-gone 2");
        }
    }

    @Test
    void whoWaitsHasAPlaceOfTheClients() {
        try (Server server = server("-C2 --rate 1/h --rate-wait 7200", "cat");
                Client first = from(server, "127.0.0.2")) {
            assertEquals("x", first.send("x").exactly(1));
            try (Client second = from(server, "127.0.0.2");
                    Client third = from(server, "127.0.0.2")) {
                assertEquals("", third.all());
                awaitRefusal(server, 1, "address-limit");
                second.reset();
                server.log().await("tcpserver: warning: dropping connection, ");
                try (Client fourth = from(server, "127.0.0.2");
                        Client fifth = from(server, "127.0.0.2")) {
                    assertEquals("", fifth.all());
                    awaitRefusal(server, 2, "address-limit");
                    fourth.reset();
                }
            }
        }
    }

    @Test
    void whoseTurnHasComeWaitsForASlotInTheirOrder() {
        try (Server server = server("-c3 --rate 1/s", "sh", "-c", "echo $TCPREMOTEIP $TCPREMOTEPORT; cat");
                Client first = from(server, "127.0.0.2");
                Client second = from(server, "127.0.0.2");
                Client third = from(server, "127.0.0.2")) {
            for (Client client : List.of(first, second, third)) {
                assertEquals("127.0.0.2 " + client.localPort(), client.line());
            }
            // All slots are taken: this one waits in the queue, then for its turn.
            try (Client fourth = from(server, "127.0.0.2")) {
                first.hangUp();
                assertEquals("127.0.0.2 " + fourth.localPort(), fourth.line());
            }
        }
    }

    @Test
    void aNewBeginningKeepsThoseWhoWait() {
        String program = "echo $TCPREMOTEIP $TCPREMOTEPORT $TCPLOCALPORT";
        try (Server server = server("--rate 1/3s", "sh", "-c", program);
                Client first = from(server, "127.0.0.2");
                Client second = from(server, "127.0.0.2")) {
            String behind = " " + server.port();
            assertEquals("127.0.0.2 " + first.localPort() + behind, first.line());
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            assertEquals("127.0.0.2 " + second.localPort() + behind + "\n", second.all());
            server.log().awaitTimes(2, "end", line -> line.startsWith("tcpserver: end "));
        }
    }

    @Test
    void anEndThatWaitsServesThoseWhoWait() {
        try (Server server = server("--drain --rate 1/s", "echo", "served");
                Client first = from(server, "127.0.0.2");
                Client second = from(server, "127.0.0.2")) {
            assertEquals("served\n", first.all());
            server.running().signal("TERM");
            assertEquals("served\n", second.all());
            assertEquals(0, server.running().awaitExit());
        }
    }

    @Test
    void whoWaitedLeavesNoDescriptorBehind() {
        try (Server server = server("--rate 20/s", "echo", "served")) {
            int before = Proc.list(server.running().pid(), "fd").size();
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(from(server, "127.0.0.2"));
            }
            clients.forEach(client -> assertEquals("served\n", client.all()));
            clients.forEach(Client::close);
            server.log().awaitTimes(30, "end", line -> line.startsWith("tcpserver: end "));
            assertEquals(before, Proc.list(server.running().pid(), "fd").size());
        }
    }
}
