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
}
