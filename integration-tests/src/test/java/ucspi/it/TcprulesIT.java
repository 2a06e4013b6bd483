package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tcprules and tcprulescheck beside djb's, each with the files of the other. */
class TcprulesIT {
    private static final String MIXED = """
            # a comment
            1.2.3.4:deny
            1.2.3.4-8:allow,A="x:y,z",B=/q/
            10.0-5.:allow,W==four=
            9-300.:deny
            5-2.:deny
            no colon

            joe@127.0.0.1:allow,which=/first/
            x-y@=one.two:deny
            =.abuser.edu:deny,X="no"
            =:allow,\u00e9="\u00ff"
            =one.two:allow
            192.168.:deny   \t
            :allow,which="any",which="twice"
            1.2.3.4:allow""";

    private static final String[][] CLIENTS = {
        {"1.2.3.4"},
        {"1.2.3.8", "x", "y"},
        {"10.3.9.9"},
        {"127.0.0.1", "a.abuser.edu", "joe"},
        {"8.8.8.8", "a.abuser.edu"},
        {"8.8.8.8", "one.two", "x-y"},
        {"8.8.8.8", ""},
        {},
    };

    @TempDir
    Path directory;

    private RuleFile ours;
    private RuleFile peers;

    @BeforeEach
    void files() throws Exception {
        ours = new RuleFile(Files.createDirectory(directory.resolve("ours")));
        peers = new RuleFile(Files.createDirectory(directory.resolve("peers")));
    }

    @Test
    void theSameTextBecomesTheSameBytes() {
        assertArrayEquals(
                peers.compileByPeer(MIXED).bytes(), ours.compile(MIXED).bytes());
        assertArrayEquals(peers.compileByPeer("").bytes(), ours.compile("").bytes());
    }

    @Test
    void tenThousandRulesBecomeTheSameBytes() {
        String text = many();
        assertArrayEquals(peers.compileByPeer(text).bytes(), ours.compile(text).bytes());
    }

