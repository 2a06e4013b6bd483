package ucspi.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SearchPathTest {
    private static String candidates(String name, String path) {
        byte[] search = path == null ? null : Bytes.ascii(path);
        return Bytes.string(SearchPath.candidates(Bytes.ascii(name), search)).replace('\0', ' ');
    }

    @Test
    void aNameWithASlashIsTheOnlyCandidate() {
        assertEquals("./x  ", candidates("./x", "/bin"));
        assertEquals("/a/x  ", candidates("/a/x", "/bin"));
    }

    @Test
    void eachElementIsTriedInItsOrder() {
        assertEquals("/bin/x /usr/bin/x  ", candidates("x", "/bin:/usr/bin"));
    }

    @Test
    void anEmptyElementIsTheWorkingDirectory() {
        assertEquals("./x  ", candidates("x", ""));
        assertEquals("./x /bin/x  ", candidates("x", ":/bin"));
        assertEquals("/bin/x ./x  ", candidates("x", "/bin:"));
        assertEquals("/a/x ./x /b/x  ", candidates("x", "/a::/b"));
    }

    @Test
    void withoutAPathTheDefaultIsSearched() {
        assertEquals("/bin/x /usr/bin/x  ", candidates("x", null));
    }

    @Test
    void anEmptyNameHasNoCandidate() {
        assertEquals(0, SearchPath.candidates(new byte[0], Bytes.ascii("/bin"))[0]);
    }
}
