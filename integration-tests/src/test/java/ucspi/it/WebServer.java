package ucspi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A web server, and behind it a listener that runs cgi-adapter at a Unix socket; all in a directory of its own. */
final class WebServer implements Web {
    private final Path directory;
    private final int port;
    private final Server adapter;
    private final Running running;

    private WebServer(
            Path directory,
            String config,
            List<String> command,
            String protocol,
            String options,
            List<String> program) {
        this.directory = directory;
        this.port = FreePort.find();
        String socket = directory.resolve("socket").toString();
        String all = ("--protocol " + protocol + " " + options).trim();
        write(directory.resolve("page"), "a page\n");
        write(
                directory.resolve("config"),
                config.replace("DIR", directory.toString()).replace("PORT", "" + port));
        this.adapter = Hosting.current().unix(socket, all, program.toArray(new String[0]));
        this.running = start(command);
    }

    /** nginx; the location {@code /app} is the program, {@code /internal} are files for X-Accel-Redirect. */
    static WebServer nginx(String protocol, String options, String script) {
        Path directory = newDirectory();
        return nginx(protocol, directory, named(options), List.of(script(directory, script)));
    }

    /**
     * nginx; the location {@code /app} is the program, which is told so by an option.
     *
     * @param directory where all its files go; removed at the end
     */
    static WebServer nginx(String protocol, Path directory, String options, List<String> program) {
        String pass = protocol.equals("scgi")
                ? "include /etc/nginx/scgi_params; scgi_pass unix:DIR/socket;"
                : "include /etc/nginx/fastcgi_params; fastcgi_pass back; fastcgi_keep_conn on;";
        StringBuilder temporary = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "scgi", "uwsgi")) {
            temporary.append(kind).append("_temp_path DIR/").append(kind).append(";\n");
        }
        String config = "user root; worker_processes 1; daemon off; pid DIR/pid; error_log DIR/error.log info;\n"
                + "events { worker_connections 64; }\n"
                + "http { access_log off; client_max_body_size 100m;\n"
                + temporary
                + "upstream back { server unix:DIR/socket; keepalive 2; }\n"
                + "server { listen 127.0.0.1:PORT; root DIR;\n"
                + "location /app { " + pass + " }\n"
                + "location /internal/ { internal; alias DIR/; }\n"
                + "} }\n";
        List<String> command = List.of(find("nginx"), "-e", directory + "/error.log", "-c", directory + "/config");
        return new WebServer(directory, config, command, protocol, options, program);
    }

    /** lighttpd; {@code /app} is the program. */
    static WebServer lighttpd(String protocol, String options, String script) {
        Path directory = newDirectory();
        String config = "server.document-root = \"DIR\"\n"
                + "server.bind = \"127.0.0.1\"\nserver.port = PORT\nserver.errorlog = \"DIR/error.log\"\n"
                + "server.modules = (\"mod_" + protocol + "\")\n"
                + "server.stream-response-body = 1\n"
                + protocol
                + ".server = (\"/app\" => ((\"socket\" => \"DIR/socket\", \"check-local\" => \"disable\")))\n";
        List<String> command = List.of(find("lighttpd"), "-D", "-f", directory + "/config");
        return new WebServer(directory, config, command, protocol, named(options), List.of(script(directory, script)));
    }

    private static String named(String options) {
        return (options + " --script-name " + Way.AT).trim();
    }

    private static String script(Path directory, String text) {
        write(directory.resolve("program.cgi"), "#!/bin/sh\n" + text);
        return directory.resolve("program.cgi").toString();
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("front").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String find(String name) {
        for (String directory : List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin")) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return Path.of(directory, name).toString();
            }
        }
        throw new AssertionError("no " + name + ": scripts/setup says what the tests need");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Running start(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).start();
            Running begun = new Running(process, directory.resolve("launch"));
            Await.until("a web server: " + begun.stderr(), () -> !process.isAlive() || answers());
            if (!process.isAlive()) {
                throw new AssertionError(
                        "the web server ended: " + begun.stderr().awaitEnd() + file("error.log"));
            }
            return begun;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Lines log() {
        return adapter.log();
    }

    @Override
    public int listener() {
        return adapter.running().pid();
    }

    String file(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty file that a program waits for. */
    void touch(String name) {
        write(directory.resolve(name), "");
    }

    /** The process ids in a file, as soon as there are so many. */
    List<Integer> pids(String file, int count) {
        Await.until(count + " process ids", () -> file(file).lines().count() == count);
        return file(file).lines().map(Integer::valueOf).toList();
    }

    @Override
    public void close() {
        running.signal("TERM");
        running.close();
        adapter.close();
        CgiSite.delete(directory.toFile());
    }
}
