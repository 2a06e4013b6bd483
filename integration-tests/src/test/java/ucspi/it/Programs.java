package ucspi.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs under test: those of the directory that the property {@code ucspi.bin} names. */
final class Programs {
    private Programs() {}

    /** The path of a program; that it is missing is a failure, not a reason to skip. */
    static String path(String name) {
        String directory = System.getProperty("ucspi.bin");
        if (directory == null) {
            throw new AssertionError("the property ucspi.bin names no directory of programs");
        }
        Path program = Path.of(directory, name);
        if (!Files.isExecutable(program)) {
            throw new AssertionError("no program " + program + ": build it first");
        }
        return program.toString();
    }

    /**
     * Whether children get the descriptors that the listener itself inherited. A native program passes them, as the
     * classic tools do; on the JVM, which has descriptors of its own, everything above 2 is closed.
     */
    static boolean passInheritedDescriptors(String name) {
        try (InputStream file = Files.newInputStream(Path.of(path(name)))) {
            byte[] magic = file.readNBytes(4);
            return magic.length == 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a script among the test resources. */
    static String script(String name) {
        try {
            return Path.of(Programs.class.getResource("/" + name).toURI()).toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
