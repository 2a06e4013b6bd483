package ucspi.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ucspi.kernel.IpAddress;

class ResolverSettingsTest {
    private static List<String> servers(ResolverSettings settings) {
        List<String> texts = new ArrayList<>();
        for (byte[] server : settings.servers()) {
            texts.add(IpAddress.text(server) + "/" + IpAddress.port(server));
        }
        return texts;
    }

    private static ResolverSettings file(String text) {
        return ResolverSettings.of(text, null, null, "host");
    }

    @Test
    void withoutAnythingTheServerIsThisMachine() {
        ResolverSettings settings = file("");
        assertEquals(List.of("127.0.0.1/53"), servers(settings));
        assertEquals(List.of(), settings.search());
        assertEquals(1, settings.dots());
    }

    @Test
    void theFileIsReadAsItsManualSays() {
        ResolverSettings settings = file("# nameserver 9.9.9.9\n;nameserver 9.9.9.8\nnameserver\t192.0.2.1 # first\n"
                + "nameserver 2001:db8::1\nnameserver fe80::1%2\nnameserver nonsense\nnameserver\nnonsense\n"
                + "domain old.example\nsearch a.example\tb.example\noptions debug ndots:3 timeout:1\n"
                + "nameserver 192.0.2.2\n");
        assertEquals(List.of("192.0.2.1/53", "2001:db8::1/53", "fe80::1%2/53", "192.0.2.2/53"), servers(settings));
        assertEquals(List.of("a.example", "b.example"), settings.search());
        assertEquals(3, settings.dots());
    }

    @Test
    void theHostsOwnDomainIsSearchedWhenNothingElseIsSaid() {
        assertEquals(
                List.of("some.example"),
                ResolverSettings.of("", null, null, "host.some.example").search());
        assertEquals(List.of(), ResolverSettings.of("", null, null, "host.").search());
        assertEquals(
                List.of("a"),
                ResolverSettings.of("search a\n", null, null, "host.some.example")
                        .search());
    }

    @Test
    void variablesTakeTheFilesPlace() {
        ResolverSettings settings = ResolverSettings.of("nameserver 192.0.2.1\nsearch a\n", "127.0.0.1", "b c", "host");
        assertEquals(List.of("127.0.0.1/53"), servers(settings));
        assertEquals(List.of("b", "c"), settings.search());
        assertEquals(
                List.of(), ResolverSettings.of("search a\n", null, "", "host").search());
        assertEquals(List.of("192.0.2.1/53"), servers(ResolverSettings.of("nameserver 192.0.2.1\n", "", null, "")));
    }

    @Test
    void cachesAreWrittenInDjbsWayAndInOurs() {
        assertEquals(
                List.of("1.2.3.4/53", "5.6.7.8/53"), servers(ResolverSettings.of("", "1.2.3.4.5.6.7.8", null, "")));
        assertEquals(
                List.of("1.2.3.4/5353", "::1/53", "::1/54"),
                servers(ResolverSettings.of("", "1.2.3.4:5353,::1 [::1]:54", null, "")));
        assertEquals(
                List.of("127.0.0.1/53"), servers(ResolverSettings.of("", "1.2.3.4:0 1.2.3.4:x [ ] : ]: x", null, "")));
    }

    @Test
    void asManyServersAsDjbsLibraryTakes() {
        assertEquals(16, servers(file("nameserver 192.0.2.1\n".repeat(20))).size());
    }
}
