package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.it.RuleFile.Ended;

/** The Debian package and the archive that scripts/package makes of the native programs. */
class PackageIT {
    @TempDir
    Path directory;

    private List<Path> packages(String name, Map<String, String> variables) throws IOException {
        Path out = directory.resolve(name);
        Ended ended =
                Shell.run(variables, Shell.PROJECT.resolve("scripts/package").toString(), out.toString());
        assertEquals(0, ended.status(), ended.err());
        try (var files = Files.list(out)) {
            List<Path> all = files.sorted().toList();
            assertEquals(2, all.size(), all.toString());
            return all;
        }
    }

    private Path deb() throws IOException {
        return packages("packages", Map.of()).get(1);
    }

    @Test
    void theSameBuildGivesTheSameBytes() throws IOException {
        List<Path> first = packages("first", Map.of("SOURCE_DATE_EPOCH", "1700000000"));
        Map<String, String> elsewhere =
                Map.of("SOURCE_DATE_EPOCH", "1700000000", "TZ", "Asia/Tokyo", "LC_ALL", "C.UTF-8");
        List<Path> second = packages("second", elsewhere);
        for (int i = 0; i < first.size(); i++) {
            assertEquals(first.get(i).getFileName(), second.get(i).getFileName());
            assertArrayEquals(Files.readAllBytes(first.get(i)), Files.readAllBytes(second.get(i)));
        }
    }

    @Test
    void lintianFindsNoFault() throws IOException {
        Ended ended = Shell.run(Map.of(), "lintian", "--allow-root", "--fail-on", "error,warning", deb().toString());
        assertEquals("", ended.out());
        assertEquals(0, ended.status(), ended.err());
    }

    @Test
    void thePackageTakesThePlaceOfThoseWhoseNamesItHas() throws IOException {
        String deb = deb().toString();
        for (String field : List.of("Conflicts", "Replaces", "Provides")) {
            String value = Shell.run(Map.of(), "dpkg-deb", "-f", deb, field).out();
            assertTrue(value.contains("ucspi-tcp") && value.contains("ucspi-unix"), value);
        }
        assertEquals(
                "", Shell.run(Map.of(), "dpkg-deb", "-f", deb, "Depends").out().strip());
    }

    @Test
    void everyProgramOfThePackageRunsWithoutAnythingElse() throws IOException {
        Path tree = directory.resolve("tree");
        assertEquals(
                0,
                Shell.run(Map.of(), "dpkg-deb", "-x", deb().toString(), tree.toString())
                        .status());
        Path bin = tree.resolve("usr/bin");
        String nothing = directory.resolve("no-such-directory").toString();
        for (String name : ManualIT.programs()) {
            if (ManualIT.hasOptions(name)) {
                Ended ended = Shell.run(Map.of(), "env", "-i", "PATH=" + nothing, bin + "/" + name, "--version");
                assertTrue(ended.out().startsWith(name + " (ucspi-kit) "), ended.toString());
            }
            assertTrue(Files.exists(tree.resolve("usr/share/man/man1/" + name + ".1.gz")), name);
        }
        Ended libraries = Shell.run(Map.of("LC_ALL", "C"), "ldd", bin + "/ucspi");
        assertTrue((libraries.out() + libraries.err()).contains("not a dynamic executable"), libraries.toString());
    }

    @Test
    void theArchiveBelongsToRootAndRunsWhereItIsUnpacked() throws IOException {
        Path archive = packages("packages", Map.of()).get(0);
        String list = Shell.run(Map.of(), "tar", "--numeric-owner", "-tvzf", archive.toString())
                .out();
        assertTrue(list.lines().allMatch(line -> line.contains(" 0/0 ")), list);
        Path tree = Files.createDirectory(directory.resolve("tree"));
        assertEquals(
                0,
                Shell.run(Map.of(), "tar", "-C", tree.toString(), "-xzf", archive.toString())
                        .status());
        String top = archive.getFileName().toString().replace(".tar.gz", "");
        Ended ended =
                Shell.run(Map.of(), tree.resolve(top).resolve("bin/tcpserver").toString(), "--version");
        assertTrue(ended.out().startsWith("tcpserver (ucspi-kit) "), ended.toString());
    }
}
