package ucspi.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ucspi.kernel.Bytes;

/** What a file's content makes of a variable, as envdir(8) has it. Here n is a newline, t a tab, 0 a NUL byte. */
class EnvironmentDirectoryTest {
    @ParameterizedTest
    @CsvSource({
        "A, A",
        "An, A",
        "AnBn, A",
        "n, ''",
        "nA, ''",
        "' A', ' A'",
        "'A t n', A",
        "'tt  ', ''",
        "A0B0, AnBn",
        "'0n', n",
        "'A B', 'A B'",
    })
    void theFirstLineIsTheValue(String content, String value) {
        byte[] bytes = Bytes.latin1(real(content));
        assertEquals(real(value), Bytes.string(EnvironmentDirectory.value(bytes, bytes.length)));
    }

    private static String real(String text) {
        return text.replace('n', '\n').replace('t', '\t').replace('0', '\0');
    }
}
