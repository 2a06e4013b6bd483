package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A new beginning on SIGHUP, an end that waits, and a report on SIGUSR1. */
class TcpserverLifeIT {
    private static final String STATUS = "tcpserver: status: ";

    @Test
    void hangupBeginsAnewAndKeepsTheSocketTheChildrenAndTheirNumber() {
        try (Server server = Server.tcp("-v -RHl0", "sh", "-c", "echo $$; cat")) {
            Client before = server.connect();
            String child = before.line();
            server.log().await(STATUS + "1/40");
            int seen = server.log().count();
            hangUp(server);
            // The child still counts.
            server.log().await(seen, STATUS + "1/40");
            assertEquals("x", before.send("x").sendEnd().all(), "the connection goes on");
            server.log().await("tcpserver: end " + child + " status 0");
            assertEquals("y", afterLine(server.connect()), "the same port is served");
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void underLoadNoConnectionIsLostOrRefusedByNewBeginnings() throws InterruptedException {
        try (Server server = Server.tcp("-v -RHl0 -b 128", "echo", "hello")) {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger served = new AtomicInteger();
            Set<String> wrong = ConcurrentHashMap.newKeySet();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread client = new Thread(() -> {
                    while (!enough.get()) {
                        String answer = answer(server);
                        served.incrementAndGet();
                        if (!answer.equals("hello\n")) {
                            wrong.add(answer);
                        }
                    }
                });
                client.start();
                clients.add(client);
            }
            for (int i = 0; i < 5; i++) {
                int sofar = served.get();
                Await.until("twenty more connections", () -> served.get() > sofar + 20);
                hangUp(server);
            }
            enough.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertEquals(Set.of(), wrong, () -> "of " + served.get() + " answers");
            Await.until(
                    "no children", () -> Proc.children(server.running().pid()).isEmpty());
        }
    }

    @Test
    void drainWaitsForTheProgramsAndTakesNoMoreConnections() {
        try (Server server = Server.tcp("-v --drain -RHl0", "cat")) {
            Client client = server.connect();
            server.log().await(STATUS + "1/40");
            server.running().signal("TERM");
            server.log().await("tcpserver: draining: 1 left");
            assertTrue(isRefused(server), "the socket is closed");
            assertEquals("still here", client.send("still here").sendEnd().all());
            assertEquals(0, server.running().awaitExit());
        }
    }

    @Test
    void drainEndsAtItsDeadlineOrAtASecondSignal() {
        try (Server server = Server.tcp("--drain=1 -RHl0", "sh", "-c", "echo; cat")) {
            Client client = server.connect();
            client.line();
            server.running().signal("TERM");
            server.log().await("tcpserver: draining: 1 left, deadline");
            assertEquals(0, server.running().awaitExit());
            assertEquals("lives", client.send("lives").sendEnd().all());
        }
        try (Server server = Server.tcp("--drain -RHl0", "sh", "-c", "echo; cat")) {
            server.connect().line();
            server.running().signal("TERM");
            server.log().await("tcpserver: draining: 1 left");
            server.running().signal("TERM");
            assertEquals(0, server.running().awaitExit());
        }
    }

    @Test
    void userSignalOneReportsWhatWasCounted() {
        try (Server server = Server.tcp("-RHl0", "true")) {
            assertEquals("", server.connect().all());
            assertEquals("", server.connect().all());
            Await.until(
                    "no children", () -> Proc.children(server.running().pid()).isEmpty());
            server.running().signal("USR1");
            server.log().await("tcpserver: count: accepted 2");
            server.log().await("tcpserver: count: started 2");
            server.log().await("tcpserver: count: spawn-failures 0");
            server.log().await("tcpserver: count: refused-gone 0");
        }
    }

    @Test
    void aClientThatResetItsConnectionInTheQueueGetsNoProcess() {
        try (Server server = Server.tcp("-v -RHl0 -c 1", "cat")) {
            Client first = server.connect();
            server.log().await(STATUS + "1/1");
            server.connect().reset();
            Client third = server.connect();
            first.sendEnd().all();
            assertEquals("z", third.send("z").sendEnd().all());
            server.log().await("tcpserver: warning: dropping connection, unable to serve: connection reset");
            server.log().awaitTimes(2, "end", line -> line.startsWith("tcpserver: end "));
        }
    }

    /** Makes it begin anew, and waits until it has. */
    private static void hangUp(Server server) {
        int seen = server.log().count();
        server.running().signal("HUP");
        server.log().await(seen, "tcpserver: restarted");
    }

    private static String afterLine(Client client) {
        client.line();
        return client.send("y").sendEnd().all();
    }

    private static String answer(Server server) {
        try (Client client = server.connect()) {
            return client.all();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static boolean isRefused(Server server) {
        try {
            server.connect().close();
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
