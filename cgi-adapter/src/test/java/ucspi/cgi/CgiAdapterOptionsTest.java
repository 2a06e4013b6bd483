package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.cli.UsageError;

/** Values that the command line refuses. */
class CgiAdapterOptionsTest {
    @Test
    void namesToPassAreSeparatedByCommas() {
        CgiAdapterOptions options = new CgiAdapterOptions();
        options.pass("HOME,GIT_PROJECT_ROOT");
        options.pass("X");
        assertEquals(List.of("HOME", "GIT_PROJECT_ROOT", "X"), options.passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A,", ",A", "A=b", "HTTP_PROXY", "A,QUERY_STRING", "SERVER_NAME", "REMOTE_ADDR"})
    void badNamesToPassAreRefused(String names) {
        assertThrows(UsageError.class, () -> new CgiAdapterOptions().pass(names));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "/", "/app/"})
    void badScriptNameIsRefused(String path) {
        assertThrows(UsageError.class, () -> new CgiAdapterOptions().scriptName(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1000001", "1.5", ""})
    void badTimeoutIsRefused(String seconds) {
        assertThrows(UsageError.class, () -> new CgiAdapterOptions().headTimeout(seconds));
    }

    @Test
    void shortAndLongFormsOfALimitAreOneLimit() {
        CgiAdapterOptions options = new CgiAdapterOptions();
        options.spawn.limit("cpu=1");
        options.limits.cpu("2:3");
        options.limits.addressSpace("1M");
        options.spawn.limit("as=2M");
        assertEquals("cpu=2:3 as=2097152:2097152", options.spawn.limits.toString());
        UsageError e = assertThrows(UsageError.class, () -> options.limits.openFiles("5K"));
        assertTrue(e.getMessage().startsWith("option --rlimit-nofile takes a number from 0 to "), e.getMessage());
    }

    @Test
    void aDirectoryIsForASingleProgram() {
        CgiAdapterOptions options = new CgiAdapterOptions();
        options.site.directory("/srv");
        options.check();
        options.spawn.directory("/tmp");
        assertThrows(UsageError.class, options::check);
    }
}
