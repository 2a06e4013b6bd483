package ucspi.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program to start, as data: its command line, its whole environment, and what else it inherits. Strings are Latin-1:
 * one character, one byte, which {@code launch.pl} passes on unchanged.
 */
final class Launch {
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> orders = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private final List<String> command = new ArrayList<>();

    private Launch(String program) {
        command.add(program);
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** A program under test with its arguments. */
    static Launch of(String program, String... arguments) {
        return new Launch(Programs.path(program)).with(arguments);
    }

    /** More arguments. */
    Launch with(String... arguments) {
        command.addAll(List.of(arguments));
        return this;
    }

    /** A variable of its environment. */
    Launch environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The whole environment that it will have, but for what the harness needs itself. */
    Map<String, String> environment() {
        return environment;
    }

    Launch umask(String octal) {
        return order("umask", octal);
    }

    Launch directory(Path directory) {
        return order("directory", directory.toString());
    }

    /** A signal that is ignored when the program begins, as under nohup(1). */
    Launch ignore(String signal) {
        return order("ignore", signal);
    }

    /** A signal that is blocked when the program begins. */
    Launch block(int signal) {
        return order("block", Integer.toString(signal));
    }

    /** A descriptor above 2 that the program inherits. */
    Launch inherit(int descriptor) {
        return order("inherit", Integer.toString(descriptor));
    }

    /** A variable whose value is the program's own process id. */
    Launch ownPid(String name) {
        return order("own-pid", name);
    }

    /**
     * A socket that the program inherits.
     *
     * @param kind tcp, unix (both listen), udp, or unbound
     * @param where an IPv4 address, whose port is any free one, or a path
     */
    Launch socket(int descriptor, String kind, String where) {
        return order("socket", descriptor + " " + kind + " " + where);
    }

    /** A descriptor that is another's duplicate. */
    Launch duplicate(int from, int to) {
        return order("duplicate", from + " " + to);
    }

    /** A program that runs this one in its own place, such as prlimit(1) or setpriv(1). */
    Launch through(String... words) {
        before.addAll(List.of(words));
        return this;
    }

    private Launch order(String name, String value) {
        orders.add(name);
        orders.add(value);
        return this;
    }

    /** Starts it. */
    Running start() {
        try {
            Path file = Files.createTempFile("launch", null);
            Files.write(file, words());
            Process process = new ProcessBuilder("perl", Programs.script("launch.pl"), file.toString()).start();
            return new Running(process, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] words() {
        List<String> words = new ArrayList<>(orders);
        environment.forEach((name, value) -> words.addAll(List.of("env", name + "=" + value)));
        words.add("run");
        words.addAll(before);
        words.addAll(command);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : words) {
            bytes.writeBytes(word.getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }
}
