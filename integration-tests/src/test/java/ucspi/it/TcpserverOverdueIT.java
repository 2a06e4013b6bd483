package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** --max-age and --idle: programs that hang are ended, and others are not. */
class TcpserverOverdueIT {
    private static Server server(String options, String script) {
        return Server.tcp(options + " -vRHl0", "sh", "-c", "echo $$; " + script);
    }

    /** True for so many milliseconds: to do something all the while. */
    private static BooleanSupplier during(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return () -> System.nanoTime() < end;
    }

    @Test
    void whoHasItsConnectionForTooLongIsToldToEnd() {
        long start = System.nanoTime();
        try (Server server = server("--max-age 1", "exec cat");
                Client client = server.connect();
                Client later = server.connect()) {
            String pid = client.line();
            assertEquals("", client.all());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(millis >= 1000, () -> "after " + millis + " ms");
            server.log().await("tcpserver: overdue " + pid + " max-age");
            server.log().await("tcpserver: end " + pid + " status 15");
            server.log().await("tcpserver: end " + later.line() + " status 15");
            server.running().signal("USR1");
            server.log().await("tcpserver: count: ended-max-age 2");
            server.log().await("tcpserver: count: ended-killed 0");
        }
    }

    @Test
    void whoDoesNotEndIsKilledWhenTheTimeOfGraceIsOver() {
        try (Server server = server("--max-age 1 --grace 1", "trap '' TERM; while :; do read x; done");
                Client client = server.connect()) {
            String pid = client.line();
            server.log().await("tcpserver: overdue " + pid + " max-age");
            server.log().await("tcpserver: kill " + pid + " max-age");
            server.log().await("tcpserver: end " + pid + " status 9");
            assertEquals("", client.all());
        }
    }

    @Test
    void aGroupOfItsOwnIsEndedAltogether() {
        try (Server server = server("--max-age 1 --setsid", "sleep 1000 & echo $!; wait");
                Client client = server.connect()) {
            String pid = client.line();
            int grandchild = Integer.parseInt(client.line());
            server.log().await("tcpserver: end " + pid + " status 15");
            // It has the connection, too: the end is the end of both.
            assertEquals("", client.all());
            Await.until("the grandchild to be gone", () -> "-ZX".indexOf(Proc.state(grandchild)) >= 0);
        }
    }

    @Test
    void whoEndsInTimeIsLeftAlone() {
        try (Server server = server("--max-age 1 --idle 1 --grace 0", "read x");
                Client other = server.connect()) {
            for (int i = 0; i < 50; i++) {
                try (Client client = server.connect()) {
                    client.line();
                    assertEquals("", client.send("\n").all());
                }
            }
            server.log().await("tcpserver: end " + other.line() + " status ");
            assertEquals(
                    1,
                    server.log().soFar().stream()
                            .filter(line -> line.startsWith("tcpserver: overdue "))
                            .count());
        }
    }

    @Test
    void whoseConnectionMovesNothingIsIdle() {
        try (Server server = server("--idle 1", "exec cat");
                Client client = server.connect()) {
            String pid = client.line();
            BooleanSupplier talking = during(2500);
            while (talking.getAsBoolean()) {
                assertEquals("x", client.send("x").exactly(1));
            }
            long silent = System.nanoTime();
            server.log().await("tcpserver: overdue " + pid + " idle");
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - silent);
            // The kernel's clock of a connection has a resolution of some milliseconds.
            assertTrue(millis >= 950, () -> "after " + millis + " ms");
            server.log().await("tcpserver: end " + pid + " status 15");
            server.running().signal("USR1");
            server.log().await("tcpserver: count: ended-idle 1");
        }
    }

    @Test
    void whoSendsWithoutBeingAskedIsNotIdle() {
        try (Server server = server("--idle 1", "while echo x; do sleep 0.1; done");
                Client client = server.connect()) {
            client.line();
            BooleanSupplier listening = during(2500);
            while (listening.getAsBoolean()) {
                assertEquals("x", client.line());
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsIdle() {
        try (Server server = server("--idle 1", "exec yes");
                Client client = server.connect()) {
            String pid = client.line();
            server.log().await("tcpserver: overdue " + pid + " idle");
            server.log().await("tcpserver: end " + pid + " status 15");
        }
    }

    @Test
    void aProgramWithoutAConnectionIsIdle() {
        try (Server server = server("--idle 1", "exec <&- >&-; exec sleep 1000");
                Client client = server.connect()) {
            String pid = client.line();
            assertEquals("", client.all());
            server.log().await("tcpserver: overdue " + pid + " idle");
        }
    }

    @Test
    void anIpv6ConnectionIsSeenToo() {
        try (Server server = Server.tcp(Server.tcpLaunch("-6 --idle 1 -vRHl0", "0", "sh", "-c", "echo $$; exec cat"))) {
            for (String address : new String[] {"::1", "127.0.0.1"}) {
                try (Client client = Client.connect(address, server.port())) {
                    String pid = client.line();
                    BooleanSupplier talking = during(1500);
                    while (talking.getAsBoolean()) {
                        assertEquals("x", client.send("x").exactly(1));
                    }
                    server.log().await("tcpserver: overdue " + pid + " idle");
                }
            }
        }
    }

    @Test
    void aNewBeginningForgetsNobody() {
        try (Server server = server("--idle 2 --max-age 1000", "exec cat");
                Client client = server.connect()) {
            String pid = client.line();
            server.running().signal("HUP");
            server.log().await("tcpserver: restarted");
            BooleanSupplier talking = during(3000);
            while (talking.getAsBoolean()) {
                assertEquals("x", client.send("x").exactly(1));
            }
            server.log().await("tcpserver: overdue " + pid + " idle");
        }
    }

    @TempDir
    Path directory;

    @Test
    void unixserverKnowsAgesOnly() {
        String path = directory.resolve("socket").toString();
        Launch launch = Launch.of("unixserver", "-v", "--max-age", "1", path);
        try (Server server = Server.unix(launch.with("sh", "-c", "echo $$; exec cat"), path);
                Client client = server.connect()) {
            String pid = client.line();
            server.log().await("unixserver: overdue " + pid + " max-age");
            server.log().await("unixserver: end " + pid + " status 15");
        }
        try (Running running =
                Launch.of("unixserver", "--idle", "1", path, "true").start()) {
            assertEquals(100, running.awaitExit());
            running.stderr().await("unixserver: option --idle is tcpserver's: ");
        }
    }
}
