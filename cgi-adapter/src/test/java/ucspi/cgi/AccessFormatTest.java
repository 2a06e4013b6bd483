package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ucspi.kernel.Bytes;

/** Access log lines, and what clients may try to do to them. */
class AccessFormatTest {
    private static final long SECONDS_1994 = 784111777L;

    private static AccessEntry entry(String uri, String agent) {
        return new AccessEntry(
                Bytes.ascii("192.0.2.1"),
                null,
                SECONDS_1994 * 1000 + 7,
                Bytes.ascii("GET"),
                Bytes.latin1(uri),
                Bytes.ascii("HTTP/1.1"),
                Bytes.ascii("example.com"),
                null,
                agent == null ? null : Bytes.latin1(agent),
                200,
                2326,
                1_000_020,
                0);
    }

    private static String line(AccessFormat format, AccessEntry entry) {
        Wire wire = new Wire(16);
        format.write(wire, entry);
        return Bytes.string(wire.bytes(), 0, wire.length());
    }

    @Test
    void theCommonFormatIsTheOldOne() {
        assertEquals(
                "192.0.2.1 - - [06/Nov/1994:08:49:37 +0000] \"GET /x?y HTTP/1.1\" 200 2326\n",
                line(AccessFormat.COMMON, entry("/x?y", "curl")));
    }

    @Test
    void theCombinedFormatHasTwoFieldsMore() {
        assertEquals(
                "192.0.2.1 - - [06/Nov/1994:08:49:37 +0000] \"GET / HTTP/1.1\" 200 2326 \"-\" \"curl\"\n",
                line(AccessFormat.COMBINED, entry("/", "curl")));
    }

    @Test
    void jsonIsAnObject() {
        assertEquals(
                "{\"time\":\"1994-11-06T08:49:37.007Z\",\"remote\":\"192.0.2.1\",\"host\":\"example.com\","
                        + "\"method\":\"GET\",\"uri\":\"/\",\"protocol\":\"HTTP/1.1\",\"agent\":\"curl\","
                        + "\"status\":200,\"bytes\":2326,\"seconds\":1.000020,\"exit\":0}\n",
                line(AccessFormat.JSON, entry("/", "curl")));
    }

    @Test
    void whatClientsChoseIsEscaped() {
        String nasty = "a\"b\\c\r\nd\u00e9\0\u001b[2J";
        assertTrue(line(AccessFormat.COMBINED, entry("/", nasty))
                .endsWith(" \"a\\x22b\\x5cc\\x0d\\x0ad\\xe9\\x00\\x1b[2J\"\n"));
        assertTrue(line(AccessFormat.JSON, entry("/", nasty))
                .contains("\"agent\":\"a\\u0022b\\u005cc\\u000d\\u000ad\\u00e9\\u0000\\u001b[2J\""));
    }

    @Test
    void usersAreOneWord() {
        AccessEntry entry = new AccessEntry(
                Bytes.ascii("::1"), Bytes.latin1("a b\n"), 0, null, null, null, null, null, null, 0, 0, 0, -1);
        assertEquals("::1 - a\\x20b\\x0a [01/Jan/1970:00:00:00 +0000] \"-\" - 0\n", line(AccessFormat.COMMON, entry));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aLineIsOneAndBounded(AccessFormat format) {
        for (String piece : new String[] {"x", "\n", "\"", "\u00ff"}) {
            String line = line(format, entry("/" + piece.repeat(20_000), piece.repeat(20_000)));
            assertTrue(line.length() <= 4096, "" + line.length());
            assertEquals(line.length() - 1, line.indexOf('\n'));
            assertTrue(line.contains("..."));
        }
    }
}
