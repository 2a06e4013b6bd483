package ucspi.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.listen.ListenAddress.Kind;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80,127.0.0.1,80",
        "0:http,0,http",
        "localhost:8080,localhost,8080",
        "[::1]:80,::1,80",
        "[::]:0,::,0",
        "[::ffff:1.2.3.4]:80,::ffff:1.2.3.4,80",
        ":80,*,80",
        "*:80,*,80"
    })
    void tcpAddressesHaveAHostAndAPort(String text, String host, String port) {
        assertEquals(new ListenAddress(Kind.TCP, text, host, port, -1), ListenAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"/run/x,/run/x", "./x,./x", "../x,../x", "@x:1,@x:1", "unix:x,x", "/a b:80,/a b:80", "unix:@x,@x"})
    void unixAddressesArePathsOrAbstractNames(String text, String path) {
        assertEquals(new ListenAddress(Kind.UNIX, text, path, null, -1), ListenAddress.parse(text));
    }

    @Test
    void socketsCanBePassed() {
        assertEquals(new ListenAddress(Kind.DESCRIPTOR, "fd:0", null, null, 0), ListenAddress.parse("fd:0"));
        assertEquals(new ListenAddress(Kind.DESCRIPTOR, "fd:17", null, null, 17), ListenAddress.parse("fd:17"));
        assertEquals(
                new ListenAddress(Kind.SERVICE_MANAGER, "systemd", null, null, -1), ListenAddress.parse("systemd"));
        assertEquals(
                new ListenAddress(Kind.SERVICE_MANAGER, "systemd:web", "web", null, -1),
                ListenAddress.parse("systemd:web"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                "localhost",
                "localhost:",
                ":",
                "*:",
                "::1",
                "::1:80",
                "[::1]",
                "[::1]:",
                "[::1]80",
                "[::1]:80:80",
                "[127.0.0.1]:80",
                "[]:80",
                "[:80",
                "[x:y]:80",
                "a:b:80",
                "fd:",
                "fd:x",
                "fd:-1",
                "fd:99999999999",
                "systemd:",
                "unix:",
                "relative/path"
            })
    void anythingElseIsNoAddress(String text) {
        assertNull(ListenAddress.parse(text));
    }

    @Test
    void anAddressOfTheOtherFamilyContradicts() {
        assertTrue(TcpAddress.contradicts("::1", 4));
        assertTrue(TcpAddress.contradicts("[::1]", 4));
        assertTrue(TcpAddress.contradicts(":0", 4));
        assertTrue(TcpAddress.contradicts("127.0.0.1", 6));
        assertFalse(TcpAddress.contradicts("127.0.0.1", 4));
        assertFalse(TcpAddress.contradicts("::1", 0));
        assertFalse(TcpAddress.contradicts("*", 4));
        assertFalse(TcpAddress.contradicts("0", 6));
        assertFalse(TcpAddress.contradicts("localhost", 6));
    }
}
