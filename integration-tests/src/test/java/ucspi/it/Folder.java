package ucspi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A directory for one test: files, programs, and commands that run in it. Text is Latin-1. */
final class Folder implements AutoCloseable {
    private final Path path;

    Folder() {
        try {
            path = Files.createTempDirectory("folder").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /** The path of something in it. */
    String path(String name) {
        return path.resolve(name).toString();
    }

    /** Makes a file, and the directories above it. */
    Folder file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Folder file(String name, byte[] bytes) {
        try {
            Files.createDirectories(path.resolve(name).getParent());
            Files.write(path.resolve(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an executable file; returns its path. */
    String program(String name, String text) {
        file(name, text);
        try {
            Files.setPosixFilePermissions(path.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path(name);
    }

    /** Makes a file of bytes that do not compress, always the same; returns them. */
    byte[] noise(String name, int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        file(name, bytes);
        return bytes;
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file; empty if there is none. */
    String text(String name) {
        return has(name) ? new String(bytes(name), StandardCharsets.ISO_8859_1) : "";
    }

    /** The process ids in a file, as soon as there are so many. */
    List<Integer> pids(String name, int count) {
        Await.until(count + " process ids", () -> text(name).lines().count() == count);
        return text(name).lines().map(Integer::valueOf).toList();
    }

    /** Runs a command to its end, which must be a good one; returns what it wrote. */
    String run(String... command) {
        Path output = path.resolve(".output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(path.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        settings(builder.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("no end of " + List.of(command) + ": " + text(".output"));
            }
            String text = text(".output");
            if (process.exitValue() != 0) {
                throw new AssertionError(List.of(command) + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Nothing of the user's own settings, no proxy, no question at the terminal. */
    private void settings(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        environment.put("HOME", path.toString());
        environment.put("USER", "ann");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "Ann");
            environment.put("GIT_" + who + "_EMAIL", "ann@example.com");
        }
    }

    @Override
    public void close() {
        CgiSite.delete(path.toFile());
    }
}
