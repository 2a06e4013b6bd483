package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {
    @ParameterizedTest
    @CsvSource({
        "'Max processes      1   2   processes\nMax open files      1024       4096       files', 1024",
        "'Max open files            unlimited            unlimited            files', 1000000",
        "'Max open files            99999999999999       99999999999999       files', 1000000",
        "'nothing of it', 1024",
    })
    void theSoftLimitIsRead(String limits, int most) {
        assertEquals(most, OpenFiles.most(limits));
    }
}
