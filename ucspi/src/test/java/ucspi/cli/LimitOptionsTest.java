package ucspi.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.server.ConnectionLimit;
import ucspi.server.Networks;
import ucspi.server.RateLimit;
import ucspi.server.ServerSettings;

class LimitOptionsTest {
    private static ServerSettings settings(LimitOptions options) {
        ServerSettings settings = new ServerSettings();
        options.apply(settings);
        return settings;
    }

    private static ConnectionLimit connections(String text) {
        LimitOptions options = new LimitOptions(true);
        options.connections(text);
        return settings(options).connectionLimits.get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "5 5 32 128",
                "50/24 50 24 -1",
                "50/32 50 32 -1",
                "50/33 50 -1 33",
                "100/64 100 -1 64",
                "7/0 7 0 -1",
                "7/0,0 7 0 0",
                "9/24,64 9 24 64",
                "9/,32 9 -1 32",
                "1000000/32,128 1000000 32 128",
            })
    void aPrefixNamesTheKindOfAddressThatItCanBelongTo(String text, int most, int four, int six) {
        assertEquals(most, connections(text).most());
        assertEquals(new Networks(four, six), connections(text).networks());
        assertEquals(0, connections(text).message().length());
    }

    @Test
    void whatFollowsTheFirstColonIsTheMessage() {
        assertEquals("a:b/c\r\n\\", connections("5:a:b/c\\r\\n\\\\").message());
        assertEquals("", connections("5:").message());
        assertEquals("x".repeat(4096), connections("5:" + "x".repeat(4096)).message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "+5",
                "5x",
                " 5",
                "1000001",
                "99999999999999999999",
                "/24",
                ":busy",
                "5/",
                "5/x",
                "5/129",
                "5/-1",
                "5/33,64",
                "5/24,129",
                "5/24,",
                "5/,",
                "5/24,64,",
                "5/24/64",
                "5:\\",
                "5:\\t",
                "5:\\x41"
            })
    void aLimitOfConnectionsThatIsNoneIsRefused(String text) {
        assertThrows(UsageError.class, () -> connections(text));
    }

    @Test
    void aMessageFitsAFreshSocket() {
        assertThrows(UsageError.class, () -> connections("5:" + "x".repeat(4097)));
    }

    @Test
    void usersHaveNoNetworks() {
        LimitOptions options = new LimitOptions(false);
        options.connections("5:busy\\n");
        assertEquals(Networks.SINGLE, settings(options).connectionLimits.get(0).networks());
        assertTrue(assertThrows(UsageError.class, () -> options.connections("5/24"))
                .getMessage()
                .contains("-C"));
    }

    private static RateLimit rate(String text) {
        LimitOptions options = new LimitOptions(true);
        options.rate(text);
        return settings(options).rateLimits.get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "10/s 10 1 32 128",
                "10/1 10 1 32 128",
                "10/1s 10 1 32 128",
                "100/m 100 60 32 128",
                "100/5m/24 100 300 24 -1",
                "1/h/24,64 1 3600 24 64",
                "1000000/24h/0,0 1000000 86400 0 0",
                "3/86400/64 3 86400 -1 64",
            })
    void aRateIsSoManyInAPeriod(String text, int connections, int seconds, int four, int six) {
        assertEquals(RateLimit.of(connections, seconds, new Networks(four, six)), rate(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10/",
                "/s",
                "0/s",
                "-1/s",
                "x/s",
                "1000001/s",
                "10/0",
                "10/0s",
                "10/x",
                "10/1d",
                "10/25h",
                "10/86401",
                "10/1441m",
                "10/s/",
                "10/s/129",
                "10/s/33,64",
                "10/s/24/64",
                "10/s:busy",
                "10/ms",
                "10//24"
            })
    void aRateThatIsNoneIsRefused(String text) {
        assertThrows(UsageError.class, () -> rate(text));
    }

    @Test
    void thereAreSixteenRatesAtMost() {
        LimitOptions options = new LimitOptions(true);
        for (int i = 0; i < 16; i++) {
            options.rate("1/s");
        }
        assertThrows(UsageError.class, () -> options.rate("1/s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "86401", "10s"})
    void aWaitThatIsNoneIsRefused(String text) {
        assertThrows(UsageError.class, () -> new LimitOptions(true).rateWait(text));
    }

    @Test
    void theLongestWaitIsTenSecondsUnlessSaid() {
        LimitOptions options = new LimitOptions(true);
        assertEquals(10_000_000_000L, settings(options).longestWait);
        options.rateWait("0");
        assertEquals(0, settings(options).longestWait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "x", "-1", "1.5", "1000000001", "10s"})
    void anAgeOrATimeOfIdlenessThatIsNoneIsRefused(String text) {
        assertThrows(UsageError.class, () -> new LimitOptions(true).maxAge(text));
        assertThrows(UsageError.class, () -> new LimitOptions(true).idle(text));
        if (!text.equals("0")) {
            assertThrows(UsageError.class, () -> new LimitOptions(true).grace(text));
        }
    }

    @Test
    void programsMayHangForEverUnlessSaid() {
        LimitOptions options = new LimitOptions(true);
        assertEquals(0, settings(options).maxAgeMillis);
        assertEquals(0, settings(options).idleMillis);
        assertEquals(10_000, settings(options).graceMillis);
        options.maxAge("1000000000");
        options.idle("7");
        options.grace("0");
        assertEquals(1_000_000_000_000L, settings(options).maxAgeMillis);
        assertEquals(7000, settings(options).idleMillis);
        assertEquals(0, settings(options).graceMillis);
    }

    @Test
    void aUnixSocketCannotBeSeenIdle() {
        assertThrows(UsageError.class, () -> new LimitOptions(false).idle("7"));
    }
}
