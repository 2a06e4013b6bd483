package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the programs that unixserver runs are given: environment, arguments, descriptors, signals. */
class UnixserverChildIT {
    private static final int O_NONBLOCK = 04000;
    private static final int ALRM = 14;
    private static final String[] ARGUMENTS = {"-c", "\u00e9\u00ff", "", "--", "x y"};
    private static final List<String> STALE = List.of(
            "PROTO", "UNIXREMOTEEUID", "UNIXREMOTEPATH", "UNIXLOCALUID", "TCPREMOTEIP", "TCPREMOTEHOST", "LISTEN_FDS");

    @TempDir
    private static Path directory;

    private static String path;
    private static Launch launch;
    private static Server server;

    @BeforeAll
    static void start() {
        path = directory.resolve("socket").toString();
        launch = Server.unixLaunch("-v", path, Probe.command(ARGUMENTS))
                .environment("BYTES", "\u00ff\u0081 \u00c3\u00a9\n")
                .environment("LC_ALL", "C")
                .umask("027")
                .directory(directory)
                .inherit(9)
                .ignore("HUP")
                .ignore("PIPE")
                .ignore("CHLD")
                .block(Signals.QUIT)
                .through("prlimit", "--nofile=200:1000");
        for (String name : STALE) {
            launch.environment(name, "stale");
        }
        server = Server.unix(launch, path);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void bothEndsAreInTheEnvironment() {
        Probe probe = server.probe();
        assertEquals("UNIX", probe.variable("PROTO"));
        assertEquals(path, probe.variable("UNIXLOCALPATH"));
        assertEquals(Integer.toString(Signals.uid()), probe.variable("UNIXLOCALUID"));
        assertEquals(Integer.toString(Signals.gid()), probe.variable("UNIXLOCALGID"));
        assertEquals(Integer.toString(Signals.uid()), probe.variable("UNIXREMOTEEUID"));
        assertEquals(Integer.toString(Signals.gid()), probe.variable("UNIXREMOTEEGID"));
        long ourPid = ProcessHandle.current().pid();
        assertEquals(Long.toString(ourPid), probe.variable("UNIXREMOTEPID"));
        assertEquals(Programs.isNative("unixserver") ? probe.pid() : null, probe.variable("UNIXLOCALPID"));
    }

    @Test
    void whatDescribesAnotherConnectionIsNotLeft() {
        Probe probe = server.probe();
        for (String name : List.of("UNIXREMOTEPATH", "TCPREMOTEIP", "TCPREMOTEHOST", "LISTEN_FDS")) {
            assertNull(probe.variable(name), name);
        }
    }

    @Test
    void allOtherVariablesPassUnchangedAndNothingIsAdded() {
        Map<String, String> expected = new TreeMap<>(launch.environment());
        expected.keySet().removeAll(STALE);
        Map<String, String> actual = new TreeMap<>(server.probe().environment());
        actual.keySet().removeIf(name -> name.equals("PROTO") || name.startsWith("UNIX"));
        assertEquals(expected, actual);
    }

    @Test
    void argumentsPassByteForByte() {
        assertEquals(List.of(ARGUMENTS), server.probe().arguments());
    }

    @Test
    void standardInputAndOutputAreTheSocketItselfAndBlock() {
        Probe probe = server.probe();
        String input = probe.descriptors().get(0);
        assertTrue(input.startsWith("socket:["), input);
        assertEquals(input, probe.descriptors().get(1));
        assertEquals(0, probe.flags(0) & O_NONBLOCK);
        assertEquals(
                Proc.link(server.running().pid(), "fd/2"), probe.descriptors().get(2));
    }

    @Test
    void nothingOfTheListenersOwnIsOpenAboveStandardError() {
        Set<Integer> expected = new TreeSet<>(Set.of(0, 1, 2));
        if (Programs.passInheritedDescriptors("unixserver")) {
            expected.add(9);
        }
        assertEquals(expected, server.probe().descriptors().keySet());
    }

    @Test
    void noSignalIsBlockedAndOnlyWhatTheUserIgnoresIsIgnored() {
        Probe probe = server.probe();
        assertEquals(0, probe.signals("SigBlk"));
        long ignored = probe.signals("SigIgn");
        assertTrue(Signals.contains(ignored, Signals.HUP));
        int[] byDefault = {Signals.INT, Signals.QUIT, Signals.PIPE, ALRM, Signals.TERM, Signals.CHLD};
        for (int signal : byDefault) {
            assertFalse(Signals.contains(ignored, signal), "signal " + signal + " is ignored");
        }
    }

    @Test
    void umaskDirectoryLimitsAndSessionAreInherited() {
        Probe probe = server.probe();
        assertEquals("0027", probe.status("Umask"));
        assertEquals(directory.toString(), probe.value("cwd"));
        assertTrue(probe.value("limits").contains("Max open files            200 "), probe.value("limits"));
        String listener = Proc.read(server.running().pid(), "stat");
        assertEquals(Proc.stat(listener, 5), probe.stat(5), "process group");
        assertEquals(Proc.stat(listener, 6), probe.stat(6), "session");
    }

    @Test
    void theBannerComesFirstAndAHalfClosedConnectionIsAnswered() {
        String other = directory.resolve("other").toString();
        Launch banner =
                Launch.of("unixserver", "-v", "-B", "hi\\n\u00ff\n", other, "sh", "-c", "x=$(cat); echo got:$x");
        try (Server cats = Server.unix(banner, other);
                Client client = cats.connect()) {
            assertEquals("hi\\n\u00ff", client.line());
            assertEquals("got:abc\n", client.send("abc").sendEnd().all());
        }
    }

    @Test
    void userAndGroupAreTakenForGood() {
        String other = directory.resolve("dropped").toString();
        String options = "-v -u " + Identity.otherUid() + " -g " + Identity.otherGid();
        try (Server dropped = Server.unix(options, other, Probe.command())) {
            Probe probe = dropped.probe();
            String uid = Integer.toString(Identity.otherUid());
            assertEquals(uid, probe.variable("UNIXLOCALUID"));
            assertEquals(Integer.toString(Identity.otherGid()), probe.variable("UNIXLOCALGID"));
            assertEquals(uid + "\t" + uid + "\t" + uid + "\t" + uid, probe.status("Uid"));
            assertEquals(uid + " " + uid, probe.value("regained"));
            if (Identity.isRoot()) {
                assertEquals(Integer.toString(Identity.otherGid()), probe.status("Groups"));
            }
        }
    }
}
