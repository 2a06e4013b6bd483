package ucspi.cgi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.jvm.JvmKernel;

/** Looking names up in a real tree, with openat2(2) and without. */
class TreeTest {
    private static final Kernel KERNEL = new JvmKernel("test", 0);

    @TempDir
    private Path top;

    private Path root;
    private Path outside;
    private int fd;
    private int descriptors;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectory(top.resolve("root"));
        outside = Files.createDirectory(top.resolve("outside"));
        write(root.resolve("file.txt"), "file");
        write(root.resolve("d/e/deep.txt"), "deep");
        write(root.resolve(".git/config"), "config");
        write(root.resolve("cgi-bin/app"), "app");
        write(root.resolve("run.cgi"), "run");
        write(root.resolve("run.cgi~"), "backup");
        write(outside.resolve("out.txt"), "out");
        write(outside.resolve("cgi-bin/tool"), "tool");
        fd = KERNEL.openat(Linux.AT_FDCWD, Bytes.path(root.toString()), Linux.O_PATH | Linux.O_CLOEXEC);
        descriptors = countDescriptors();
    }

    @AfterEach
    void noDescriptorIsLeft() {
        assertEquals(descriptors, countDescriptors());
        KERNEL.close(fd);
    }

    private static int countDescriptors() {
        return java.util.Objects.requireNonNull(
                        Path.of("/proc/self/fd").toFile().list())
                .length;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    /** Both ways to find must agree. */
    private String find(String path) {
        String fast = find(path, false, false);
        assertEquals(fast, find(path, true, false), path);
        return fast;
    }

    private String find(String path, boolean walks, boolean hiddenToo) {
        Found found = new Tree(KERNEL, walks).find(fd, SitePath.plain(Bytes.latin1(path)), 0, hiddenToo);
        if (found.fd() < 0) {
            return Errno.text(-found.fd());
        }
        byte[] content = new byte[100];
        int length = KERNEL.read(found.fd(), content, 0, content.length);
        KERNEL.close(found.fd());
        String kind = found.isDirectory() ? "directory" : found.isRegular() ? "regular" : "special";
        return kind
                + (found.hidesProgram() ? " hidden" : "")
                + (length > 0 ? " " + Bytes.string(content, 0, length) : "")
                + " "
                + found.used();
    }

    @Test
    void filesAndDirectoriesAreFound() {
        assertEquals("regular file 1", find("/file.txt"));
        assertEquals("regular deep 3", find("/d/e/deep.txt"));
        assertEquals("regular deep 3", find("//d///e/deep.txt"));
        assertEquals("directory 2", find("/d/e/"));
        assertEquals("directory 0", find("/"));
        assertEquals("file does not exist", find("/none"));
        assertEquals("file does not exist", find("/d/none/x"));
    }

    @Test
    void whatComesBehindAFileIsLeftOver() {
        assertEquals("regular file 1", find("/file.txt/a/b"));
        assertEquals("regular 2", find("/cgi-bin/app/a/.b/c"));
    }

    @Test
    void hiddenNamesAreNotFound() {
        assertEquals("file does not exist", find("/.git/config"));
        assertEquals("file does not exist", find("/.git"));
        assertEquals("file does not exist", find("/d/.."));
        assertEquals("file does not exist", find("/d/."));
        assertEquals("regular config 2", find("/.git/config", false, true));
        assertEquals("file does not exist", find("/d/../file.txt", false, true));
    }

    @Test
    void aLinkMayLeadToWhatIsHidden() throws IOException {
        link("open", ".git");
        link("conf", ".git/config");
        assertEquals("regular config 2", find("/open/config"));
        assertEquals("regular config 1", find("/conf"));
        write(root.resolve(".git/.secret"), "secret");
        assertEquals("file does not exist", find("/open/.secret"));
    }

    @Test
    void linksWithinTheRootAreFollowed() throws IOException {
        link("relative", "d/e/deep.txt");
        link("absolute", root.resolve("d").toString());
        link("d/up", "../file.txt");
        link("chain", "absolute/up");
        link("slash", "d/e/");
        link("self", ".");
        assertEquals("regular deep 1", find("/relative"));
        assertEquals("regular deep 3", find("/absolute/e/deep.txt"));
        assertEquals("regular file 2", find("/d/up"));
        assertEquals("regular file 1", find("/chain"));
        assertEquals("regular deep 2", find("/slash/deep.txt"));
        assertEquals("regular file 4", find("/self/self/self/file.txt"));
    }

    @Test
    void aLinkOutOfTheRootMustBeOfTheTargetsOwner() throws IOException {
        link("out", outside.toString());
        link("d/out", "../../outside/out.txt");
        assertEquals("regular out 2", find("/out/out.txt"));
        assertEquals("regular out 2", find("/d/out"));
        foreign("passwd", "/etc/passwd");
        foreign("etc", "/etc");
        foreign("top", "/");
        foreign("d/relative", "../../../../../../../../../../etc/passwd");
        for (String path : new String[] {"/passwd", "/etc/passwd", "/etc", "/top/etc/passwd", "/d/relative"}) {
            assertEquals(Errno.text(Errno.EACCES), find(path), path);
        }
    }

    @Test
    void aLinkBehindALinkOutOfTheRootIsCheckedToo() throws IOException {
        link("out", outside.toString());
        Path inner = outside.resolve("inner");
        Files.createSymbolicLink(inner, Path.of("/etc/passwd"));
        giveAway(inner);
        assertEquals(Errno.text(Errno.EACCES), find("/out/inner"));
    }

    @Test
    void aLinkThatComesBackIsWithinTheRoot() throws IOException {
        link("d/back", "../../root/file.txt");
        assertEquals("regular file 2", find("/d/back"));
        foreign("round", "../root/d");
        assertEquals("regular deep 3", find("/round/e/deep.txt"));
    }

    /** A link to what belongs to root, itself not root's. */
    private void foreign(String name, String target) throws IOException {
        link(name, target);
        giveAway(root.resolve(name));
    }

    private static void giveAway(Path link) throws IOException {
        if (KERNEL.geteuid() == 0) {
            Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        }
    }

    @Test
    void linksWithoutEndFail() throws IOException {
        link("loop", "loop");
        link("a", "b");
        link("b", "a");
        link("dangling", "none");
        link("through", "file.txt/x");
        assertEquals("symbolic link loop", find("/loop"));
        assertEquals("symbolic link loop", find("/a/x"));
        assertEquals("file does not exist", find("/dangling"));
        assertEquals("not a directory", find("/through"));
    }

    @Test
    void programsAreFoundButNotOpened() {
        assertEquals("regular 2", find("/cgi-bin/app"));
        assertEquals("regular 1", find("/run.cgi"));
    }

    @Test
    void whatHidesAProgramIsToldAndNotOpened() throws IOException {
        link("data.txt", "cgi-bin/app");
        link("bin", "cgi-bin");
        link("source.txt", "run.cgi");
        link("copy.txt", "run.cgi~");
        link("tool.txt", outside.resolve("cgi-bin/tool").toString());
        assertEquals("regular hidden 1", find("/data.txt"));
        assertEquals("regular hidden 2", find("/bin/app"));
        assertEquals("directory hidden 1", find("/bin"));
        assertEquals("regular hidden 1", find("/source.txt"));
        assertEquals("regular hidden 1", find("/copy.txt"));
        assertEquals("regular hidden 1", find("/run.cgi~"));
        assertEquals("regular hidden 1", find("/tool.txt"));
    }

    @Test
    void aProgramsDirectoryThatALinkLeavesAgainHidesNothing() throws IOException {
        link("cgi-bin/up", "..");
        link("via", "cgi-bin/../file.txt");
        assertEquals("regular file 1", find("/via"));
    }

    @Test
    void aDirectoryThatSomebodyReplacesByALinkNeverLeadsOut() throws Exception {
        Path directory = Files.createDirectory(root.resolve("swapped"));
        write(directory.resolve("passwd"), "ours");
        foreign("link", "/etc");
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            while (!stop.get()) {
                rename("swapped", "aside");
                rename("link", "swapped");
                rename("swapped", "link");
                rename("aside", "swapped");
            }
        });
        swapper.start();
        try {
            Set<String> allowed = Set.of(
                    "regular ours 2",
                    Errno.text(Errno.ENOENT),
                    Errno.text(Errno.EACCES),
                    Errno.text(Errno.EINVAL),
                    Errno.text(Errno.EAGAIN));
            for (int i = 0; i < 3000; i++) {
                String found = find("/swapped/passwd", i % 2 == 0, false);
                assertTrue(allowed.contains(found), found);
            }
        } finally {
            stop.set(true);
            swapper.join();
        }
    }

    private void rename(String from, String to) {
        root.resolve(from).toFile().renameTo(root.resolve(to).toFile());
    }

    @Test
    void specialFilesAreTold() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start();
        mkfifo.waitFor();
        // A thread of the JVM closes them some time after the end.
        mkfifo.getOutputStream().close();
        mkfifo.getInputStream().close();
        mkfifo.getErrorStream().close();
        assertEquals("special 1", find("/fifo"));
    }

    @Test
    void encodedSlashesSeparateNothing() {
        SitePath path = SitePath.of(Bytes.ascii("/d%2fe/deep.txt"), Bytes.ascii("/d/e/deep.txt"));
        assertFalse(path.isUsable(0));
        assertEquals(
                -Errno.ENOENT, new Tree(KERNEL, false).find(fd, path, 0, false).fd());
        path = SitePath.of(Bytes.ascii("/d/e%2Fx/y?%2F"), Bytes.ascii("/d/e/x/y"));
        assertTrue(path.isUsable(0));
        assertFalse(path.isUsable(1));
        assertFalse(path.isUsable(2));
        path = SitePath.of(Bytes.ascii("/d/../%2f/x"), Bytes.ascii("///x"));
        assertFalse(path.isUsable(0));
    }

    @Test
    void locationsAreEncodedAndBeginWithOneSlash() {
        assertEquals(
                "/evil.com/d%5C/",
                Bytes.string(SitePath.plain(Bytes.ascii("//evil.com//d\\")).location()));
        assertEquals("/", Bytes.string(SitePath.plain(Bytes.ascii("//")).location()));
    }
}
