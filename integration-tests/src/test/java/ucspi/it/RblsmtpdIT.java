package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.it.RuleFile.Ended;

/** rblsmtpd: whom it refuses, and how; where no list is asked, beside djb's. */
class RblsmtpdIT {
    private static final String GREETING = "220 rblsmtpd.local\r\n";

    private final NameServer names = new NameServer().text("2.0.0.127.list.example", "You\u00e9 are listed");

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        names.close();
    }

    private Ended run(String program, Map<String, String> variables, String input, String... words) {
        try {
            Path file = directory.resolve("input");
            Files.write(file, input.getBytes(StandardCharsets.ISO_8859_1));
            List<String> all = new ArrayList<>(List.of(program));
            all.addAll(Arrays.asList(words));
            Map<String, String> environment = new HashMap<>(variables);
            environment.put("DNSCACHEIP", names.address());
            environment.putIfAbsent("TCPREMOTEIP", "127.0.0.2");
            Ended ended = RuleFile.run(environment, file, all.toArray(new String[0]));
            return new Ended(ended.status(), ended.out(), ended.err().replaceAll("pid \\d+", "pid x"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Ended run(String input, String... words) {
        return run(Programs.path("rblsmtpd"), Map.of(), input, words);
    }

    private static Ended refused(String message) {
        return new Ended(
                0,
                GREETING + "250 rblsmtpd.local\r\n" + message + "\r\n221 rblsmtpd.local\r\n",
                "rblsmtpd: 127.0.0.2 pid x: " + message + "\n");
    }

    @Test
    void whoIsOnAListIsRefused() {
        String talk = "HELO me\r\nrcpt to:<x>\r\nquit\r\n";
        assertEquals(refused("451 You? are listed"), run(talk, "-rlist.example", "echo", "wrong"));
        assertEquals(refused("553 You? are listed"), run(talk, "-br", "list.example", "echo", "wrong"));
        assertEquals(refused("451 You? are listed"), run(talk, "-b", "-B", "-r", "list.example", "echo", "wrong"));
    }

    @Test
    void whoIsOnNoListGetsTheProgram() {
        assertEquals(new Ended(0, "ok\n", ""), run("", "-r", "other.example", "echo", "ok"));
        assertEquals(
                new Ended(0, "ok\n", ""),
                run(
                        Programs.path("rblsmtpd"),
                        Map.of("TCPREMOTEIP", "127.0.0.3"),
                        "",
                        "-r",
                        "list.example",
                        "echo",
                        "ok"));
    }

    @Test
    void theOrderOfListsDecides() {
        names.address("2.0.0.127.good.example", 127, 0, 0, 2);
        assertEquals(
                "ok\n",
                run("", "-a", "good.example", "-r", "list.example", "echo", "ok")
                        .out());
        assertTrue(run("quit\n", "-r", "list.example", "-a", "good.example", "echo", "ok")
                .out()
                .startsWith("220 "));
        assertEquals(List.of("1 2.0.0.127.good.example", "16 2.0.0.127.list.example"), names.asked());
    }

    @Test
    void withoutAListTheOldDefaultIsAsked() {
        assertEquals("ok\n", run("", "echo", "ok").out());
        assertEquals(List.of("16 2.0.0.127.rbl.maps.vix.com"), names.asked());
    }

    @Test
    void aListThatCannotBeAskedRefusesForNowOrNotAtAll() {
        names.fault("2.0.0.127.broken.example", "failure");
        assertEquals("ok\n", run("", "-r", "broken.example", "echo", "ok").out());
        assertEquals(
                new Ended(
                        0,
                        "451 temporary RBL lookup error\r\n",
                        "rblsmtpd: 127.0.0.2 pid x: 451 temporary RBL lookup error\n"),
                run("", "-bct0", "-r", "broken.example", "echo", "wrong"));
        assertEquals(
                "451 You? are listed\r\n",
                run("", "-bt0", "-rbroken.example", "-rlist.example", "echo", "wrong")
                        .out());
        assertEquals(
                "ok\n",
                run("", "-a", "broken.example", "-r", "list.example", "echo", "ok")
                        .out());
    }

    @Test
    void aVariableDecidesAsWithDjbs() {
        for (String decision : List.of("", "Later", "-Never", "\u00e9".repeat(300))) {
            for (String input :
                    List.of("help\nquit\n", "EHLO x\r\nMAIL y\r\nRSET\r\nnoop\nDATA\nQuIt\r\n", "quit now\r\n", "x")) {
                Map<String, String> told = Map.of("RBLSMTPD", decision);
                assertEquals(
                        run(RuleFile.peer("rblsmtpd"), told, input, "-t9", "echo", "ok"),
                        run(Programs.path("rblsmtpd"), told, input, "-t9", "echo", "ok"),
                        decision + ": " + input);
            }
        }
        assertEquals(List.of(), names.asked());
    }

    @Test
    void withoutAProgramTheUsageLineIsDjbs() {
        assertEquals(
                run(RuleFile.peer("rblsmtpd"), Map.of("RBLSMTPD", ""), "", "-b"),
                run(Programs.path("rblsmtpd"), Map.of("RBLSMTPD", ""), "", "-b"));
    }

    @Test
    void theTimeEndsTheConversation() {
        String wait = "exec 3>&1; \"$0\" -t1 echo wrong <\"$1\"";
        Map<String, String> told = Map.of("RBLSMTPD", "Later", "TCPREMOTEIP", "127.0.0.2");
        String pipe = directory.resolve("pipe").toString();
        Ended ended = RuleFile.run(
                told,
                Path.of("/dev/null"),
                "sh",
                "-c",
                "mkfifo \"$1\" && exec 4<>\"$1\"; " + wait,
                Programs.path("rblsmtpd"),
                pipe);
        assertEquals(GREETING, ended.out());
        assertEquals(0, ended.status());
    }
}
