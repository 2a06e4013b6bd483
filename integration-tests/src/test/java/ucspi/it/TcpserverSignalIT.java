package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How tcpserver ends, and what becomes of its children and of its port. */
class TcpserverSignalIT {
    private static final String TELL_PID_AND_ECHO = "echo $$; exec cat";

    @Test
    void terminateEndsTheListenerWithZeroAndLeavesItsChildrenAlone() {
        try (Server server = Server.tcp("-vRHl0", "sh", "-c", TELL_PID_AND_ECHO);
                Client client = server.connect()) {
            int child = Integer.parseInt(client.line());
            assertEquals(0, server.terminate());
            assertEquals("alive", client.send("alive\n").line());
            client.sendEnd();
            assertEquals("", client.all());
            Await.until("the child to end", () -> Proc.state(child) == '-' || Proc.state(child) == 'Z');
        }
    }

    @Test
    void terminateIsHeardAtTheFirstSignOfReadiness() {
        for (int i = 0; i < 20; i++) {
            try (Server server = Server.tcp("-RHl0", "true")) {
                assertEquals(0, server.terminate());
            }
        }
    }

    @Test
    void terminateIsHeardWhenTheLimitIsReached() {
        try (Server server = Server.tcp("-RHl0 -c1", "sh", "-c", TELL_PID_AND_ECHO);
                Client client = server.connect()) {
            client.line();
            assertEquals(0, server.terminate());
            assertEquals("alive", client.send("alive\n").line());
        }
    }

    @Test
    void thePortIsFreeAtOnceThoughAChildStillUsesIt() {
        try (Server server = Server.tcp("-RHl0", "sh", "-c", TELL_PID_AND_ECHO);
                Client client = server.connect()) {
            client.line();
            assertEquals(0, server.terminate());
            assertNewListenerServes(server.port());
            assertEquals("alive", client.send("alive\n").line());
        }
    }

    @Test
    void aKilledListenerCanBeStartedAgainAtOnce() {
        try (Server server = Server.tcp("-RHl0", "sh", "-c", TELL_PID_AND_ECHO);
                Client client = server.connect()) {
            client.line();
            server.running().signal("KILL");
            assertEquals(128 + Signals.KILL, server.running().awaitExit());
            assertNewListenerServes(server.port());
            assertEquals("alive", client.send("alive\n").line());
        }
    }

    private static void assertNewListenerServes(int port) {
        Launch again = Launch.of("tcpserver", "-1RHl0", "127.0.0.1", Integer.toString(port), "echo", "again");
        try (Server next = Server.tcp(again);
                Client client = next.connect()) {
            assertEquals("again\n", client.all());
        }
    }

    @Test
    void interruptEndsItAsItEndsAnyProgram() {
        try (Server server = Server.tcp("-RHl0", "cat")) {
            server.running().signal("INT");
            assertEquals(130, server.running().awaitExit());
        }
    }

    @Test
    void quitHasItsDefaultAction() {
        Launch launch = Server.tcpLaunch("-RHl0", "127.0.0.1", "cat").through("prlimit", "--core=0");
        try (Server server = Server.tcp(launch)) {
            server.running().signal("QUIT");
            if (Programs.isNative("tcpserver")) {
                assertEquals(131, server.running().awaitExit());
            } else {
                // On a JVM this signal prints the stacks of all threads, and changes nothing else.
                assertEquals("x", server.connect().send("x").sendEnd().all());
                assertEquals(0, server.terminate());
            }
        }
    }

    @Test
    void underNohupItSurvivesAHangup() {
        try (Server server = Server.tcp(
                        Server.tcpLaunch("-RHl0", "127.0.0.1", "echo", "here").ignore("HUP"));
                Client client = server.connect()) {
            client.all();
            server.running().signal("HUP");
            assertEquals("here\n", server.connect().all());
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void terminateIsHeardThoughItWasBlockedOrIgnoredAtTheStart() {
        Launch launch = Server.tcpLaunch("-RHl0", "127.0.0.1", "cat")
                .ignore("TERM")
                .ignore("CHLD")
                .block(Signals.TERM)
                .block(Signals.CHLD);
        try (Server server = Server.tcp(launch);
                Client client = server.connect()) {
            client.sendEnd().all();
            assertEquals(0, server.terminate());
        }
    }
}
