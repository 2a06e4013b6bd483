package ucspi.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;

class ProxyHeaderTest {
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String IPV4 = "\300\0\2\1\300\0\2\120" + "\303\121\0\120";
    private static final String IPV6 =
            "\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1" + "\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\120" + "\303\121\0\120";
    private static final String FOUR = "192.0.2.1/50001 192.0.2.80/80";

    private final ProxyHeader header = new ProxyHeader();

    /** Of version 2: a command, a family, and what follows. */
    private static String binary(int command, int family, String rest) {
        char high = (char) (rest.length() >> 8);
        char low = (char) (rest.length() & 0xff);
        return SIGNATURE + (char) command + (char) family + high + low + rest;
    }

    /** What it says of a header with input behind it: every prefix has to be incomplete, and all else as good. */
    private String read(String text) {
        byte[] bytes = Bytes.latin1(text + "\r\nmore");
        for (int length = 0; length < text.length(); length++) {
            byte[] seen = Arrays.copyOf(Arrays.copyOf(bytes, length), bytes.length);
            assertEquals(ProxyHeader.INCOMPLETE, header.parse(seen, length), () -> "of " + text);
            assertFalse(header.hasAddresses());
        }
        for (int length = text.length(); length <= bytes.length; length++) {
            assertEquals(text.length(), header.parse(bytes, length), () -> "of " + text);
        }
        return header.hasAddresses() ? end(header.source()) + " " + end(header.destination()) : "none";
    }

    private static String end(byte[] socketAddress) {
        return IpAddress.text(socketAddress) + "/" + IpAddress.port(socketAddress);
    }

