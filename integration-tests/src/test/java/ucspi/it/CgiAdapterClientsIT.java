package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that people use: curl, git; and cgi-adapter where there is no socket. */
@BothHostings
class CgiAdapterClientsIT {
    private static final String ECHO = "echo Content-Type: text/plain; echo; exec cat\n";

    @TempDir
    private Path directory;

    private String run(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        assertTrue(
                process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS), () -> "no end of " + List.of(command));
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    private byte[] noise(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Files.write(directory.resolve(name), bytes);
        return bytes;
    }

    @Test
    void curlUploadsWithLengthAndChunkedOverOneConnection() throws IOException, InterruptedException {
        byte[] bytes = noise("upload", 2_000_000);
        try (CgiSite site = CgiSite.of("", ECHO)) {
            run(
                    "curl",
                    "-sS",
                    "--max-time",
                    "30",
                    "--data-binary",
                    "@upload",
                    "-o",
                    "one",
                    site.url("/1"),
                    "--next",
                    "-sS",
                    "-T",
                    "upload",
                    "-H",
                    "Transfer-Encoding: chunked",
                    "-o",
                    "two",
                    site.url("/2"));
            assertArrayEquals(bytes, Files.readAllBytes(directory.resolve("one")));
            assertArrayEquals(bytes, Files.readAllBytes(directory.resolve("two")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"524288000", "1000"})
    void gitClonesAndPushes(String postBuffer) throws IOException, InterruptedException {
        run("git", "init", "-q", "--bare", "repository.git");
        run("git", "-C", "repository.git", "config", "http.receivepack", "true");
        String backend = run("git", "--exec-path").trim() + "/git-http-backend";
        Launch launch = Server.tcpLaunch(
                "-RHl0", "127.0.0.1", CgiSite.adapter("--pass GIT_PROJECT_ROOT,GIT_HTTP_EXPORT_ALL,HOME", backend));
        launch.environment("GIT_PROJECT_ROOT", directory.toString())
                .environment("GIT_HTTP_EXPORT_ALL", "1")
                .environment("HOME", directory.toString());
        try (Server server = Server.tcp(launch)) {
            String url = "http://127.0.0.1:" + server.port() + "/repository.git";
            run("git", "-c", "init.defaultBranch=main", "clone", "-q", url, "first");
            byte[] bytes = noise("first/large", 3_000_000);
            run("git", "-C", "first", "add", "large");
            run("git", "-C", "first", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "Add");
            run(
                    "git",
                    "-C",
                    "first",
                    "-c",
                    "http.postBuffer=" + postBuffer,
                    "push",
                    "-q",
                    "origin",
                    "HEAD:refs/heads/main");
            run("git", "clone", "-q", "-b", "main", url, "second");
            assertArrayEquals(bytes, Files.readAllBytes(directory.resolve("second/large")));
        }
    }

    @Test
    void requestsMayComeByAPipeAndByAFile() throws IOException, InterruptedException {
        try (CgiSite site = CgiSite.of("", ECHO)) {
            Files.writeString(directory.resolve("request"), "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
            String adapter = Programs.path("cgi-adapter");
            String program = site.directory().resolve("program.cgi").toString();
            String byFile = run("sh", "-c", "\"$0\" \"$1\" <request", adapter, program);
            assertEquals("hello", HttpAnswer.only(byFile).body());
            String byPipe = run("sh", "-c", "cat request | \"$0\" \"$1\" | cat", adapter, program);
            assertEquals("hello", HttpAnswer.only(byPipe).body());
        }
    }

    @Test
    void aWrongCommandLineIsRefused() {
        for (String arguments : List.of("", "--grace x p", "--nonsense p", "--script-name app p", "--pass HTTP_X p")) {
            Launch launch = Launch.of("cgi-adapter");
            if (!arguments.isEmpty()) {
                launch.with(arguments.split(" "));
            }
            try (Running running = launch.start()) {
                assertEquals(100, running.awaitExit(), arguments);
                running.stderr().await("cgi-adapter: usage: cgi-adapter ");
            }
        }
    }
}
