package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.it.RuleFile.Ended;

/** The units and run scripts as service managers use them: the real ones, and systemd's part played where it is not. */
class ServiceIT {
    private static final Path UNITS = Shell.PROJECT.resolve("scripts/systemd");

    @TempDir
    Path directory;

    private Path site;

    @BeforeEach
    void makeSite() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        site = Files.createDirectory(directory.resolve("site"));
        Files.writeString(site.resolve("index.html"), "a page\n");
    }

    /** The settings of a unit's section [Service] or [Socket]; of one that is there more often, the last. */
    private static Map<String, String> settings(String unit) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(UNITS.resolve(unit))) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                settings.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return settings;
    }

    /** What systemd makes of ExecStart: $NAME is several words, ${NAME} one; a dash in front is no part of the path. */
    private static List<String> command(String unit, Map<String, String> given) throws IOException {
        Map<String, String> settings = settings(unit);
        Map<String, String> variables = new HashMap<>();
        for (String assignment : settings.getOrDefault("Environment", "")
                .replace("\" \"", "\"\"")
                .split("\"| (?=[A-Z]+=)")) {
            int equals = assignment.indexOf('=');
            if (equals > 0) {
                variables.put(
                        assignment.substring(0, equals),
                        assignment.substring(equals + 1).strip());
            }
        }
        variables.putAll(given);
        List<String> words = new ArrayList<>();
        for (String word : settings.get("ExecStart").replaceFirst("^-", "").split(" ")) {
            if (word.startsWith("${")) {
                words.add(variables.get(word.substring(2, word.length() - 1)));
            } else if (word.startsWith("$")) {
                words.addAll(List.of(variables.get(word.substring(1)).split(" ")));
            } else {
                words.add(word.startsWith("/usr/bin/") ? Programs.path(word.substring("/usr/bin/".length())) : word);
            }
        }
        return words;
    }

    private Running activate(int port, List<String> options, List<String> command) {
        List<String> words = new ArrayList<>(List.of("systemd-socket-activate", "-l", "127.0.0.1:" + port));
        words.addAll(options);
        words.addAll(List.of("-E", "JAVA_HOME", "-E", "PATH"));
        words.addAll(command);
        Running running = Shell.start(Map.of(), directory, words);
        running.stderr().await("Listening on ");
        return running;
    }

    @ParameterizedTest
    @CsvSource({"cgi-site@.service", "tcpserver@.service"})
    void aServiceTakesOverTheSocketAndBeginsAnewWithIt(String unit) throws IOException {
        int port = FreePort.find();
        String url = "http://127.0.0.1:" + port + "/";
        String program = Programs.path("cgi-adapter") + " --site " + site;
        List<String> command =
                command(unit, Map.of("OPTIONS", "-v -HRl0 --drain=60", "SITE", site.toString(), "PROGRAM", program));
        try (Running running = activate(port, List.of(), command)) {
            assertEquals("a page\n", Shell.get(url));
            int seen = running.stderr().count();
            // ExecReload of the unit.
            running.signal("HUP");
            running.stderr().await(seen, "tcpserver: restarted");
            assertEquals("a page\n", Shell.get(url));
            running.signal("TERM");
            assertEquals(0, running.awaitExit());
        }
    }

    @Test
    void eachConnectionCanBeAServiceOfItsOwn() throws IOException {
        int port = FreePort.find();
        List<String> command = command("cgi-connection@.service", Map.of("SITE", site.toString()));
        try (Running running = activate(port, List.of("--accept", "--inetd"), command)) {
            for (int i = 0; i < 3; i++) {
                assertEquals("a page\n", Shell.get("http://127.0.0.1:" + port + "/"));
            }
            assertTrue(
                    running.stderr().toString().contains("\"GET / HTTP/1.1\" 200"),
                    running.stderr().toString());
        }
    }

    private Path units() throws IOException {
        Path units = Files.createDirectory(directory.resolve("units"));
        try (var files = Files.newDirectoryStream(UNITS)) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace("@.", "@8080.");
                String text = Files.readString(file).replace("/usr/bin/", Shell.programs() + "/");
                Files.writeString(units.resolve(name), text);
                Files.writeString(units.resolve(file.getFileName()), text);
            }
        }
        return units;
    }

    @Test
    void systemdUnderstandsTheUnits() throws IOException {
        List<String> words = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
        try (var files = Files.newDirectoryStream(units())) {
            for (Path file : files) {
                if (!file.toString().contains("@.")) {
                    words.add(file.toString());
                }
            }
        }
        assertEquals(6, words.size() - 3, words.toString());
        Ended ended = Shell.run(Map.of(), words.toArray(String[]::new));
        assertEquals("", ended.out() + ended.err());
        assertEquals(0, ended.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcpserver@8080.service", "cgi-site@8080.service", "cgi-connection@8080.service"})
    void theServicesAreHardened(String unit) throws IOException {
        // Ten times the rating that doc/service.md quotes.
        Ended ended = Shell.run(
                Map.of(),
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=12",
                "--no-pager",
                units().resolve(unit).toString());
        assertEquals(0, ended.status(), ended.out());
    }

    @ParameterizedTest
    @CsvSource({
        "daemontools, svscan, svc -h, svc -d",
        "runit, runsvdir -P, sv hup, sv down",
        "s6, s6-svscan, s6-svc -h, s6-svc -d",
    })
    void theRunScriptsWorkUnderTheirSupervisors(String kind, String supervisor, String anew, String stop)
            throws IOException {
        Path services = directory.resolve("services");
        Path service = services.resolve("cgi-site");
        Files.createDirectory(services);
        Path source = Shell.PROJECT.resolve("scripts/supervise").resolve(kind).resolve("cgi-site");
        assertEquals(
                0,
                Shell.run(Map.of(), "cp", "-R", source.toString(), services.toString())
                        .status());
        // svscan starts the logger of a directory that is sticky.
        assertEquals(0, Shell.run(Map.of(), "chmod", "+t", service.toString()).status());
        int port = FreePort.find();
        String url = "http://127.0.0.1:" + port + "/";
        Map<String, String> variables =
                Map.of("HOST", "127.0.0.1", "PORT", "" + port, "SITE", site.toString(), "ACCOUNT", account());
        List<String> words = new ArrayList<>(List.of(supervisor.split(" ")));
        words.add(services.toString());
        try (Running running = Shell.start(variables, services, words)) {
            if (kind.equals("s6")) {
                // It believes the service to be ready when that says so.
                Await.until("s6 has seen the service", () -> Files.exists(service.resolve("supervise/control")));
                assertEquals(
                        0,
                        Shell.run(Map.of(), "s6-svwait", "-U", "-t", "30000", service.toString())
                                .status());
                assertEquals("a page\n", Shell.get(url));
            }
            Shell.awaitAnswer(url, "a page\n");
            control(anew, service);
            Path log = service.resolve("log/main/current");
            Await.until("the log says so", () -> read(log).contains("tcpserver: restarted"));
            assertEquals("a page\n", Shell.get(url));
            control(stop, service);
            Shell.awaitAnswer(url, "");
            assertTrue(running.stderr().soFar().stream().noneMatch(line -> line.contains("fatal")), kind);
        }
    }

    private static void control(String words, Path service) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.add(service.toString());
        Ended ended = Shell.run(Map.of(), all.toArray(String[]::new));
        assertEquals(0, ended.status(), ended.toString());
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whom the service becomes: only root can choose. */
    private static String account() {
        return Identity.isRoot() ? "nobody" : System.getProperty("user.name");
    }
}
