package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process: what it is given, and that nothing of it outlives its client. */
@BothHostings
class CgiAdapterProcessIT {
    private static final String HEAD = "echo Content-Type: text/plain; echo; ";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Leaves a grandchild and says both process ids; then neither reads nor writes. */
    private static final String SILENT = "sleep 1000 & echo $$ >>pids; echo $! >>pids; wait\n";

    @ParameterizedTest
    @CsvSource({
        "'', close",
        "'', reset",
        "'echo Content-Type: text/event-stream; echo; echo data: x; echo; ', close",
        "'echo Content-Type: text/event-stream; echo; echo data: x; echo; ', reset",
        "'trap : TERM; ', close"
    })
    void aClientThatLeavesTakesTheProgramAndItsDescendantsWithIt(String before, String how) {
        try (CgiSite site = CgiSite.of("--grace 1", before + SILENT.replace("wait", "wait; wait; sleep 1000"));
                Client client = site.connect()) {
            client.send(GET);
            List<Integer> pids = site.pids("pids", 2);
            if (how.equals("reset")) {
                client.reset();
            } else {
                client.hangUp();
            }
            CgiSite.awaitGone(pids);
            site.awaitIdle();
        }
    }

    @Test
    void aDescendantThatLeftTheSessionGoesWithTheClientToo() {
        String script = "setsid sh -c 'trap : TERM; echo $$ >>pids; sleep 1000; sleep 1000' & " + SILENT;
        try (CgiSite site = CgiSite.of("--grace 1", script);
                Client client = site.connect()) {
            client.send(GET);
            List<Integer> pids = site.pids("pids", 3);
            client.hangUp();
            CgiSite.awaitGone(pids);
            site.awaitIdle();
        }
    }

    @Test
    void aClientThatLeavesWhileItsBodyIsExpectedTakesTheProgramWithIt() {
        try (CgiSite site = CgiSite.of("", "echo $$ >>pids; cat >/dev/null\n");
                Client client = site.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            List<Integer> pids = site.pids("pids", 1);
            client.hangUp();
            CgiSite.awaitGone(pids);
            site.awaitIdle();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfALargeResponseTakesTheProgramWithIt() {
        try (CgiSite site = CgiSite.of("", "echo $$ >>pids; " + HEAD + "exec cat /dev/zero\n");
                Client client = site.connect()) {
            client.send(GET);
            client.line();
            List<Integer> pids = site.pids("pids", 1);
            client.hangUp();
            CgiSite.awaitGone(pids);
            site.awaitIdle();
        }
    }

    @Test
    void aProgramThatIsSilentForTooLongIsEndedAndAnswered() {
        try (CgiSite site = CgiSite.of("--timeout 1", SILENT)) {
            HttpAnswer answer = site.get("/");
            assertEquals(504, answer.status());
            CgiSite.awaitGone(site.pids("pids", 2));
        }
    }

    @Test
    void aResponseThatStopsForTooLongIsCutOff() {
        try (CgiSite site = CgiSite.of("--timeout 1", HEAD + "echo begun; " + SILENT)) {
            HttpAnswer answer = site.get("/");
            assertEquals("begun\n", answer.body());
            assertFalse(answer.whole());
            CgiSite.awaitGone(site.pids("pids", 2));
        }
    }

    @Test
    void aDescendantThatHoldsTheOutputDoesNotHoldTheResponse() {
        try (CgiSite site = CgiSite.of("", HEAD + "echo hello; sleep 1000 & echo $! >>pids\n")) {
            HttpAnswer answer = site.get("/");
            assertEquals("hello\n", answer.body());
            assertTrue(answer.whole());
            List<Integer> background = site.pids("pids", 1);
            assertEquals('S', Proc.state(background.get(0)));
            Signals.send(background.get(0), "KILL");
        }
    }

    @Test
    void aProgramThatWorksOnBehindItsOutputDoesNotHoldTheResponse() {
        String script = HEAD
                + "echo hello; exec >&-; echo $$ >>pids; while [ ! -e go ]; do sleep 0.01; done; echo done >>after\n";
        try (CgiSite site = CgiSite.of("", script)) {
            HttpAnswer answer = site.get("/");
            assertEquals("hello\n", answer.body());
            assertTrue(answer.whole());
            assertTrue(site.directory().resolve("go").toFile().mkdir());
            Await.until("the program to go on", () -> site.file("after").equals("done\n"));
        }
    }

    @Test
    void theProgramGetsThreeDescriptorsAndNoSignalIsBlockedOrIgnored() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", HEAD + "exec \"$@\"", "sh"));
        command.addAll(List.of(Probe.command()));
        String[] program = command.toArray(new String[0]);
        Launch launch = Hosting.current() == Hosting.RESIDENT
                ? Hosting.resident("127.0.0.1:0", "", program)
                : Server.tcpLaunch("-RHl0", "127.0.0.1", CgiSite.adapter("", program));
        try (Server server = Server.tcp(launch.environment("MARKER", "leaks"));
                Client client = server.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            String line = client.line();
            while (!line.equals("\r")) {
                line = client.line();
            }
            Probe probe = Probe.read(client);
            assertEquals(List.of(0, 1, 2), List.copyOf(probe.descriptors().keySet()));
            assertEquals("/dev/null", probe.descriptors().get(0));
            assertTrue(
                    probe.descriptors().get(1).startsWith("pipe:"),
                    probe.descriptors().toString());
            assertEquals(0, probe.flags(1) & 04000, "O_NONBLOCK");
            assertEquals(0, probe.signals("SigBlk"));
            for (int signal : new int[] {Signals.PIPE, Signals.TERM, Signals.CHLD, Signals.INT, Signals.HUP}) {
                assertFalse(Signals.contains(probe.signals("SigIgn"), signal), "signal " + signal);
            }
            assertEquals(probe.status("Pid"), probe.stat(5), "it leads its process group");
            assertFalse(probe.environment().containsKey("MARKER"));
            assertFalse(probe.environment().containsKey("TCPREMOTEIP"));
        }
    }

    @Test
    void theProgramRunsInItsOwnDirectory() {
        try (CgiSite site = CgiSite.of("", HEAD + "pwd; echo \"$SCRIPT_FILENAME\"\n")) {
            String directory = site.directory().toString();
            assertEquals(
                    directory + "\n" + directory + "/program.cgi\n",
                    site.get("/").body());
        }
    }
}
