package ucspi.cgi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

/** What names stand for: programs and their leftovers, media types, users, hosts, codings. */
class NamesTest {
    private static byte[] name(String text) {
        return Bytes.latin1(text);
    }

    @Test
    void programsAreKnownByTheirNames() {
        assertTrue(Names.isProgram(name("a.cgi")));
        assertTrue(Names.isProgram(name("A.CGI")));
        assertFalse(Names.isProgram(name("a.cgix")));
        assertFalse(Names.isProgram(name("cgi")));
        assertTrue(Names.isProgramDirectory(name("cgi-bin")));
        assertTrue(Names.isProgramDirectory(name("CGI-Bin")));
        assertFalse(Names.isProgramDirectory(name("my-cgi-bin")));
    }

    @Test
    void leftoversOfProgramsAreKnown() {
        for (String left : new String[] {
            "a.cgi~", "a.cgi.bak", "a.cgi.", "a.CGI.orig", "#a.cgi#", "a.cgi,v", "a.cgi.gz", ".cgi~", "a.cgi b"
        }) {
            assertTrue(Names.isLeftoverOfProgram(name(left)), left);
        }
        for (String other : new String[] {"a.cgi", "a.cgis", "a.txt~", "cgi~", "", "a.cg"}) {
            assertFalse(Names.isLeftoverOfProgram(name(other)), other);
        }
        assertTrue(Names.isLeftover(name("app~")));
        assertTrue(Names.isLeftover(name("#app#")));
        assertTrue(Names.isLeftover(name("app.ORIG")));
        assertFalse(Names.isLeftover(name("app")));
        assertFalse(Names.isLeftover(name("#")));
    }

    @Test
    void systemTypesComeBeforeOurOwn() {
        MimeTypes types = new MimeTypes(name("# comment html\ntext/own\t\thtml  htm\nbroken html5\ntext/x a#b c\n"
                + "evil/\u0001type evil\nno-newline/at-end end"));
        assertEquals("text/own", type(types, "index.html"));
        assertEquals("text/own", type(types, "INDEX.HTM"));
        assertEquals("text/css", type(types, "a.b.css"));
        assertEquals("no-newline/at-end", type(types, "x.end"));
        String unknown = "application/octet-stream";
        assertEquals(unknown, type(types, "x.html5"));
        assertEquals(unknown, type(types, "x.evil"));
        assertEquals(unknown, type(types, "README"));
        assertEquals(unknown, type(types, "x."));
        assertEquals(unknown, type(types, "x.comment"));
    }

    private static String type(MimeTypes types, String name) {
        return Bytes.string(types.of(name(name)));
    }

    private static final byte[] PASSWD = name("root:x:0:0:root:/root:/bin/sh\n"
            + "al:x:1:2:A,B:/home/al:/bin/sh\n"
            + "alice:x:1000:1001:Alice:/home/alice:/bin/sh\n"
            + "bad:x:10x:1:B:/home/bad:/bin/sh\n"
            + "short:x:5:5:/home/short\n"
            + "slash:x:6:6::/:/bin/sh\n"
            + "big:x:4294967296:1::/home/big:\n"
            + "last:x:7:8::/l:");

    @Test
    void usersAreLookedUpWhole() {
        Account alice = Account.find(PASSWD, name("alice"));
        assertEquals(1000, alice.uid());
        assertEquals(1001, alice.gid());
        assertEquals("/home/alice", Bytes.string(alice.home()));
        assertEquals(1, Account.find(PASSWD, name("al")).uid());
        assertEquals(7, Account.find(PASSWD, name("last")).uid());
    }

    @Test
    void aUserIsInTheGroupsThatSaySo() {
        Account alice = Account.find(PASSWD, name("alice"));
        byte[] group = name("root:x:0:alice\nown:x:1001:alice\na:x:5:bob,alice,eve\nb:x:6:alic,alicea\nc:x:7:\n"
                + "short:x:8\nbad:x:x:alice\nlong:x:9:alice:x\nlast:x:10:alice");
        assertArrayEquals(new int[] {1001, 5, 10}, alice.groups(group));
        assertArrayEquals(new int[] {1001}, alice.groups(name("")));
        assertArrayEquals(new int[] {1001}, alice.groups(null));
    }

    @Test
    void rootAndBrokenAccountHaveNoSite() {
        for (String none : new String[] {
            "", "root", "ali", "bad", "short", "slash", "big", "nobody-here", "alice:x", "alice\nal", "x"
        }) {
            assertNull(Account.find(PASSWD, name(none)), none);
        }
    }

    @Test
    void hostsBecomeDirectories() {
        assertArrayEquals(name("www.example.com"), VirtualHosts.directory(name("WWW.Example.COM:8080")));
        assertArrayEquals(name("a"), VirtualHosts.directory(name("a.")));
        assertArrayEquals(name("127.0.0.1"), VirtualHosts.directory(name("127.0.0.1")));
    }

    @Test
    void hostsThatCouldLeadElsewhereBecomeNone() {
        for (String bad : new String[] {
            "", ".", "..", ".git", "a..b", "[::1]", "[::1]:80", "a/b", "a\0b", "~a", "x".repeat(254), ":80", "a.."
        }) {
            assertNull(VirtualHosts.directory(name(bad)), bad);
        }
        assertNull(VirtualHosts.directory(null));
    }

    @Test
    void gzipIsTakenByWhoSaysSo() {
        for (String yes : new String[] {
            "gzip", "deflate, gzip", "x-gzip", "GZIP;q=0.5", "*", "br;q=1.0, gzip ; q=0.001", "gzip;q=1", "*;q=0.1"
        }) {
            assertTrue(Codings.acceptGzip(name(yes)), yes);
        }
        for (String no : new String[] {
            "", "identity", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0, *", "gzipx", "br", "gzip;q="
        }) {
            assertFalse(Codings.acceptGzip(name(no)), no);
        }
        assertFalse(Codings.acceptGzip(null));
    }

    @Test
    void linksAreEncoded() {
        assertEquals("a%20b%22%3C%3F%25%5C/", Bytes.string(Entries.link(name("a b\"<?%\\/"))));
    }
}
