package ucspi.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The programs under test: those of the directory that the property {@code ucspi.bin} names. */
final class Programs {
    private static final Map<String, String> SCRIPTS = new ConcurrentHashMap<>();

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
        return isNative(name);
    }

    /** Whether a program is an executable of its own, and not a launcher of the JVM flavour. */
    static boolean isNative(String name) {
        try (InputStream file = Files.newInputStream(Path.of(path(name)))) {
            byte[] magic = file.readNBytes(4);
            return magic.length == 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script among the test resources, as a file that any user may read. */
    static String script(String name) {
        return SCRIPTS.computeIfAbsent(name, Programs::copy);
    }

    private static String copy(String name) {
        try (InputStream script = Programs.class.getResourceAsStream("/" + name)) {
            Path file = Files.createTempFile(name, ".pl");
            Files.write(file, script.readAllBytes());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
