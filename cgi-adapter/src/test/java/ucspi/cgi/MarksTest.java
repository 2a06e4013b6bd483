package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ucspi.kernel.Bytes;

class MarksTest {
    @ParameterizedTest
    @CsvSource({
        "A=b|UNIQUE_ID=1-2-3|C=d|, 1-2-3",
        "UNIQUE_ID=x|, x",
        "UNIQUE_ID=|, ''",
        "XUNIQUE_ID=x|, ''",
        "A=UNIQUE_ID=x|, ''",
        "UNIQUE_ID=cut, ''",
        "'', ''",
    })
    void theValueIsThatOfTheWholeVariable(String environment, String value) {
        byte[] bytes = Bytes.latin1(environment.replace('|', '\0'));
        assertEquals(value, Marks.find(bytes, bytes.length));
    }
}
