package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many connections tcpserver serves at a time, and that none is lost or counted twice. */
class TcpserverLimitIT {
    private static final String TELL_PORT_AND_WAIT = "echo $TCPREMOTEPORT $$; read x";

    @Test
    void whoComesThirdOfTwoWaitsAndIsServedInTurn() {
        try (Server server = Server.tcp("-vRHl0 -c2", "sh", "-c", TELL_PORT_AND_WAIT);
                Client first = server.connect();
                Client second = server.connect()) {
            first.line();
            second.line();
            try (Client third = server.connect();
                    Client fourth = server.connect()) {
                second.hangUp();
                assertEquals(third.localPort(), portIn(third.line()));
                first.hangUp();
                assertEquals(fourth.localPort(), portIn(fourth.line()));
            }
            server.log().awaitTimes(4, "end", line -> line.startsWith("tcpserver: end "));
            server.log().await(atNumber(server, 4, "tcpserver: end "), "tcpserver: status: 0/2");
            assertEquals(List.of(0, 1, 2, 1, 2, 1, 2, 1, 0), statuses(server, 2));
        }
    }

    @Test
    void aStoppedProgramStillCounts() {
        try (Server server = Server.tcp("-vRHl0 -c1", "sh", "-c", TELL_PORT_AND_WAIT);
                Client first = server.connect()) {
            int pid = Integer.parseInt(first.line().split(" ")[1]);
            Signals.send(pid, "STOP");
            Await.until("the program to be stopped", () -> Proc.state(pid) == 'T');
            try (Client second = server.connect()) {
                Await.until(
                        "the listener to be idle",
                        () -> Proc.state(server.running().pid()) == 'S');
                assertEquals(List.of(pid), Proc.children(server.running().pid()));
                Signals.send(pid, "CONT");
                first.hangUp();
                assertEquals(second.localPort(), portIn(second.line()));
            }
            server.log().awaitTimes(2, "end", line -> line.startsWith("tcpserver: end "));
            server.log().await(atNumber(server, 2, "tcpserver: end "), "tcpserver: status: 0/1");
            assertEquals(List.of(0, 1, 0, 1, 0), statuses(server, 1));
        }
    }

    @Test
    void aProgramThatCannotBeRunGivesItsPlaceBack() {
        try (Server server = Server.tcp("-vRHl0 -c1", "/nowhere/program")) {
            for (int i = 0; i < 3; i++) {
                try (Client client = server.connect()) {
                    assertEquals("", client.all());
                }
            }
            server.log().awaitTimes(3, "warning", line -> line.startsWith("tcpserver: warning: dropping connection, "));
            server.log().await(atNumber(server, 3, "tcpserver: warning: "), "tcpserver: status: 0/1");
            for (int status : statuses(server, 1)) {
                assertTrue(status == 0 || status == 1, server.log().toString());
            }
        }
    }

    @Test
    void aGrandchildThatHoldsTheConnectionTakesNoPlace() {
        // A shell gives its background jobs /dev/null to read from, unless told otherwise.
        String program = "exec 3<&0; (read x <&3; echo late) & echo early";
        try (Server server = Server.tcp("-vRHl0 -c1", "sh", "-c", program);
                Client first = server.connect();
                Client second = server.connect()) {
            assertEquals("early", first.line());
            assertEquals("early", second.line());
            assertEquals("late\n", first.send("\n").all());
            assertEquals("late\n", second.send("\n").all());
        }
    }

    @Test
    void twoThousandConnectionsLeaveNothingBehind() {
        try (Server server = Server.tcp("-vRHl0 -b100", "/bin/true")) {
            int batches = 50;
            int atATime = 40;
            int descriptors = 0;
            for (int batch = 0; batch < batches; batch++) {
                List<Client> clients = new ArrayList<>();
                for (int i = 0; i < atATime; i++) {
                    clients.add(server.connect());
                }
                clients.forEach(client -> assertEquals("", client.all()));
                clients.forEach(Client::close);
                if (batch == 0) {
                    descriptors = Proc.list(server.running().pid(), "fd").size();
                }
            }
            server.log().awaitTimes(batches * atATime, "end", line -> line.startsWith("tcpserver: end "));
            server.log().await(atNumber(server, batches * atATime, "tcpserver: end "), "tcpserver: status: 0/40");
            assertEquals(List.of(), Proc.children(server.running().pid()));
            assertTrue(Proc.list(server.running().pid(), "fd").size() <= descriptors);
            for (String line : server.log().soFar()) {
                assertFalse(line.startsWith("tcpserver: end ") && !line.endsWith(" status 0"), line);
            }
            for (int status : statuses(server, 40)) {
                assertTrue(status >= 0 && status <= 40, () -> "status " + status);
            }
        }
    }

    @Test
    void aClientThatIsGoneBeforeItsTurnBreaksNothing() {
        try (Server server = Server.tcp("-vRHl0 -c1", "sh", "-c", TELL_PORT_AND_WAIT);
                Client first = server.connect()) {
            first.line();
            Client gone = server.connect();
            gone.reset();
            try (Client last = server.connect()) {
                first.hangUp();
                assertEquals(last.localPort(), portIn(last.line()));
                assertNotEquals(gone.localPort(), last.localPort());
            }
        }
    }

    @Test
    void manyThatEndAtOnceAreAllReaped() {
        try (Server server = Server.tcp("-vRHl0 -c300 -b128", "cat")) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(server.connect());
                assertEquals("x", clients.get(i).send("x").exactly(1));
            }
            // One that ends alone, among many, and then the others.
            clients.get(100).close();
            server.log().await("tcpserver: status: 199/300");
            int before = server.log().count();
            clients.forEach(Client::close);
            server.log().await(before, "tcpserver: status: 0/300");
            server.log().awaitTimes(200, "end", line -> line.startsWith("tcpserver: end "));
            assertEquals(List.of(), Proc.children(server.running().pid()));
        }
    }

    @Test
    void whoHasResetItsConnectionGetsNoProgramAndWhoHasOnlyClosedItDoes() {
        try (Server server = Server.tcp("-vRHl0 -c1", "sh", "-c", "read x; echo got:$x >&2");
                Client first = server.connect()) {
            server.log().await("tcpserver: ok ");
            server.connect().send("reset\n").reset();
            server.connect().send("closed\n").close();
            server.connect().sendEnd().close();
            first.send("first\n");
            server.log().await("got:first");
            server.log().await("got:closed");
            server.log().awaitTimes(3, "end", line -> line.startsWith("tcpserver: end "));
            server.running().signal("USR1");
            server.log().await("tcpserver: count: started 3");
            server.log().await("tcpserver: count: refused-gone 1");
        }
    }

    private static int portIn(String line) {
        return Integer.parseInt(line.split(" ")[0]);
    }

    /** The numbers of connections that the log tells, in their order. */
    private static List<Integer> statuses(Server server, int limit) {
        List<Integer> statuses = new ArrayList<>();
        for (String line : server.log().soFar()) {
            if (line.startsWith("tcpserver: status: ")) {
                String[] numbers =
                        line.substring("tcpserver: status: ".length()).split("/");
                assertEquals(limit, Integer.parseInt(numbers[1]));
                statuses.add(Integer.valueOf(numbers[0]));
            }
        }
        return statuses;
    }

    /** How many lines there are up to the {@code number}th that begins so. */
    private static int atNumber(Server server, int number, String prefix) {
        List<String> lines = server.log().soFar();
        int seen = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(prefix)) {
                seen++;
                if (seen == number) {
                    return i + 1;
                }
            }
        }
        throw new AssertionError("fewer than " + number + " lines " + prefix);
    }
}
