package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The identity that tcpserver takes: of the listener with all its threads, and of its children. Root can become anybody
 * here; whoever else runs the tests can only "become" who it is, and is refused the rest.
 */
class TcpserverPrivilegesIT {
    private static final int UID = Identity.otherUid();
    private static final int GID = Identity.otherGid();

    @Test
    void userAndGroupAreTakenForGood() {
        try (Server server = Server.tcp(withGroups("-RHl0 -u " + UID + " -g " + GID))) {
            Probe probe = server.probe();
            assertEquals(fourTimes(UID), probe.status("Uid"));
            assertEquals(fourTimes(GID), probe.status("Gid"));
            assertEquals(UID + " " + UID, probe.value("regained"));
            if (Identity.isRoot()) {
                assertEquals(Integer.toString(GID), probe.status("Groups"));
                assertEquals(0, probe.signals("CapEff"));
                assertEquals(0, probe.signals("CapPrm"));
            }
        }
    }

    @Test
    void noThreadOfTheListenerKeepsTheOldRights() {
        try (Server server = Server.tcp(withGroups("-RHl0 -u " + UID + " -g " + GID))) {
            int pid = server.running().pid();
            assertTrue(Proc.list(pid, "task").size() >= 1);
            for (String task : Proc.list(pid, "task")) {
                String status = Proc.read(pid, "task/" + task + "/status");
                assertEquals(fourTimes(UID), Proc.field(status, "Uid"));
                assertEquals(fourTimes(GID), Proc.field(status, "Gid"));
                if (Identity.isRoot()) {
                    assertEquals(Integer.toString(GID), Proc.field(status, "Groups"));
                }
            }
        }
    }

    @Test
    void theUserAloneLeavesTheGroupButNotTheOtherGroups() {
        try (Server server = Server.tcp(withGroups("-RHl0 -u " + UID))) {
            Probe probe = server.probe();
            assertEquals(fourTimes(UID), probe.status("Uid"));
            assertEquals(fourTimes(Signals.gid()), probe.status("Gid"));
            if (Identity.isRoot()) {
                for (String group : probe.status("Groups").split(" ")) {
                    assertTrue(group.isEmpty() || group.equals(Integer.toString(Signals.gid())), group);
                }
            }
        }
    }

    @Test
    void identityCanComeFromTheEnvironment() {
        Launch launch = withGroups("-URHl0")
                .environment("UID", Integer.toString(UID))
                .environment("GID", Integer.toString(GID));
        try (Server server = Server.tcp(launch)) {
            Probe probe = server.probe();
            assertEquals(fourTimes(UID), probe.status("Uid"));
            assertEquals(fourTimes(GID), probe.status("Gid"));
        }
    }

    @Test
    void zeroKeepsTheIdentity() {
        try (Server server = Server.tcp("-RHl0 -u 0 -g 0", Probe.command())) {
            assertEquals(fourTimes(Signals.uid()), server.probe().status("Uid"));
            assertEquals(fourTimes(Signals.gid()), server.probe().status("Gid"));
        }
    }

    @Test
    void anIdentityThatCannotBeTakenIsFatal() {
        Launch launch = Server.tcpLaunch("-RHl0 -u 12345", "127.0.0.1", "cat");
        if (Identity.isRoot()) {
            // Root without these two rights; another user might not even reach the programs, where root cloned them.
            launch.through("setpriv", "--bounding-set=-setuid,-setgid", "--inh-caps=-setuid,-setgid");
        }
        try (Running running = launch.start()) {
            assertEquals(111, running.awaitExit());
            assertTrue(running.stderr().awaitEnd().startsWith("tcpserver: fatal: "), running.stderr()::toString);
        }
    }

    /** A listener that runs the probe; started by root, it has groups to get rid of. */
    private static Launch withGroups(String options) {
        Launch launch = Server.tcpLaunch(options, "127.0.0.1", Probe.command());
        return Identity.isRoot() ? launch.through("setpriv", "--groups=4,24,27") : launch;
    }

    /** Real, effective, saved and file system identity, as /proc writes them. */
    private static String fourTimes(int id) {
        return id + "\t" + id + "\t" + id + "\t" + id;
    }
}
