package ucspi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;

class RulesTest {
    private static final String ORDER = """
            xyz@86.75.30.9:allow,n=/1/
            xyz@=one.two.three:allow,n=/2/
            86.75.30.9:allow,n=/3/
            =one.two.three:allow,n=/4/
            86.75.30.:allow,n=/5/
            86.75.:allow,n=/6/
            86.:allow,n=/7/
            =.two.three:allow,n=/8/
            =.three:allow,n=/9/
            =:allow,n=/10/
            :allow,n=/11/
            """;

    @TempDir
    Path directory;

    private String find(String text, String ip, String host, String info) throws IOException {
        Path file = directory.resolve("rules.cdb");
        RuleFiles.install(file, RuleFiles.compile(directory, text));
        return RuleFiles.find(file, ip, host, info);
    }

    private String key(String text, String ip) throws IOException {
        String found = find(text, ip, null, null);
        return found.substring(0, found.indexOf(' ') < 0 ? found.length() : found.indexOf(' '));
    }

    private void order(String number, String ip, String host, String info) throws IOException {
        String found = find(ORDER, ip, host, info);
        assertEquals(number, found.substring(found.indexOf('=', found.indexOf(' ')) + 1));
    }

    @Test
    void theElevenStepsComeInTheirOrder() throws IOException {
        order("1", "86.75.30.9", "one.two.three", "xyz");
        order("2", "86.75.30.10", "one.two.three", "xyz");
        order("3", "86.75.30.9", "one.two.three", "abc");
        order("4", "86.75.30.10", "one.two.three", "abc");
        order("5", "86.75.30.10", "four.two.three", null);
        order("6", "86.75.20.10", "four.two.three", null);
        order("7", "86.85.20.10", "four.two.three", "abc");
        order("8", "96.85.20.10", "four.two.three", null);
        order("9", "96.85.20.10", "four.three", null);
        order("10", "96.85.20.10", "four", null);
        order("10", "96.85.20.10", "", null);
        order("11", "96.85.20.10", null, "abc");
    }

    @Test
    void whereNoRuleAppliesNothingIsFound() throws IOException {
        assertEquals("-", find("1.2.3.4:deny\n=x:deny\n", "1.2.3.5", "y", "z"));
        assertEquals("-", find("", "1.2.3.5", null, null));
    }

    @Test
    void theFirstRuleForAnAddressCounts() throws IOException {
        assertEquals("1.2.3.4 +A=1", find("1.2.3.4:allow,A=/1/\n1.2.3.4:deny\n", "1.2.3.4", null, null));
    }

    @Test
    void theLongestPrefixWinsHoweverItIsWritten() throws IOException {
        String text = "0/0:deny\n10.:deny\n10.0.0.0/7:deny\n10.1.0.0/16:deny\n10.1.:deny\n10.1.2.0/23:deny\n"
                + "10.1.2.:deny\n10.1.2.128/25:deny\n10.1.2.129/32:deny\n10.1.2.130:deny\n";
        assertEquals("10.1.2.130", key(text, "10.1.2.130"));
        assertEquals("10.1.2.129/32", key(text, "10.1.2.129"));
        assertEquals("10.1.2.128/25", key(text, "10.1.2.131"));
        assertEquals("10.1.2.", key(text, "10.1.2.1"));
        assertEquals("10.1.2.0/23", key(text, "10.1.3.1"));
        assertEquals("10.1.", key(text, "10.1.4.1"));
        assertEquals("10.", key(text, "10.2.0.1"));
        assertEquals("10.0.0.0/7", key(text, "11.2.0.1"));
        assertEquals("0.0.0.0/0", key(text, "12.0.0.1"));
        assertEquals("-", key(text, "2001:db8::1"));
    }

    @Test
    void everyPrefixLengthMatches() throws IOException {
        for (int length = 0; length <= 128; length++) {
            String six = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
            String found = key(six + "/" + length + ":deny\n", six);
            assertEquals("/" + length, found.substring(found.indexOf('/')));
        }
        for (int length = 0; length <= 32; length++) {
            String found = key("255.255.255.255/" + length + ":deny\n", "255.255.255.255");
            assertEquals("/" + length, found.substring(found.indexOf('/')));
            assertEquals(length == 0 ? "0.0.0.0/0" : "-", key("255.255.255.255/" + length + ":deny\n", "127.0.0.1"));
        }
    }

    @Test
    void ipv6AddressesAndNetworksMatch() throws IOException {
        String text = "::1/128:deny\n::2:deny\n2001:db8::/32:deny\n2001:db8:1::/48:deny\nfe80::/10:deny\n::/0:deny\n";
        assertEquals("::1/128", key(text, "::1"));
        assertEquals("::2", key(text, "0:0::2"));
        assertEquals("2001:db8:1::/48", key(text, "2001:DB8:1::5"));
        assertEquals("2001:db8::/32", key(text, "2001:db8:2::5"));
        assertEquals("fe80::/10", key(text, "fe80::1%3"));
        assertEquals("::/0", key(text, "3::"));
        assertEquals("-", key(text, "10.0.0.1"));
        assertEquals("-", key(text, "::ffff:10.0.0.1"));
    }

