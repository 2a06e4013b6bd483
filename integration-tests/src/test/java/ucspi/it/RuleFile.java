package ucspi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A file of access rules and the programs that make and read one: those under test, and djb's. */
final class RuleFile {
    private static final List<String> PEERS = List.of("/usr/bin", "/usr/local/bin", "/command");

    private final Path file;
    private final Path text;

    RuleFile(Path directory) {
        file = directory.resolve("rules.cdb");
        text = directory.resolve("rules.txt");
    }

    /** How a program ended and what it wrote. */
    record Ended(int status, String out, String err) {}

    @Override
    public String toString() {
        return file.toString();
    }

    /** The program of this name of djb's; that it is missing is a failure, not a reason to skip. */
    static String peer(String name) {
        for (String directory : PEERS) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        throw new AssertionError("no " + name + " of ucspi-tcp in " + PEERS + ": scripts/setup --tests");
    }

    /** Makes it of a text with tcprules. */
    RuleFile compile(String rules) {
        expectSuccess(compile(Programs.path("tcprules"), rules));
        return this;
    }

    /** Makes it of a text with djb's tcprules. */
    RuleFile compileByPeer(String rules) {
        expectSuccess(compile(peer("tcprules"), rules));
        return this;
    }

    private static void expectSuccess(Ended ended) {
        if (!ended.equals(new Ended(0, "", ""))) {
            throw new AssertionError(ended.toString());
        }
    }

    /** Makes it of a text with a program. */
    Ended compile(String program, String rules) {
        try {
            Files.write(text, rules.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run(Map.of(), text, program, file.toString(), file + ".tmp");
    }

    /** What tcprulescheck, a program, says of a client: TCPREMOTEIP, TCPREMOTEHOST, TCPREMOTEINFO, the rest unset. */
    Ended check(String program, String... client) {
        String[] names = {"TCPREMOTEIP", "TCPREMOTEHOST", "TCPREMOTEINFO"};
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < client.length; i++) {
            if (client[i] != null) {
                variables.put(names[i], client[i]);
            }
        }
        return run(variables, Path.of("/dev/null"), program, file.toString());
    }

    /** What our tcprulescheck says of a client. */
    String ask(String... client) {
        Ended ended = check(Programs.path("tcprulescheck"), client);
        return ended.status() + ended.err() + "\n" + ended.out();
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts this in its place in one step. */
    void install(byte[] content) {
        try {
            Path temporary = Path.of(file + ".new");
            Files.write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end. */
    static Ended run(Map<String, String> variables, Path input, String... words) {
        try {
            Path out = Files.createTempFile("out", null);
            Path err = Files.createTempFile("err", null);
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words)))
                    .redirectInput(input.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("TCPREMOTE"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(variables);
            Process process = builder.start();
            if (!process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(words) + " does not end");
            }
            return new Ended(process.exitValue(), read(out), read(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static String read(Path file) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.delete(file);
        return content;
    }
}
