package ucspi.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.IpAddress;

class TrustedSourcesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1,true",
        "127.0.0.1,127.0.0.2,false",
        "127.0.0.1,::ffff:127.0.0.1,true",
        "127.0.0.1,::1,false",
        "10.0.0.0/8,10.255.1.2,true",
        "10.1.2.3/8,10.255.1.2,true",
        "10.0.0.0/8,11.0.0.0,false",
        "192.168.4.0/22,192.168.7.255,true",
        "192.168.4.0/22,192.168.8.0,false",
        "192.0.2.1/32,192.0.2.0,false",
        "0.0.0.0/0,203.0.113.9,true",
        "0.0.0.0/0,::1,false",
        "::/0,2001:db8::1,true",
        "::/0,127.0.0.1,false",
        "2001:db8::/33,2001:db8:7fff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false",
        "::1,::1,true",
        "::1/127,::,true",
        "::ffff:10.0.0.0/104,10.9.9.9,true",
        "'10.0.0.0/8,::1',::1,true",
        "'10.0.0.0/8,::1',9.0.0.1,false"
    })
    void networksContainTheirAddresses(String list, String address, boolean trusted) {
        byte[] socketAddress = new byte[IpAddress.SOCKADDR_SIZE];
        IpAddress.putSocketAddress(socketAddress, IpAddress.parse(address), 80, 0);
        assertEquals(trusted, TrustedSources.parse(list).trustsAddress(socketAddress));
    }

    @Test
    void usersCanBeTrustedOneByOneOrAll() {
        TrustedSources some = TrustedSources.parse("uid:33,uid:0");
        assertTrue(some.trustsUser(33));
        assertTrue(some.trustsUser(0));
        assertFalse(some.trustsUser(34));
        assertTrue(some.hasUsers());
        assertFalse(some.hasNetworks());
        assertTrue(TrustedSources.parse("unix").trustsUser(34));
        assertFalse(TrustedSources.parse("::1").trustsUser(34));
        assertTrue(TrustedSources.parse("::1").hasNetworks());
        assertFalse(TrustedSources.parse("::1").hasUsers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "10.0.0.0/8,",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "10/8",
                "::/129",
                "::ffff:10.0.0.0/8",
                "localhost",
                "uid:",
                "uid:x",
                "uid:4294967295",
                "unix:/x",
                "10.0.0.0/8 ::1"
            })
    void anythingElseIsNoList(String text) {
        assertNull(TrustedSources.parse(text));
    }
}
