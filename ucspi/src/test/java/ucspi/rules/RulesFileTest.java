package ucspi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.kernel.Errno;

class RulesFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("rules.cdb");
    }

    private void install(String text) throws IOException {
        RuleFiles.install(file, RuleFiles.compile(directory, text));
    }

    private RulesFile open(boolean mayBeAbsent) {
        return new RulesFile(RuleFiles.KERNEL, RuleFiles.bytes(file.toString()), mayBeAbsent);
    }

    private static String find(RulesFile rules) {
        return RuleFiles.find(rules, "1.2.3.4", null, null);
    }

    @Test
    void everyReplacementIsSeenByTheNextClient() throws IOException {
        RulesFile rules = open(false);
        for (int i = 0; i < 50; i++) {
            // The size is the same each time.
            install("1.2.3.4:allow,N=/" + (10 + i) + "/\n");
            assertEquals("1.2.3.4 +N=" + (10 + i), find(rules));
            assertEquals("1.2.3.4 +N=" + (10 + i), find(rules));
        }
        rules.close();
    }

    @Test
    void replacementsLeaveNoDescriptorBehind() throws IOException {
        RulesFile rules = open(true);
        install(":allow\n");
        find(rules);
        int before = descriptors();
        for (int i = 0; i < 20; i++) {
            install(":allow\n");
            find(rules);
            Files.write(file, new byte[7]);
            find(rules);
        }
        install(":allow\n");
        find(rules);
        assertEquals(before, descriptors());
        rules.close();
        assertEquals(before - 1, descriptors());
    }

    /** Descriptors of this process that are files of this test. */
    private int descriptors() throws IOException {
        int count = 0;
        try (var list = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : list) {
                count += links(fd) ? 1 : 0;
            }
        }
        return count;
    }

    private boolean links(Path fd) {
        try {
            return Files.readSymbolicLink(fd).startsWith(directory);
        } catch (IOException e) {
            // It was the one that the list was read from.
            return false;
        }
    }

    @Test
    void anAbsentFileAdmitsNobodyUnlessItMayBeAbsent() throws IOException {
        assertEquals("-" + Errno.ENOENT, find(open(false)));
        assertEquals("-", find(open(true)));
    }

    @Test
    void aFileThatGoesAndComesIsFollowed() throws IOException {
        RulesFile rules = open(true);
        install(":deny\n");
        assertEquals(" D", find(rules));
        Files.delete(file);
        assertEquals("-", find(rules));
        install(":deny\n");
        assertEquals(" D", find(rules));
        rules.close();
    }

    @Test
    void aFileThatIsNoneIsAnErrorEvenIfItMayBeAbsent() throws IOException {
        Files.write(file, new byte[0]);
        assertEquals("-" + Errno.EPROTO, find(open(true)));
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals("-" + Errno.EISDIR, find(open(true)));
    }

    @Test
    void aFileThatIsDamagedAndRepairedIsSeenAsSuch() throws IOException {
        RulesFile rules = open(false);
        install(":deny\n");
        assertEquals(" D", find(rules));
        Files.write(file, new byte[100]);
        assertEquals("-" + Errno.EPROTO, find(rules));
        assertEquals("-" + Errno.EPROTO, find(rules));
        install(":deny\n");
        assertEquals(" D", find(rules));
        rules.close();
    }

    @Test
    void aSymbolicLinkIsFollowed() throws IOException {
        install(":deny\n");
        Path link = directory.resolve("link");
        Files.createSymbolicLink(link, file);
        RulesFile rules = new RulesFile(RuleFiles.KERNEL, RuleFiles.bytes(link.toString()), false);
        assertEquals(" D", find(rules));
        install(":allow\n");
        assertEquals(" ", find(rules));
        rules.close();
    }
}
