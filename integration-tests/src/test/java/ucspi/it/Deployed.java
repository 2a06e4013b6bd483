package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A deployed directory, the repository that is pushed to, and a clone that a developer works in. */
final class Deployed {
    /**
     * What a command did.
     *
     * @param exit its exit code
     * @param text what it wrote, standard error included
     */
    record Outcome(int exit, String text) {
        Outcome good() {
            assertEquals(0, exit, text);
            return this;
        }

        Outcome bad() {
            assertEquals(1, exit, text);
            return this;
        }

        /** Checks that it was said. */
        Outcome says(String part) {
            if (!text.contains(part)) {
                throw new AssertionError("not said: '" + part + "' in: " + text);
            }
            return this;
        }
    }

    /** A program that answers a request with what it finds in its tree. */
    static final String APP = "#!/bin/sh\necho Content-Type: text/plain; echo; echo \"$DEPLOY_REVISION $(cat text)\"\n";

    private final Path directory;
    private final Path hub;
    private final Path work;

    private Deployed(Path directory, Path hub, Path work) {
        this.directory = directory;
        this.hub = hub;
        this.work = work;
    }

    /** A directory with releases, whose own repository is pushed to; nothing is deployed yet. */
    static Deployed releases(Path temporary, String name) {
        Path base = real(temporary);
        Path directory = base.resolve(name);
        Path work = newWork(base);
        deploy("init", "--releases", directory.toString()).good();
        return new Deployed(directory, directory.resolve("repository.git"), work);
    }

    /** A checkout of the first commit, and a bare repository that is pushed to. */
    static Deployed inPlace(Path temporary, String name) {
        Path base = real(temporary);
        Path hub = base.resolve("hub.git");
        Path directory = base.resolve(name);
        Path work = newWork(base);
        run(base, "git", "clone", "-q", "--bare", work.toString(), hub.toString())
                .good();
        run(base, "git", "clone", "-q", hub.toString(), directory.toString()).good();
        deploy("init", "--in-place", "--from", hub.toString(), "--hook", hub.toString(), directory.toString())
                .good();
        return new Deployed(directory, hub, work);
    }

    private static Path real(Path temporary) {
        try {
            return temporary.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newWork(Path base) {
        Path work = base.resolve("work");
        run(base, "git", "init", "-q", "-b", "main", work.toString()).good();
        write(work.resolve("app"), APP);
        write(work.resolve("text"), "first");
        run(work, "git", "add", ".").good();
        run(work, "git", "commit", "-q", "-m", "first").good();
        return work;
    }

    /** Writes a file, which is executable if it begins so. */
    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
            if (text.startsWith("#!")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file. */
    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command of Git's or of ours, in an environment without anybody's settings. */
    static ProcessBuilder command(Path where, String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(where.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("DEPLOY_"));
        environment.putAll(Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@example.com",
                "GIT_COMMITTER_NAME", "a",
                "GIT_COMMITTER_EMAIL", "a@example.com",
                "LOGNAME", "alice",
                "JAVA_HOME", System.getProperty("java.home")));
        return builder.redirectErrorStream(true);
    }

    /** Runs a command to its end. */
    static Outcome run(Path where, String... words) {
        return finish(command(where, words));
    }

    /** Runs a command to its end. */
    static Outcome finish(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Outcome(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs deploy. */
    static Outcome deploy(String... words) {
        List<String> all = new ArrayList<>(List.of(Programs.path("deploy")));
        all.addAll(List.of(words));
        return run(Path.of("/"), all.toArray(new String[0]));
    }

    Path directory() {
        return directory;
    }

    Path hub() {
        return hub;
    }

    Path work() {
        return work;
    }

    String path() {
        return directory.toString();
    }

    /** Changes a file of the developer's, and commits it. */
    Deployed change(String file, String text) {
        write(work.resolve(file), text);
        git("add", "-f", ".").good();
        git("commit", "-q", "--allow-empty", "-m", file).good();
        return this;
    }

    /** The developer's Git. */
    Outcome git(String... words) {
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(words));
        return run(work, all.toArray(new String[0]));
    }

    /** Pushes what the developer has. */
    Outcome push() {
        return git("push", hub.toString(), "HEAD:refs/heads/main");
    }

    /** The developer's newest revision. */
    String head() {
        return git("rev-parse", "HEAD").good().text().trim();
    }

    /** Sets something in the configuration of the repository that is deployed. */
    Deployed set(String name, String value) {
        Path repository = directory.resolve(Files.isDirectory(directory.resolve(".git")) ? ".git" : "repository.git");
        run(directory, "git", "--git-dir=" + repository, "config", "--add", name, value)
                .good();
        return this;
    }

    /** The revision that is served. */
    String served() {
        String text = deploy("status", path()).good().text();
        int at = text.indexOf("served: ") + 8;
        return text.substring(at, text.indexOf('\n', at));
    }

    /** The names of releases. */
    List<String> releases() {
        String[] names = directory.resolve("releases").toFile().list();
        Arrays.sort(names);
        return List.of(names);
    }

    /** The last line of the record. */
    String lastRecord() {
        String log = deploy("log", "-n", "1", path()).good().text();
        return log.trim();
    }

    /** A site that serves it, by an adapter with further options. */
    CgiSite site(String... options) {
        try {
            // the site removes its directory when it is closed
            Path own = Files.createTempDirectory("site");
            return CgiSite.running(own, ("--deploy " + path() + " " + String.join(" ", options)).trim(), "./app");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
