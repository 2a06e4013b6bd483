package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.it.RuleFile.Ended;

/** What scripts/install puts into a prefix, and that scripts/uninstall takes away that and nothing else. */
class InstallIT {
    @TempDir
    Path directory;

    private Ended install(Map<String, String> variables, String prefix) {
        List<String> words =
                new ArrayList<>(List.of(Shell.PROJECT.resolve("scripts/install").toString()));
        if (!Programs.isNative("tcpserver")) {
            words.add("--jvm");
        }
        words.add(prefix);
        return Shell.run(variables, words.toArray(String[]::new));
    }

    private static Ended uninstall(Map<String, String> variables, String prefix) {
        return Shell.run(variables, Shell.PROJECT.resolve("scripts/uninstall").toString(), prefix);
    }

    private void installed(String prefix) {
        Ended ended = install(Map.of(), prefix);
        assertEquals(0, ended.status(), ended.err());
    }

    private static List<String> content(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void everyProgramRunsFromWhereItIsInstalled() throws IOException {
        String prefix = directory.resolve("kit").toString();
        installed(prefix);
        for (String name : ManualIT.programs()) {
            if (ManualIT.hasOptions(name)) {
                Ended ended = Shell.run(Map.of(), prefix + "/bin/" + name, "--version");
                assertTrue(ended.out().startsWith(name + " (ucspi-kit) "), ended.toString());
            }
            String man = prefix + "/share/man";
            assertEquals(0, Shell.run(Map.of(), "man", "-M", man, "-w", name).status(), name);
        }
    }

    @Test
    void unitsNameTheProgramsWhereTheyAre() throws IOException {
        String prefix = directory.resolve("kit").toString();
        installed(prefix);
        for (String unit : List.of("tcpserver@.service", "cgi-site@.service", "cgi-connection@.service")) {
            String text = Files.readString(Path.of(prefix, "lib/systemd/system", unit));
            assertTrue(text.contains(prefix + "/bin/"), text);
            assertFalse(text.contains("/usr/bin/"), text);
        }
    }

    @Test
    void nothingIsLeftOfAnInstallationAndNothingElseIsTouched() throws IOException {
        Path prefix = Files.createDirectory(directory.resolve("kit"));
        Files.createDirectories(prefix.resolve("share/man/man1"));
        Files.writeString(prefix.resolve("share/man/man1/other.1"), "somebody else's\n");
        List<String> before = content(prefix);
        installed(prefix.toString());
        assertEquals(0, uninstall(Map.of(), prefix.toString()).status());
        assertEquals(before, content(prefix));
        Ended again = uninstall(Map.of(), prefix.toString());
        assertEquals(111, again.status());
        assertTrue(again.err().contains("nothing is installed"), again.err());
    }

    @Test
    void aFileOfSomebodyElseStopsTheInstallation() throws IOException {
        Path prefix = Files.createDirectory(directory.resolve("kit"));
        Files.createDirectory(prefix.resolve("bin"));
        Files.writeString(prefix.resolve("bin/tcpserver"), "somebody else's\n");
        List<String> before = content(prefix);
        Ended ended = install(Map.of(), prefix.toString());
        assertEquals(111, ended.status());
        assertTrue(ended.err().contains("bin/tcpserver exists"), ended.err());
        assertEquals(before, content(prefix));
    }

    @Test
    void aNewVersionReplacesTheOldOneAndItsLeftovers() throws IOException {
        Path prefix = directory.resolve("kit");
        installed(prefix.toString());
        Path manifest = prefix.resolve("share/ucspi-kit/manifest");
        Path leftover = Files.writeString(prefix.resolve("bin/of-an-older-version"), "");
        Files.writeString(manifest, Files.readString(manifest) + "file\tx\tbin/of-an-older-version\n");
        List<String> with = content(prefix);
        installed(prefix.toString());
        assertFalse(Files.exists(leftover));
        assertEquals(with.size() - 1, content(prefix).size());
        assertEquals(0, uninstall(Map.of(), prefix.toString()).status());
        assertFalse(Files.exists(prefix));
    }

    @Test
    void whatHasBeenChangedIsLeftAndNamed() throws IOException {
        Path prefix = directory.resolve("kit");
        installed(prefix.toString());
        Path unit = prefix.resolve("lib/systemd/system/cgi-site@.service");
        Files.writeString(unit, "mine\n");
        Ended ended = uninstall(Map.of(), prefix.toString());
        assertEquals(1, ended.status());
        assertTrue(ended.err().contains(unit.toString()), ended.err());
        assertEquals("mine\n", Files.readString(unit));
        assertFalse(Files.exists(prefix.resolve("bin")));
    }

    @Test
    void destdirIsForWhoeverMakesPackages() throws IOException {
        Map<String, String> variables = Map.of("DESTDIR", directory.toString());
        assertEquals(0, install(variables, "/opt/kit").status());
        String unit = Files.readString(directory.resolve("opt/kit/lib/systemd/system/cgi-site@.service"));
        assertTrue(unit.contains("=/opt/kit/bin/tcpserver"), unit);
        assertEquals(0, uninstall(variables, "/opt/kit").status());
        assertEquals(List.of("", "opt"), content(directory));
    }

    @Test
    void aPrefixThatIsNotAbsoluteIsAUsageError() {
        assertEquals(100, install(Map.of(), "kit").status());
    }
}
