package ucspi.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    private static String text(byte[] address, int scope) {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, address, 80, scope);
        byte[] text = new byte[IpAddress.MAX_TEXT];
        return Bytes.string(text, 0, IpAddress.putText(text, 0, socketAddress));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.000.000.001, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::1, 2001:db8::1",
        "2001:0DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:0:4:5:6:0:0, 1::4:5:6:0:0",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "::ffff:1.2.3.4, 1.2.3.4",
        "64:ff9b::1.2.3.4, 64:ff9b::102:304",
    })
    void anAddressIsReadAndWrittenInItsShortestForm(String given, String expected) {
        assertEquals(expected, text(IpAddress.parse(given), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1..2.3",
                "1.2.3.4 ",
                " 1.2.3.4",
                "+1.2.3.4",
                "1.2.3.4.",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "::1%eth0",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "1:2:3:4:5:6:7::8",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "localhost",
            })
    void whatIsNoAddressIsNull(String text) {
        assertNull(IpAddress.parse(text));
    }

    @Test
    void whatJavaWritesIsReadTheSame() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] address = new byte[16];
            for (int group = 0; group < 8; group++) {
                if (random.nextBoolean()) {
                    address[2 * group] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 0);
                    address[2 * group + 1] = (byte) random.nextInt();
                }
            }
            address[0] = 0x20;
            assertArrayEquals(
                    address, IpAddress.parse(InetAddress.getByAddress(address).getHostAddress()));
            assertArrayEquals(address, IpAddress.parse(text(address, 0)));
        }
    }

    @Test
    void aLinkLocalAddressKeepsItsScope() {
        assertEquals("fe80::1%4294967295", text(IpAddress.parse("fe80::1"), -1));
    }

    @Test
    void thePortIsRead() {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        assertEquals(16, IpAddress.putSocketAddress(socketAddress, new byte[4], 65535, 0));
        assertEquals(65535, IpAddress.port(socketAddress));
        assertEquals(28, IpAddress.putSocketAddress(socketAddress, new byte[16], 258, 0));
        assertEquals(258, IpAddress.port(socketAddress));
    }

    @Test
    void onlyAMappedAddressStandsForIpv4() {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, IpAddress.parse("::ffff:10.0.0.1"), 1, 0);
        assertTrue(IpAddress.isIpv4(socketAddress));
        IpAddress.putSocketAddress(socketAddress, IpAddress.parse("::fffe:10.0.0.1"), 1, 0);
        assertFalse(IpAddress.isIpv4(socketAddress));
        IpAddress.putSocketAddress(socketAddress, IpAddress.parse("10.0.0.1"), 1, 0);
        assertTrue(IpAddress.isIpv4(socketAddress));
    }
}
