package ucspi.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A listener that runs cgi-adapter with a program of the test's own, in a directory of its own. */
final class CgiSite implements Web {
    private final Path directory;
    private final Server server;

    private final int idleSockets;

    private CgiSite(Path directory, Server server) {
        this.directory = directory;
        this.server = server;
        idleSockets = Proc.sockets(server.running().pid());
    }

    /**
     * A site of a shell script.
     *
     * @param options those of cgi-adapter, with spaces between; may be empty
     * @param script what follows {@code #!/bin/sh}
     */
    static CgiSite of(String options, String script) {
        return named("program.cgi", options, script);
    }

    /** A site of a shell script in a file of this name. */
    static CgiSite named(String name, String options, String script) {
        try {
            Path directory = Files.createTempDirectory("cgi").toRealPath();
            Path file = directory.resolve(name);
            Files.writeString(file, "#!/bin/sh\n" + script, StandardCharsets.ISO_8859_1);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return running(directory, options, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A site of any program. */
    static CgiSite running(Path directory, String options, String... program) {
        return new CgiSite(directory, Hosting.current().tcp(options, program));
    }

    /** The words that run cgi-adapter. */
    static String[] adapter(String options, String... program) {
        List<String> words = new ArrayList<>();
        words.add(Programs.path("cgi-adapter"));
        if (!options.isEmpty()) {
            words.addAll(List.of(options.split(" ")));
        }
        words.addAll(List.of(program));
        return words.toArray(new String[0]);
    }

    Path directory() {
        return directory;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public int listener() {
        return server.running().pid();
    }

    @Override
    public Lines log() {
        return server.log();
    }

    /** The text of a file that the program wrote into its directory; empty if it did not. */
    String file(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process ids in a file, as soon as there are so many. */
    List<Integer> pids(String file, int count) {
        Await.until(count + " process ids", () -> file(file).lines().count() == count);
        return file(file).lines().map(Integer::valueOf).toList();
    }

    /** Waits until none of these processes is left. */
    static void awaitGone(List<Integer> pids) {
        Await.until(
                "the end of " + pids,
                () -> pids.stream().allMatch(pid -> Proc.state(pid) == '-' || Proc.state(pid) == 'Z'));
    }

    /** Waits until no connection is left, and nothing that served one. */
    void awaitIdle() {
        int pid = server.running().pid();
        Await.until("the end of connections", () -> Proc.children(pid).isEmpty() && Proc.sockets(pid) == idleSockets);
    }

    /** The adapters that run. */
    List<Integer> adapters() {
        return Proc.children(server.running().pid());
    }

    @Override
    public void close() {
        server.close();
        delete(directory.toFile());
    }

    /** Removes a directory and all that is in it. */
    static void delete(File file) {
        File[] inside = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        for (File each : inside == null ? new File[0] : inside) {
            delete(each);
        }
        file.delete();
    }
}
