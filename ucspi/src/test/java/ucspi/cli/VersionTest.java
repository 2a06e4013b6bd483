package ucspi.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The version that the programs print is that of the build. */
class VersionTest {
    @Test
    void versionIsThatOfThePom() throws Exception {
        String parent = Files.readString(Path.of("pom.xml"));
        assertTrue(parent.contains("<version>" + Version.NUMBER + "</version>\n    </parent>"), parent);
    }

    @Test
    void versionLineNamesTheProgram() {
        assertEquals("tcpserver (ucspi-kit) " + Version.NUMBER + "\n", Version.line("tcpserver"));
    }
}
