package ucspi.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.jvm.JvmKernel;

/** RuleFiles of rules for tests, made by the code under test and read through the real kernel. */
final class RuleFiles {
    static final Kernel KERNEL = new JvmKernel("test", 0);

    private RuleFiles() {}

    /** Latin-1 bytes. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The file that is made of a text. */
    static byte[] compile(Path directory, String text) throws IOException {
        Path file = directory.resolve("compiled");
        try (Output output = new Output(file)) {
            CdbWriter writer = output.writer();
            RulesText rules = new RulesText(writer::add);
            rules.feed(bytes(text), 0, text.length());
            rules.end();
            writer.finish();
        }
        return Files.readAllBytes(file);
    }

    /** A file of the text at a name, put there in one step. */
    static void install(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(temporary, content);
        int answer = KERNEL.rename(Bytes.path(temporary.toString()), Bytes.path(file.toString()));
        if (answer < 0) {
            throw new IOException("rename: " + answer);
        }
    }

    /** What is found of a client in a file: its key and entries, "-" for nothing, or the errno. */
    static String find(Path file, String ip, String host, String info) {
        RulesFile rules = new RulesFile(KERNEL, bytes(file.toString()), false);
        String found = find(rules, ip, host, info);
        rules.close();
        return found;
    }

    /** The same in a file that is used again. */
    static String find(RulesFile rules, String ip, String host, String info) {
        Client client = new Client();
        client.address(ip);
        client.names(host == null ? null : bytes(host), info == null ? null : bytes(info));
        int found = rules.find(client);
        return found <= 0 ? found == 0 ? "-" : Integer.toString(found) : describe(rules.rules());
    }

    private static String describe(Rules rules) {
        List<String> entries = new ArrayList<>();
        Rule rule = rules.rule();
        for (boolean more = rule.first(); more; more = rule.next()) {
            int length = rule.textEnd() - rule.textStart();
            entries.add((char) rule.kind() + Bytes.string(rule.bytes(), rule.textStart(), length));
        }
        return Bytes.string(rules.key()) + " " + String.join(" ", entries);
    }

    /** A file that is being written. */
    static final class Output implements AutoCloseable {
        private final int fd;
        private final String name;

        Output(Path file) {
            name = file.toString();
            int flags = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_TRUNC | Linux.O_CLOEXEC;
            fd = KERNEL.open(Bytes.path(name), flags, 0600);
        }

        CdbWriter writer() {
            return new CdbWriter(KERNEL, fd, name);
        }

        @Override
        public void close() {
            KERNEL.close(fd);
        }
    }
}