    private static String many() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(1 + random.nextInt(9))
                    .append('.')
                    .append(random.nextInt(9))
                    .append('.');
            text.append(random.nextInt(256)).append(i % 100 == 0 ? "-255" : "");
            text.append(i % 3 == 0 ? ":deny" : ":allow").append(i % 7 == 0 ? ",N=\"" + i + "\"\n" : "\n");
        }
        return text.toString();
    }

    @Test
    void bothReadersSayTheSameOfBothWritersFiles() {
        ours.compile(MIXED);
        peers.compileByPeer(MIXED);
        for (String[] client : CLIENTS) {
            RuleFile.Ended expected = peers.check(RuleFile.peer("tcprulescheck"), client);
            assertEquals(0, expected.status());
            assertEquals(expected, ours.check(RuleFile.peer("tcprulescheck"), client));
            assertEquals(expected, peers.check(Programs.path("tcprulescheck"), client));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.4:denyx",
                "1.2.3.4:allow,A",
                "1.2.3.4:allow,A=\"x",
                "1.2.3.4:allow,A=\"x\"y",
                "1.2.3.4 allow,A=\"x\"y",
                "a-b:deny",
                "a\u00e9b:",
            })
    void aLineThatMakesNoSenseToOneMakesNoneToTheOther(String line) {
        String text = ":allow\n" + line + " \n:deny\n";
        RuleFile.Ended expected = peers.compile(RuleFile.peer("tcprules"), text);
        assertEquals(expected, ours.compile(Programs.path("tcprules"), text));
        assertEquals(expected.status() == 0, Files.exists(Path.of(ours.toString())));
    }

    @Test
    void aFailureLeavesTheOldFile() {
        byte[] before = ours.compile("1.2.3.4:deny\n").bytes();
        assertEquals(100, ours.compile(Programs.path("tcprules"), "nonsense:\n").status());
        assertArrayEquals(before, ours.bytes());
    }

    @Test
    void whatTheSystemRefusesIsSaidInTheSameWords() throws Exception {
        String file = ours.toString();
        Path input = Files.writeString(directory.resolve("text"), ":deny\n");
        String[][] commands = {
            {"tcprules", file, directory + "/nowhere/tmp"},
            {"tcprules", directory + "/nowhere/cdb", directory + "/tmp"},
            {"tcprules", file, "/dev/full"},
            {"tcprulescheck", directory + "/nowhere"},
            {"tcprules", file},
            {"tcprulescheck"},
        };
        for (String[] command : commands) {
            String[] theirs = command.clone();
            theirs[0] = RuleFile.peer(command[0]);
            RuleFile.Ended expected = RuleFile.run(Map.of(), input, theirs);
            command[0] = Programs.path(command[0]);
            RuleFile.Ended actual = RuleFile.run(Map.of(), input, command);
            assertEquals(expected, actual);
            assertFalse(expected.status() == 0, expected.toString());
        }
    }

    @Test
    void aDirectoryIsNoFileOfRules() {
        // djb's crashes.
        String message = "tcprulescheck: fatal: unable to read " + directory + ": is a directory\n";
        RuleFile.Ended ended =
                RuleFile.run(Map.of(), Path.of("/dev/null"), Programs.path("tcprulescheck"), directory.toString());
        assertEquals(new RuleFile.Ended(111, "", message), ended);
    }

    @Test
    void networksAndIpv6AddressesApply() {
        ours.compile(
                "10.0.0.0/8:deny\n10.1.0.0/16:allow,N=\"one\"\n2001:db8::/32:allow\n::1/128:deny\n::2:deny\n:allow\n");
        assertEquals("0\nrule 10.0.0.0/8:\ndeny connection\n", ours.ask("10.2.3.4"));
        assertEquals("0\nrule 10.1.0.0/16:\nset environment variable N=one\nallow connection\n", ours.ask("10.1.3.4"));
        assertEquals("0\nrule 2001:db8::/32:\nallow connection\n", ours.ask("2001:DB8:1::"));
        assertEquals("0\nrule ::1/128:\ndeny connection\n", ours.ask("::1"));
        assertEquals("0\nrule ::2:\ndeny connection\n", ours.ask("0::2"));
        assertEquals("0\nrule :\nallow connection\n", ours.ask("::3"));
    }

    @Test
    void aNetworkThatIsNoneIsRefused() {
        RuleFile.Ended ended = ours.compile(Programs.path("tcprules"), "10.0.0.0/33:deny\n");
        String message = "tcprules: fatal: unable to parse this line: 10.0.0.0/33:deny\n";
        assertEquals(new RuleFile.Ended(100, "", message), ended);
    }

    @Test
    void djbsReaderFindsItsOwnRulesInAFileWithNetworks() {
        ours.compile("10.0.0.0/8:deny\n::1:deny\n1.2.3.:deny\n:allow\n");
        String peer = RuleFile.peer("tcprulescheck");
        assertEquals(
                "rule 1.2.3.:\ndeny connection\n", ours.check(peer, "1.2.3.4").out());
        assertEquals("rule :\nallow connection\n", ours.check(peer, "10.2.3.4").out());
    }

    @Test
    void aDamagedFileIsAnErrorAndNoCrash() {
        byte[] whole = ours.compile(many()).bytes();
        String message = "111tcprulescheck: fatal: unable to read " + ours + ": protocol error\n\n";
        for (int length : new int[] {0, 1, 2047, 2048, 5000, whole.length - 1}) {
            ours.install(java.util.Arrays.copyOf(whole, length));
            assertEquals(message, ours.ask("1.2.3.4"));
        }
        byte[] noise = new byte[50_000];
        new Random(2).nextBytes(noise);
        ours.install(noise);
        assertEquals(message, ours.ask("1.2.3.4"));
    }
}
