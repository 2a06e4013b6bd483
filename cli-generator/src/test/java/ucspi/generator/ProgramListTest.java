package ucspi.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of programs, as it should be and as it should not. */
class ProgramListTest {
    @TempDir
    Path directory;

    private List<ProgramList.Entry> read(String text) throws IOException {
        return ProgramList.read(Files.writeString(directory.resolve("programs"), text));
    }

    @Test
    void linesHaveANameAMainClassAndAnOptionsClass() throws Exception {
        List<ProgramList.Entry> programs = read("sample none.Main " + SampleOptions.class.getName() + "\n");
        assertEquals(List.of(new ProgramList.Entry("sample", SampleOptions.class)), programs);
        assertEquals("sample", programs.get(0).model().name());
    }

    @Test
    void aLineWithoutOptionsClassIsRefusedByName() {
        IOException refused = assertThrows(IOException.class, () -> read("sample none.Main\n"));
        assertTrue(refused.getMessage().contains("sample none.Main"), refused.getMessage());
    }

    @Test
    void anOptionsClassThatDoesNotExistIsRefusedByName() {
        IOException refused = assertThrows(IOException.class, () -> read("sample none.Main none.Options\n"));
        assertTrue(refused.getMessage().contains("none.Options"), refused.getMessage());
    }
}
