package ucspi.names;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import ucspi.kernel.IpAddress;

class DomainNameTest {
    @Test
    void dotsMakeLabelsAndEmptyOnesAreLeftOut() {
        byte[] expected = {1, 'a', 2, 'b', 'c', 0};
        assertArrayEquals(expected, DomainName.labels("a.bc"));
        assertArrayEquals(expected, DomainName.labels("a.bc."));
        assertArrayEquals(expected, DomainName.labels("..a..bc"));
        assertArrayEquals(new byte[] {0}, DomainName.labels(""));
        assertArrayEquals(new byte[] {0}, DomainName.labels("."));
    }

    @Test
    void aLabelHas63BytesAtMostAndANameLess() {
        String label = "x".repeat(63);
        assertNotNull(DomainName.labels(label));
        assertNull(DomainName.labels(label + "x"));
        String three = label + "." + label + "." + label + ".";
        assertEquals(255, DomainName.labels(three + "x".repeat(61)).length);
        assertNull(DomainName.labels(three + "x".repeat(62)));
        assertNull(DomainName.labels(three + "x".repeat(60) + ".y"));
        assertNull(DomainName.labels("a.".repeat(128)));
        assertNotNull(DomainName.labels("a.".repeat(127)));
    }

    @Test
    void aTextThatWasReadCanBeAskedFor() {
        byte[] odd = {4, 'a', '.', (byte) 0xe9, '\\', 1, '-', 0};
        assertEquals("a\\056\\351\\134.-", DomainName.text(odd));
        assertArrayEquals(odd, DomainName.labels(DomainName.text(odd)));
        assertEquals(".", DomainName.text(new byte[] {0}));
    }

    @Test
    void anAddressHasANameUnderArpa() {
        assertEquals("4.3.2.1.in-addr.arpa", DomainName.reverse(IpAddress.parse("1.2.3.4")));
        assertEquals(
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
                DomainName.reverse(IpAddress.parse("2001:db8::1")));
    }

    @Test
    void listsAreAskedForThePartsFromTheLast() {
        assertEquals("4.3.2.1.", DomainName.reversedParts("1.2.3.4"));
        assertEquals("x.", DomainName.reversedParts("x"));
        assertEquals("", DomainName.reversedParts(""));
    }
}