    @Test
    void hostsComeBeforePrefixesAndNetworks() throws IOException {
        String text = "10.0.0.0/8:deny\n=a.b:allow\n=.b:allow\n";
        assertEquals("=a.b ", find(text, "10.0.0.1", "a.b", null));
        assertEquals("10.0.0.0/8 D", find(text, "10.0.0.1", "c.b", null));
    }

    @Test
    void slashesThatAnOlderToolCompiledMeanNothing() throws IOException {
        Path file = directory.resolve("old.cdb");
        try (RuleFiles.Output output = new RuleFiles.Output(file)) {
            CdbWriter writer = output.writer();
            byte[] key = RuleFiles.bytes("10.0.0.0/8");
            writer.add(key, key.length, new byte[] {'D', 0}, 2);
            writer.finish();
        }
        assertEquals("-", RuleFiles.find(file, "10.0.0.1", null, null));
    }

    @Test
    void aListOfLengthsThatIsNoneIsAnError() throws IOException {
        for (String list : new String[] {"\u0008\u0008", "\u0008\u0009", "\u0021", "x".repeat(200)}) {
            Path file = directory.resolve("bad.cdb");
            try (RuleFiles.Output output = new RuleFiles.Output(file)) {
                CdbWriter writer = output.writer();
                writer.add(Network.LENGTHS_4, Network.LENGTHS_4.length, RuleFiles.bytes(list), list.length());
                writer.finish();
            }
            assertEquals("-" + Errno.EPROTO, RuleFiles.find(file, "10.0.0.1", null, null));
        }
    }

    @Test
    void aTextThatIsNoAddressIsLookedUpAllTheSame() throws IOException {
        assertEquals("foo", key("foo:deny\n0/0:deny\n", "foo"));
        assertEquals("1.2.3.4.", key("1.2.3.4.:deny\n", "1.2.3.4.5"));
        assertEquals("-", key("0/0:deny\n", "foo"));
    }

    @Test
    void aConnectionsAddressIsLookedUpAsItsTextWouldBe() throws IOException {
        Path file = directory.resolve("rules.cdb");
        RuleFiles.install(file, RuleFiles.compile(directory, "10.0.0.0/8:deny\nfe80::/64:deny\n"));
        RulesFile rules = new RulesFile(RuleFiles.KERNEL, RuleFiles.bytes(file.toString()), false);
        Client client = new Client();
        client.address("a long text that is no address, and that has no room for one");
        byte[] from = new byte[IpAddress.SOCKADDR_SIZE];
        for (String ip : new String[] {"10.1.2.3", "::ffff:10.1.2.3", "fe80::7"}) {
            IpAddress.putSocketAddress(from, IpAddress.parse(ip), 80, ip.startsWith("fe80") ? 2 : 0);
            client.address(from);
            assertEquals(1, rules.find(client), ip);
        }
        IpAddress.putSocketAddress(from, IpAddress.parse("11.1.2.3"), 80, 0);
        client.address(from);
        assertEquals(0, rules.find(client));
        rules.close();
    }

    @Test
    void theNumberOfReadsDoesNotGrowWithTheRules() throws IOException {
        assertEquals(0, reads(networks(1)));
        assertEquals(0, reads(networks(10_000)));
        // Too large to be kept in memory: the address, its three prefixes, the list of lengths and the one of it, "".
        int reads = reads(networks(40_000));
        assertTrue(reads > 0 && reads <= 16, reads + " reads");
    }

    private static String networks(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(10 + (i >> 16)).append('.').append(i >> 8 & 255).append('.');
            text.append(i & 255).append(".0/24:deny\n");
        }
        return text.toString();
    }

    /** How often a lookup reads from the file, once the file is open. */
    private int reads(String text) throws IOException {
        int[] reads = new int[1];
        Kernel counting = (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    reads[0] += method.getName().equals("pread") ? 1 : 0;
                    return method.invoke(RuleFiles.KERNEL, arguments);
                });
        Path file = directory.resolve("rules.cdb");
        RuleFiles.install(file, RuleFiles.compile(directory, text));
        RulesFile rules = new RulesFile(counting, RuleFiles.bytes(file.toString()), false);
        RuleFiles.find(rules, "9.9.9.9", null, null);
        int before = reads[0];
        RuleFiles.find(rules, "9.9.9.9", null, null);
        rules.close();
        return reads[0] - before;
    }
}
