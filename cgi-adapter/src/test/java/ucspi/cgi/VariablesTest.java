package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

/** What front ends send: names, repetitions, limits. */
class VariablesTest {
    private final Variables variables = new Variables();

    private void add(String name, String value) {
        variables.add(Bytes.latin1(name + value), 0, name.length(), value.length());
    }

    private String value(String name) {
        byte[] value = variables.value(name);
        return value == null ? null : Bytes.string(value);
    }

    @Test
    void fieldsThatComeTwiceAreJoined() {
        add("HTTP_X", "a");
        add("HTTP_COOKIE", "a=1");
        add("HTTP_X", "b");
        add("HTTP_COOKIE", "b=2");
        add("HTTP_X", "c");
        assertEquals("a, b, c", value("HTTP_X"));
        assertEquals("a=1; b=2", value("HTTP_COOKIE"));
        assertEquals(2, variables.count());
    }

    @Test
    void ofOtherVariablesTheLastOneCounts() {
        add("SCRIPT_NAME", "/a");
        add("PATH_INFO", "/x");
        add("SCRIPT_NAME", "/b");
        assertEquals("/b", value("SCRIPT_NAME"));
        assertEquals(2, variables.count());
    }

    @Test
    void twoLengthsAreRefused() {
        add("CONTENT_LENGTH", "5");
        assertEquals(
                400,
                assertThrows(BadRequest.class, () -> add("CONTENT_LENGTH", "5")).status());
    }

    @Test
    void namesThatCannotBeInAnEnvironmentAreRefused() {
        for (String name : new String[] {"", "A=B", "A\0"}) {
            assertThrows(BadRequest.class, () -> add(name, "x"));
        }
        assertThrows(BadRequest.class, () -> add("A", "x\0y"));
    }

    @Test
    void namesThatNoProgramCanAskForAreLeftOut() {
        add("proxy-nokeepalive", "1");
        add("HTTP_X.Y", "1");
        add("1ST", "1");
        add("BASH_FUNC_x%%", "() { id; }");
        assertEquals(0, variables.count());
    }

    @Test
    void emptyValuesSayNothing() {
        add("CONTENT_TYPE", "");
        assertNull(value("CONTENT_TYPE"));
        assertEquals(0, variables.find("CONTENT_TYPE"));
    }

    @Test
    void theyAreBounded() {
        String large = "x".repeat(Variables.MOST_BYTES / 2);
        add("A", large);
        assertEquals(431, assertThrows(BadRequest.class, () -> add("B", large)).status());
        for (int i = 1; i < Variables.MOST; i++) {
            add("N" + i, "");
        }
        assertEquals(431, assertThrows(BadRequest.class, () -> add("M", "")).status());
    }

    @Test
    void repetitionDoesNotEscapeTheBound() {
        String large = "x".repeat(Variables.MOST_BYTES / 8);
        assertThrows(BadRequest.class, () -> {
            for (int i = 0; i < 8; i++) {
                add("HTTP_A", large);
            }
        });
    }
}
