package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the programs that tcpserver runs inherit: descriptors, signals, session, limits. */
class TcpserverChildIT {
    private static final int O_NONBLOCK = 04000;
    private static final int USR1 = 10;

    @TempDir
    private static Path directory;

    private static Server server;

    /** A listener that itself was started with all sorts of oddities: what of them shall pass, and what shall not? */
    @BeforeAll
    static void start() {
        Launch launch = Server.tcpLaunch("-RHl0", "127.0.0.1", Probe.command())
                .umask("027")
                .directory(directory)
                .inherit(9)
                .ignore("HUP")
                .ignore("INT")
                .ignore("PIPE")
                .ignore("CHLD")
                .ignore("TERM")
                .block(USR1)
                .block(Signals.QUIT)
                .through("prlimit", "--nofile=200:1000");
        server = Server.tcp(launch);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void standardInputAndOutputAreTheSocketItself() {
        Client client = server.connect();
        int port = client.localPort();
        Probe probe = Probe.read(client);
        String input = probe.descriptors().get(0);
        assertTrue(input.startsWith("socket:["), input);
        assertEquals(input, probe.descriptors().get(1));
        String peer = probe.value("peer");
        assertEquals(port, peer.charAt(2) << 8 | peer.charAt(3));
    }

    @Test
    void standardErrorIsThatOfTheListener() {
        assertEquals(
                Proc.link(server.running().pid(), "fd/2"),
                server.probe().descriptors().get(2));
    }

    @Test
    void nothingOfTheListenersOwnIsOpenAboveStandardError() {
        Set<Integer> expected = new TreeSet<>(Set.of(0, 1, 2));
        if (Programs.passInheritedDescriptors("tcpserver")) {
            expected.add(9);
        }
        assertEquals(expected, server.probe().descriptors().keySet());
    }

    @Test
    void otherConnectionsAreNotOpenEither() {
        try (Server shells = Server.tcp("-RHl0", "sh", "-c", "echo $$; read x");
                Client first = shells.connect();
                Client second = shells.connect()) {
            for (String pid : new String[] {first.line(), second.line()}) {
                assertEquals(Set.of("0", "1", "2"), Set.copyOf(Proc.list(Integer.parseInt(pid), "fd")));
            }
        }
    }

    @Test
    void theSocketBlocks() {
        assertEquals(0, server.probe().flags(0) & O_NONBLOCK);
    }

    @Test
    void noSignalIsBlocked() {
        assertEquals(0, server.probe().signals("SigBlk"));
    }

    @Test
    void pipeChildAndTerminateHaveTheirDefaultActions() {
        long ignored = server.probe().signals("SigIgn");
        for (int signal : new int[] {Signals.PIPE, Signals.CHLD, Signals.TERM}) {
            assertFalse(Signals.contains(ignored, signal), "signal " + signal + " is ignored");
        }
    }

    @Test
    void hangupAndInterruptStayIgnoredUnderNohup() {
        long ignored = server.probe().signals("SigIgn");
        for (int signal : new int[] {Signals.HUP, Signals.INT}) {
            assertTrue(Signals.contains(ignored, signal), "signal " + signal + " is not ignored");
        }
    }

    @Test
    void noSignalIsIgnoredWhenNoneWasBefore() {
        try (Server plain = Server.tcp("-RHl0", Probe.command())) {
            long ignored = plain.probe().signals("SigIgn");
            int[] signals = {Signals.HUP, Signals.INT, Signals.QUIT, USR1, Signals.PIPE, Signals.TERM, Signals.CHLD};
            for (int signal : signals) {
                assertFalse(Signals.contains(ignored, signal), "signal " + signal + " is ignored");
            }
        }
    }

    @Test
    void processGroupAndSessionAreThoseOfTheListener() {
        Probe probe = server.probe();
        String listener = Proc.read(server.running().pid(), "stat");
        assertEquals(Integer.toString(server.running().pid()), probe.stat(4), "parent");
        assertEquals(Proc.stat(listener, 5), probe.stat(5), "process group");
        assertEquals(Proc.stat(listener, 6), probe.stat(6), "session");
    }

    @Test
    void umaskAndDirectoryAreInherited() {
        Probe probe = server.probe();
        assertEquals("0027", probe.status("Umask"));
        assertEquals(directory.toString(), probe.value("cwd"));
    }

    @Test
    void theLimitOfOpenFilesIsInherited() {
        String limits = server.probe().value("limits");
        String line = limits.substring(limits.indexOf("Max open files"));
        String[] words = line.substring("Max open files".length()).trim().split(" +");
        assertEquals("200", words[0], "soft");
        assertEquals("1000", words[1], "hard");
    }

    @Test
    void aClientThatSentItsEndIsStillAnswered() {
        try (Server cats = Server.tcp("-RHl0", "sh", "-c", "x=$(cat); echo got:$x");
                Client client = cats.connect()) {
            assertEquals("got:abc\n", client.send("abc").sendEnd().all());
        }
    }

    @Test
    void theConnectionEndsWhenTheProgramEnds() {
        try (Server hello = Server.tcp("-RHl0", "echo", "hello");
                Client client = hello.connect()) {
            assertEquals("hello\n", client.all());
        }
    }

    @Test
    void aMegabyteEachWayArrives() {
        String megabyte = "0123456789abcdef".repeat(1 << 16);
        try (Server sums = Server.tcp("-RHl0", "sh", "-c", "cat >/dev/null; head -c 1048576 /dev/zero | tr '\\0' x");
                Client client = sums.connect()) {
            assertEquals(1 << 20, client.send(megabyte).sendEnd().all().length());
        }
    }

    @Test
    void theBannerComesFirstAndLiterally() {
        Launch launch = Launch.of("tcpserver", "-1RHl0", "-B", "a\\r\\n%\u00ff\n", "127.0.0.1", "0", "echo", "b");
        try (Server banner = Server.tcp(launch);
                Client client = banner.connect()) {
            assertEquals("a\\r\\n%\u00ff\nb\n", client.all());
        }
    }

    @Test
    void smallPiecesAreDelayedUnlessTheOptionSaysOtherwise() {
        assertEquals("0", server.probe().value("nodelay"));
        assertEquals("0", server.probe().value("keepalive"));
        try (Server prompt = Server.tcp("-DRHl0", Probe.command())) {
            assertEquals("1", prompt.probe().value("nodelay"));
        }
    }

    @Test
    void theProgramIsSearchedInThePath() {
        Launch launch = Server.tcpLaunch("-RHl0", "127.0.0.1", "echo", "found")
                .environment("PATH", "/nowhere:/etc:" + System.getenv("PATH"));
        try (Server searched = Server.tcp(launch);
                Client client = searched.connect()) {
            assertEquals("found\n", client.all());
        }
    }
}
