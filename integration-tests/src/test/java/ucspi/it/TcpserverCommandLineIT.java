package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of tcpserver: what it takes, what it refuses, and with which words and exit codes. */
class TcpserverCommandLineIT {
    private static final String USAGE = "tcpserver: usage: tcpserver ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Z 127.0.0.1 0 true",
                "-c",
                "-c x 127.0.0.1 0 true",
                "-c 0 127.0.0.1 0 true",
                "-c -1 127.0.0.1 0 true",
                "-c +5 127.0.0.1 0 true",
                "-c 5x 127.0.0.1 0 true",
                "-c 99999999999999999999 127.0.0.1 0 true",
                "-b x 127.0.0.1 0 true",
                "-u nobody 127.0.0.1 0 true",
                "-g 4294967296 127.0.0.1 0 true",
                "-t 1.5 127.0.0.1 0 true",
                "-C 0 127.0.0.1 0 true",
                "-C 5/129 127.0.0.1 0 true",
                "-C 5:\\x 127.0.0.1 0 true",
                "--rate 10 127.0.0.1 0 true",
                "--rate 10/0s 127.0.0.1 0 true",
                "--rate-wait x 127.0.0.1 0 true",
                "--max-age 0 127.0.0.1 0 true",
                "--idle -1 127.0.0.1 0 true",
                "--grace 5s 127.0.0.1 0 true",
            })
    void aWrongOptionIsExplainedAndIsExit100(String arguments) {
        try (Running running = Launch.of("tcpserver", arguments.split(" ")).start()) {
            assertEquals(100, running.awaitExit());
            String[] lines = running.stderr().awaitEnd().split("\n");
            assertEquals(2, lines.length, running.stderr().toString());
            assertTrue(lines[0].startsWith("tcpserver: "), lines[0]);
            assertFalse(lines[0].startsWith(USAGE), lines[0]);
            assertTrue(lines[1].startsWith(USAGE), lines[1]);
            assertEquals("", running.stdout().awaitEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "127.0.0.1", "127.0.0.1 0"})
    void missingOperandsGetTheUsageLine(String arguments) {
        try (Running running = Launch.of("tcpserver", arguments.split(" ")).start()) {
            assertEquals(100, running.awaitExit());
            String all = running.stderr().awaitEnd();
            assertTrue(all.startsWith(USAGE) && all.indexOf('\n') == all.length() - 1, all);
        }
    }

    @Test
    void quietHidesTheUsageLineToo() {
        try (Running running = Launch.of("tcpserver", "-q", "127.0.0.1").start()) {
            assertEquals(100, running.awaitExit());
            assertEquals("", running.stderr().awaitEnd());
        }
    }

    @Test
    void anUnknownLetterIsNamed() {
        try (Running running =
                Launch.of("tcpserver", "-vZ", "127.0.0.1", "0", "true").start()) {
            assertEquals(100, running.awaitExit());
            assertEquals("tcpserver: illegal option -- Z", running.stderr().await(""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "80x", "no-such-service", "99999999999999999999", ""})
    void aPortThatIsNoneIsRefused(String port) {
        try (Running running =
                Launch.of("tcpserver", "-1RHl0", "127.0.0.1", port, "true").start()) {
            int exitCode = running.awaitExit();
            assertTrue(exitCode == 100 || exitCode == 111, () -> "exit code " + exitCode);
            assertTrue(running.stderr().awaitEnd().startsWith("tcpserver: "), running.stderr()::toString);
            assertEquals("", running.stdout().awaitEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"256.0.0.1", "127.0.0.1x", "1.2.3", ":::", "[::1", "no.such.host.invalid"})
    void aHostThatIsNoneIsRefused(String host) {
        try (Running running =
                Launch.of("tcpserver", "-1RHl0", host, "0", "true").start()) {
            int exitCode = running.awaitExit();
            assertTrue(exitCode == 100 || exitCode == 111, () -> "exit code " + exitCode);
            assertTrue(running.stderr().awaitEnd().startsWith("tcpserver: "), running.stderr()::toString);
            assertEquals("", running.stdout().awaitEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.000.000.001", "[127.0.0.1]", "0", "", "localhost"})
    void aHostIsAnAddressANameOrNothing(String host) {
        try (Server server = Server.tcp(Server.tcpLaunch("-RHl0", host, "echo", "here"));
                Client client = server.connect()) {
            assertEquals("here\n", client.all());
        }
    }

    @Test
    void anAddressInUseIsFatal() {
        try (Server server = Server.tcp("-RHl0", "true")) {
            String port = Integer.toString(server.port());
            try (Running second =
                    Launch.of("tcpserver", "-1RHl0", "127.0.0.1", port, "true").start()) {
                assertEquals(111, second.awaitExit());
                String all = second.stderr().awaitEnd();
                assertTrue(all.startsWith("tcpserver: fatal: unable to bind"), all);
                assertTrue(all.endsWith(": address already used\n"), all);
                assertEquals("", second.stdout().awaitEnd());
            }
            try (Running quiet =
                    Launch.of("tcpserver", "-q1RHl0", "127.0.0.1", port, "true").start()) {
                assertEquals(111, quiet.awaitExit());
                assertEquals("", quiet.stderr().awaitEnd());
            }
        }
    }

    @Test
    void anAddressThatIsNotOursIsFatal() {
        try (Running running =
                Launch.of("tcpserver", "-1RHl0", "192.0.2.1", "0", "true").start()) {
            assertEquals(111, running.awaitExit());
            String all = running.stderr().awaitEnd();
            assertTrue(all.startsWith("tcpserver: fatal: unable to bind"), all);
            assertTrue(all.endsWith(": address not available\n"), all);
        }
    }

    @Test
    void thePortIsOneLineAndThenStandardOutputIsClosed() {
        try (Server server = Server.tcp("-RHl0", "echo", "here")) {
            assertEquals(server.port() + "\n", server.running().stdout().awaitEnd());
            assertNotEquals(0, server.port());
            assertEquals("here\n", server.connect().all());
        }
    }

    @Test
    void withoutTheOptionNothingIsPrintedAndStandardOutputIsClosed() {
        try (Running running =
                Launch.of("tcpserver", "-vRHl0", "127.0.0.1", "0", "true").start()) {
            assertEquals("", running.stdout().awaitEnd());
            assertEquals("tcpserver: status: 0/40", running.stderr().await(""));
            running.signal("TERM");
            assertEquals(0, running.awaitExit());
        }
    }

    @Test
    void optionsEndAtTheFirstOperand() {
        Launch launch = Launch.of("tcpserver", "-1RHl0", "--", "127.0.0.1", "0")
                .with("sh", "-c", "echo $*", "sh", "-v", "-c", "5", "--", "--help");
        try (Server server = Server.tcp(launch);
                Client client = server.connect()) {
            assertEquals("-v -c 5 -- --help\n", client.all());
        }
    }

    @Test
    void valuesMayBeAttachedOrApartAndLettersBundled() {
        Launch launch = Launch.of("tcpserver", "-v1RHDoUl0", "-c7", "-b", "0", "-t5", "-B", "-x", "127.0.0.1", "0");
        try (Server server = Server.tcp(launch.with("cat"));
                Client client = server.connect()) {
            server.log().await("tcpserver: status: 0/7");
            assertEquals("-x", client.sendEnd().all());
        }
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        try (Running help = Launch.of("tcpserver", "--help").start()) {
            assertEquals(0, help.awaitExit());
            String text = help.stdout().awaitEnd();
            assertTrue(text.contains("tcpserver [ -1UXpPhHrRoOdDqQv ]") && text.contains("-c"), text);
            assertEquals("", help.stderr().awaitEnd());
        }
        try (Running version = Launch.of("tcpserver", "--version").start()) {
            assertEquals(0, version.awaitExit());
            assertTrue(version.stdout().awaitEnd().startsWith("tcpserver "), version.stdout()::toString);
        }
    }
}