    private void refuse(String text) {
        byte[] bytes = Bytes.latin1(text);
        boolean refused = false;
        for (int length = 0; length <= bytes.length; length++) {
            int answer = header.parse(bytes, length);
            assertTrue(refused ? answer < 0 : answer <= 0, () -> "of " + text);
            refused = answer < 0;
        }
        assertTrue(refused, () -> "of " + text);
        assertFalse(header.hasAddresses());
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 192.0.2.1 192.0.2.80 50001 80,192.0.2.1/50001 192.0.2.80/80",
        "TCP4 0.0.0.0 255.255.255.255 0 65535,0.0.0.0/0 255.255.255.255/65535",
        "TCP6 2001:db8::1 ::1 50001 80,2001:db8::1/50001 ::1/80",
        "TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.80 50001 80,192.0.2.1/50001 192.0.2.80/80",
        "UNKNOWN,none",
        "UNKNOWN 192.0.2.1 anything,none"
    })
    void linesNameBothEnds(String facts, String ends) {
        assertEquals(ends, read("PROXY " + facts + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXYTCP4 192.0.2.1 192.0.2.80 50001 80\r\n",
                "proxy TCP4 192.0.2.1 192.0.2.80 50001 80\r\n",
                "PROXY  TCP4 192.0.2.1 192.0.2.80 50001 80\r\n",
                "PROXY TCP4  192.0.2.1 192.0.2.80 50001 80\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 80 \r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 \r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80\r\n",
                "PROXY TCP4 192.0.2.1\r\n",
                "PROXY TCP4 \r\n",
                "PROXY TCP4\r\n",
                "PROXY \r\n",
                "PROXY UDP4 192.0.2.1 192.0.2.80 50001 80\r\n",
                "PROXY UNKNOWNS\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 65536\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 99999999999\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 050001 80\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 00\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 +50001 80\r\n",
                "PROXY TCP4 192.0.2.01 192.0.2.80 50001 80\r\n",
                "PROXY TCP4 192.0.2.256 192.0.2.80 50001 80\r\n",
                "PROXY TCP4 192.0.2 192.0.2.80 50001 80\r\n",
                "PROXY TCP4 ::1 ::1 50001 80\r\n",
                "PROXY TCP6 192.0.2.1 192.0.2.80 50001 80\r\n",
                "PROXY TCP6 fe80::1%1 ::1 50001 80\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 80\rx",
                "PROXY TCP4 192.0.2.1 192.0.2.80 50001 80\n\r\n"
            })
    void otherLinesAreRefused(String line) {
        refuse(line);
    }

    @Test
    void aLineHas107BytesAtMost() {
        assertEquals("none", read("PROXY UNKNOWN " + "x".repeat(91) + "\r\n"));
        refuse("PROXY UNKNOWN " + "x".repeat(92) + "\r\n");
        refuse("PROXY UNKNOWN " + "x".repeat(500));
    }

    @Test
    void binaryHeadersNameBothEnds() {
        assertEquals(FOUR, read(binary(0x21, 0x11, IPV4)));
        assertEquals("2001:db8::1/50001 2001:db8::50/80", read(binary(0x21, 0x21, IPV6)));
        assertEquals("none", read(binary(0x21, 0x31, "x".repeat(216))));
        assertEquals("none", read(binary(0x21, 0x00, "")));
        assertEquals("none", read(binary(0x21, 0x00, "whatever")));
    }

    @Test
    void theProxysOwnConnectionNamesNobody() {
        assertEquals("none", read(binary(0x20, 0x00, "")));
        assertEquals("none", read(binary(0x20, 0x11, IPV4)));
        assertEquals("none", read(binary(0x20, 0xff, "whatever")));
    }

    @Test
    void extensionsArePassedOver() {
        assertEquals(FOUR, read(binary(0x21, 0x11, IPV4 + "\4\0\3abc" + "\1\0\0")));
        refuse(binary(0x21, 0x11, IPV4 + "\4\0\3ab"));
        refuse(binary(0x21, 0x11, IPV4 + "\4\0"));
        refuse(binary(0x21, 0x21, IPV6 + "\4"));
        refuse(binary(0x21, 0x31, "x".repeat(216) + "\4\377\377"));
    }

    @Test
    void aChecksumHasToBeRight() {
        byte[] bytes = Bytes.latin1(binary(0x21, 0x11, IPV4 + "\4\0\1x" + "\3\0\4\0\0\0\0" + "\4\0\1y"));
        CRC32C another = new CRC32C();
        another.update(bytes);
        int at = bytes.length - 8;
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (another.getValue() >> 24 - 8 * i);
        }
        assertEquals(FOUR, read(Bytes.string(bytes)));
        int type = at - 3;
        for (int i = 16; i < bytes.length; i++) {
            if (i == type) {
                continue;
            }
            bytes[i] ^= 64;
            assertEquals(ProxyHeader.INVALID, header.parse(bytes, bytes.length), "byte " + i);
            bytes[i] ^= 64;
        }
        refuse(binary(0x21, 0x11, IPV4 + "\3\0\3abc"));
    }

    @Test
    void otherBinaryHeadersAreRefused() {
        refuse(binary(0x11, 0x11, IPV4));
        refuse(binary(0x22, 0x11, IPV4));
        refuse(binary(0x31, 0x11, IPV4));
        refuse(binary(0x21, 0x12, IPV4));
        refuse(binary(0x21, 0x10, IPV4));
        refuse(binary(0x21, 0x41, IPV4));
        refuse(binary(0x21, 0x01, IPV4));
        refuse(binary(0x21, 0x11, IPV4.substring(1)));
        refuse(binary(0x21, 0x21, IPV4));
        refuse(binary(0x21, 0x31, IPV6));
        refuse("\r\n\r\n\0\r\nQUIT\r");
        refuse("\r\n\r\nGET / HTTP/1.1");
    }

    @Test
    void aBinaryHeaderHas4096BytesAtMost() {
        assertEquals("none", read(binary(0x21, 0x00, "x".repeat(4080))));
        refuse(binary(0x21, 0x00, "x".repeat(4081)));
        refuse(SIGNATURE + "\41\21\377\377");
    }

    @Test
    void randomBytesAndBrokenHeadersNeverFailAndNeverChangeTheirAnswer() {
        Random random = new Random(1);
        String[] starts = {"", "PROXY ", "PROXY TCP4 192.0.2.1 ", SIGNATURE, binary(0x21, 0x11, IPV4 + "\4\0\3abc")};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            byte[] start = Bytes.latin1(starts[round % starts.length]);
            System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            int before = ProxyHeader.INCOMPLETE;
            for (int length = 0; length <= bytes.length; length++) {
                int answer = header.parse(bytes, length);
                assertTrue(answer <= length, "it is within what has been seen");
                assertTrue(before == ProxyHeader.INCOMPLETE || answer == before, "it stays");
                before = answer;
            }
        }
    }

    @Test
    void aSignatureIsKnownAsOne() {
        byte[] two = Bytes.latin1(SIGNATURE);
        assertTrue(ProxyHeader.begins(two, 12, true));
        assertFalse(ProxyHeader.begins(two, 11, true));
        assertTrue(ProxyHeader.begins(two, 11, false));
        assertTrue(ProxyHeader.begins(Bytes.latin1("PROXY TCP4 1"), 12, true));
        assertFalse(ProxyHeader.begins(Bytes.latin1("PROXYING"), 8, true));
        assertFalse(ProxyHeader.begins(Bytes.latin1("PROX"), 4, true));
    }
}
