package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** git as client, git http-backend as program. */
@BothHostings
class GitIT {
    private static final int COMMITS = 60;

    /** Writes down what the tests ask of each request. */
    private static final String BACKEND = """
            #!/bin/sh
            echo "$REQUEST_METHOD $PATH_INFO $HTTP_GIT_PROTOCOL $HTTP_CONTENT_ENCODING $CONTENT_LENGTH" >>requests
            GIT_PROJECT_ROOT=$PWD GIT_HTTP_EXPORT_ALL=1
            export GIT_PROJECT_ROOT GIT_HTTP_EXPORT_ALL
            exec git http-backend
            """;

    /** A repository with history, a tag, a branch and a file that does not compress. */
    private static Folder repository() {
        Folder folder = new Folder();
        folder.run("git", "init", "-q", "-b", "main", "work");
        commits(folder, "work", "one");
        folder.noise("work/large", 500_000);
        commitAll(folder, "large");
        folder.run("git", "-C", "work", "tag", "-a", "-m", "a tag", "v1");
        folder.run("git", "-C", "work", "branch", "other", "HEAD~3");
        folder.run("git", "clone", "-q", "--bare", "work", "served.git");
        folder.run("git", "-C", "served.git", "config", "http.receivepack", "true");
        return folder;
    }

    private static void commitAll(Folder folder, String message) {
        folder.run("git", "-C", "work", "add", ".");
        folder.run("git", "-C", "work", "commit", "-qm", message);
    }

    /** Adds commits to the branch main: one file with another text each time. */
    private static void commits(Folder folder, String work, String name) {
        boolean isFirst = !folder.has(work + "/.git/refs/heads/main");
        StringBuilder stream = new StringBuilder();
        for (int i = 1; i <= COMMITS; i++) {
            String message = name + " " + i;
            stream.append("commit refs/heads/main\ncommitter Ann <ann@example.com> 1700000000 +0000\n");
            stream.append("data ")
                    .append(message.length())
                    .append('\n')
                    .append(message)
                    .append('\n');
            stream.append(i == 1 && !isFirst ? "from refs/heads/main^0\n" : "");
            stream.append("M 644 inline ").append(name).append("\ndata ").append(message.length());
            stream.append('\n').append(message).append('\n');
        }
        folder.file("stream", stream.toString());
        folder.run("sh", "-ec", "git -C \"$0\" fast-import --quiet <stream; git -C \"$0\" reset -q --hard", work);
    }

    private static Web serve(Folder folder, Way way) {
        return way.serve(folder, "", folder.program("backend.cgi", BACKEND));
    }

    private static void assertSame(Folder folder, String one, String two) {
        for (String name : new String[] {"HEAD", "HEAD^{tree}", "v1"}) {
            assertEquals(
                    folder.run("git", "-C", one, "rev-parse", name), folder.run("git", "-C", two, "rev-parse", name));
        }
        folder.run("git", "-C", two, "fsck", "--strict", "--no-progress");
    }

    @ParameterizedTest
    @CsvSource({"HTTP,0", "HTTP,2", "SCGI,0", "SCGI,2", "FASTCGI,0", "FASTCGI,2"})
    void aCloneIsTheSame(Way way, String version) {
        try (Folder folder = repository();
                Web web = serve(folder, way)) {
            String url = web.url(Way.AT + "/served.git");
            folder.run("git", "-c", "protocol.version=" + version, "clone", "-q", url, "copy");
            assertSame(folder, "work", "copy");
            assertArrayEquals(folder.bytes("work/large"), folder.bytes("copy/large"));
            assertEquals(
                    folder.run("git", "-C", "work", "rev-parse", "other"),
                    folder.run("git", "-C", "copy", "rev-parse", "origin/other"));
            assertEquals(version.equals("2"), folder.text("requests").contains(" version=2 "), folder.text("requests"));
        }
    }

    /** More than http.postBuffer, 1 MB, is sent in chunks; so git asks first whether it may. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void threeMegabytesArePushed(Way way) {
        try (Folder folder = repository();
                Web web = serve(folder, way)) {
            String url = web.url(Way.AT + "/served.git");
            folder.noise("work/larger", 3_000_000);
            commitAll(folder, "larger");
            folder.run("git", "-C", "work", "push", "-q", url, "main");
            assertSame(folder, "work", "served.git");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void sixtyCommitsAreReceivedAndFetched(Way way) {
        try (Folder folder = repository();
                Web web = serve(folder, way)) {
            String url = web.url(Way.AT + "/served.git");
            folder.run("git", "clone", "-q", url, "copy");
            commits(folder, "work", "two");
            folder.run("git", "-C", "work", "push", "-q", url, "main", "HEAD:refs/heads/third");
            assertSame(folder, "work", "served.git");
            assertEquals(
                    (2 * COMMITS + 1) + "\n", folder.run("git", "-C", "served.git", "rev-list", "--count", "third"));
            folder.run("git", "-C", "copy", "pull", "-q", "--ff-only");
            assertSame(folder, "work", "copy");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aShallowCloneIsShallowAndCanBeDeepened(Way way) {
        try (Folder folder = repository();
                Web web = serve(folder, way)) {
            String url = web.url(Way.AT + "/served.git");
            folder.run("git", "clone", "-q", "--depth", "1", url, "copy");
            assertEquals("1\n", folder.run("git", "-C", "copy", "rev-list", "--count", "HEAD"));
            assertArrayEquals(folder.bytes("work/large"), folder.bytes("copy/large"));
            folder.run("git", "-C", "copy", "fetch", "-q", "--unshallow", "--tags");
            assertEquals((COMMITS + 1) + "\n", folder.run("git", "-C", "copy", "rev-list", "--count", "HEAD"));
            assertSame(folder, "work", "copy");
        }
    }

    /** Who has much that the server lacks tells so at length, and compresses that; the program takes it off. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aCompressedFetchRequestIsUnderstood(Way way) {
        try (Folder folder = repository();
                Web web = serve(folder, way)) {
            String url = web.url(Way.AT + "/served.git");
            folder.run("git", "clone", "-q", url, "copy");
            commits(folder, "copy", "mine");
            commits(folder, "work", "theirs");
            for (int i = 1; i <= 20; i++) {
                folder.run("git", "-C", "work", "branch", "wanted" + i, "HEAD~" + i);
            }
            folder.run("git", "-C", "work", "push", "-q", "--all", "../served.git");
            assertFalse(folder.text("requests").contains(" gzip "), folder.text("requests"));
            folder.run("git", "-C", "copy", "fetch", "-q");
            assertTrue(folder.text("requests").contains(" gzip "), folder.text("requests"));
            assertEquals(
                    folder.run("git", "-C", "work", "rev-parse", "HEAD"),
                    folder.run("git", "-C", "copy", "rev-parse", "origin/main"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsNoRepositoryIsNotFound(Way way) {
        try (Folder folder = repository();
                Web web = serve(folder, way)) {
            assertEquals(
                    404,
                    web.get(Way.AT + "/none.git/info/refs?service=git-upload-pack")
                            .status());
            assertEquals(404, web.get(Way.AT + "/served.git/config").status());
        }
    }
}
