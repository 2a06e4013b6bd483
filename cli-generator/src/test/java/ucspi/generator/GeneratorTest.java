package ucspi.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the generator refuses, and that it is reproducible. */
class GeneratorTest {
    /** An option that Getopt could not set as picocli does. */
    @Command(name = "bad", customSynopsis = "bad")
    static final class NumberOption {
        @Option(names = "-n")
        void number(int number) {
            throw new AssertionError(number);
        }
    }

    /** An option that has no setter. */
    @Command(name = "bad", customSynopsis = "bad")
    static final class FieldOption {
        @Option(names = "-n")
        boolean given;
    }

    @Test
    void setterWithANumberIsRefused() throws Exception {
        TableSource table = Generator.table(NumberOption.class);
        String complaint =
                assertThrows(IllegalArgumentException.class, table::text).getMessage();
        assertTrue(complaint.contains("NumberOption"), complaint);
    }

    @Test
    void fieldInsteadOfSetterIsRefused() throws Exception {
        TableSource table = Generator.table(FieldOption.class);
        assertThrows(IllegalArgumentException.class, table::text);
    }

    @Test
    void sameOptionsGiveTheSameSource() throws Exception {
        String first = Generator.table(SampleOptions.class).text();
        assertEquals(first, Generator.table(SampleOptions.class).text());
    }

    @Test
    void literalsAreEscaped() {
        assertEquals("\"\"", Literal.of(""));
        assertEquals("\"a\\\"b\\\\c\\u00e9\\u0009\"", Literal.of("a\"b\\c\u00e9\t"));
        assertEquals("\"a\\n\"\n                + \"b\\n\"", Literal.of("a\nb\n"));
    }
}
