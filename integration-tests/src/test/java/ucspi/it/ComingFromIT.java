package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's table of what other super-servers' options are here: each of ours is tried. */
class ComingFromIT {
    @TempDir
    Path directory;

    /** The last column's options. */
    private static List<String> options() throws IOException {
        List<String> options = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(Path.of("../../README.md"))) {
            inTable = line.startsWith("| for | ucspi-tcp") || inTable && line.startsWith("|");
            String last = line.replaceAll(" \\|$", "");
            last = inTable ? last.substring(last.lastIndexOf("| ") + 1) : "";
            for (String code : last.split("`")) {
                if (code.startsWith("-") && !code.startsWith("---")) {
                    options.add(code);
                }
            }
        }
        return options;
    }

    @Test
    void everyOptionOfTheTableServes() throws IOException {
        RuleFile rules = new RuleFile(directory);
        rules.compile(":allow\n");
        assertEquals(directory.resolve("rules.cdb").toString(), rules.toString());
        Files.createDirectory(directory.resolve("env"));
        List<String> all = options();
        assertTrue(all.size() >= 20, all.toString());
        for (String options : all) {
            boolean needsRoot = options.contains("-u ") && Signals.uid() != 0;
            boolean needsManager = options.contains("systemd");
            if (!needsRoot && !needsManager) {
                serve(options);
            }
        }
    }

    private void serve(String options) {
        Launch launch = Launch.of("tcpserver", "-1HRl0").directory(directory).with(options.split(" "));
        if (!options.contains("--listen")) {
            launch.with("127.0.0.1", "0");
        }
        try (Server server = Server.tcp(launch.with("echo", "served"))) {
            String answer = server.connect().all();
            assertTrue(answer.endsWith("served\n"), () -> options + ": " + answer + server.log());
            assertEquals(0, server.terminate(), options);
        }
    }
}
