package ucspi.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are numbers. */
class NumbersTest {
    @Test
    void decimalNumbersWithinTheRangeAreRead() {
        assertEquals(0, Numbers.decimal("-n", "0", 0, 10));
        assertEquals(10, Numbers.decimal("-n", "10", 0, 10));
        assertEquals(7, Numbers.decimal("-n", "007", 0, 10));
        assertEquals(4294967294L, Numbers.decimal("-u", "4294967294", 0, Numbers.MAX_ID));
        assertEquals(Long.MAX_VALUE, Numbers.decimal("-n", "9223372036854775807", 0, Long.MAX_VALUE));
    }

    @Test
    void octalNumbersWithinTheRangeAreRead() {
        assertEquals(0600, Numbers.octal("-p", "600", 0, 0777));
        assertEquals(0777, Numbers.octal("-p", "0777", 0, 0777));
        assertEquals(Long.MAX_VALUE, Numbers.octal("-p", "777777777777777777777", 0, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+5",
                "-5",
                "-0",
                " 5",
                "5 ",
                "5\n",
                "0x5",
                "5x",
                "5.0",
                "1e3",
                "1_000",
                "5,",
                "five",
                // Digits elsewhere, and what int and long arithmetic would make 5 of.
                "\u0665",
                "\uff15",
                "4294967301",
                "18446744073709551621",
                "99999999999999999999999999999999"
            })
    void junkIsNoNumber(String junk) {
        UsageError decimal = assertThrows(UsageError.class, () -> Numbers.decimal("-n", junk, 0, 1000));
        assertEquals("option -n takes a number from 0 to 1000, not '" + junk + "'", decimal.getMessage());
        assertThrows(UsageError.class, () -> Numbers.octal("-n", junk, 0, 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "41", "40000000000", "9223372036854775808", "9223372036854775817"})
    void numbersOutsideOfTheRangeAreRefused(String text) {
        assertThrows(UsageError.class, () -> Numbers.decimal("-c", text, 1, 40));
    }

    @Test
    void justAboveTheLargestLongIsRefused() {
        assertThrows(UsageError.class, () -> Numbers.decimal("-n", "9223372036854775808", 0, Long.MAX_VALUE));
        assertThrows(UsageError.class, () -> Numbers.octal("-n", "1000000000000000000000", 0, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "9", "778", "1000", "0o7"})
    void octalNumbersHaveOctalDigitsAndRange(String text) {
        UsageError e = assertThrows(UsageError.class, () -> Numbers.octal("-p", text, 0, 0777));
        assertEquals("option -p takes an octal number from 0 to 777, not '" + text + "'", e.getMessage());
    }

    @Test
    void aSignIsReadWhereThereMayBeOne() {
        assertEquals(-20, Numbers.signed("--nice", "-20", -20, 19));
        assertEquals(19, Numbers.signed("--nice", "19", -20, 19));
        assertEquals(0, Numbers.signed("--nice", "-0", -20, 19));
        for (String junk : new String[] {"", "-", "--1", "+1", "-21", "20", "1-", "- 1", "-99999999999999999999"}) {
            UsageError e = assertThrows(UsageError.class, () -> Numbers.signed("--nice", junk, -20, 19));
            assertEquals("option --nice takes a number from -20 to 19, not '" + junk + "'", e.getMessage());
        }
    }
}
