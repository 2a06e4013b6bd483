package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import ucspi.cli.UsageError;

/** The command line of --try. */
class TrialTest {
    private static CgiAdapterOptions options(String... words) {
        CgiAdapterOptions options = new CgiAdapterOptions();
        options.tryMethod("GET");
        options.program = List.of(words);
        return options;
    }

    @Test
    void fieldsAndDataMayFollowTheUrl() {
        CgiAdapterOptions options =
                options("/x", "--header", "A: b", "--data", "d", "--header", "C: d", "./app", "--data", "e");
        assertFalse(new Trial(options).isHttps());
        assertEquals(List.of("./app", "--data", "e"), options.program);
        assertEquals(List.of("A: b", "C: d"), options.tryHeaders);
        assertEquals("d", options.tryData);
    }

    @Test
    void theSchemeOfTheUrlCounts() {
        assertTrue(new Trial(options("https://example.com/", "./app")).isHttps());
    }

    @Test
    void withoutAProgramItIsAnError() {
        for (String[] words : new String[][] {{"/x"}, {"/x", "--header", "A: b"}, {"/x", "--header"}}) {
            assertThrows(UsageError.class, () -> new Trial(options(words)));
        }
    }
}
