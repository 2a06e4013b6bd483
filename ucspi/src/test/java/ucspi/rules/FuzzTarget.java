package ucspi.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;

/**
 * Access rules under arbitrary input: a text of rules is read or refused, the same however it is cut into pieces; of
 * any file whatever, a client gets an answer or an error. Jazzer calls it with inputs that it guides to ever more
 * branches (scripts/fuzz), {@link FuzzTest} with random ones.
 */
public final class FuzzTarget {
    private static final String TEXT = "127.0.0.2:deny\n10.0.0.0/8:allow,A=\"x\",B=/y/\n2001:db8::/32:deny\n::1:allow\n"
            + "1.2.3.4-9:deny\nme@1.2.3.4:allow\n=example.com:deny\n=.com:allow\n=:allow\n# none\n:deny\n";

    /** What Jazzer works on. */
    private static Kind chosen = Kind.TEXT;

    private FuzzTarget() {}

    /** What is fuzzed. */
    enum Kind {
        /** The text that tcprules reads. */
        TEXT,
        /** The file that tcpserver reads. */
        CDB
    }

    /** Jazzer's: chooses the kind. */
    public static void fuzzerInitialize(String[] arguments) {
        chosen = Kind.valueOf(arguments[0]);
    }

    /** Jazzer's: one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(chosen, input);
    }

    /** Writes the first inputs of a kind into a directory, for Jazzer to start from. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        List<byte[]> seeds = seeds(Kind.valueOf(arguments[0]), directory);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(directory.resolve("seed-" + i), seeds.get(i));
        }
    }

    /** Good inputs. */
    static List<byte[]> seeds(Kind kind, Path directory) throws IOException {
        if (kind == Kind.TEXT) {
            return List.of(Bytes.latin1(TEXT), Bytes.latin1("1.2.3.4:allow\n:deny"));
        }
        byte[] small = RuleFiles.compile(directory, ":deny\n");
        byte[] whole = RuleFiles.compile(directory, TEXT);
        Files.delete(directory.resolve("compiled"));
        return List.of(small, whole);
    }

    /** Checks that an input has one outcome. */
    static void check(Kind kind, byte[] input) {
        if (kind == Kind.TEXT) {
            String whole = text(input, Integer.MAX_VALUE);
            for (int step : new int[] {1, 7, 100}) {
                same(whole, text(input, step));
            }
        } else {
            same(answers(input, Integer.MAX_VALUE), answers(input, 0));
        }
    }

    private static void same(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError("one way: " + expected + "\nanother: " + found);
        }
    }

    private static String text(byte[] input, int step) {
        StringBuilder records = new StringBuilder();
        RulesText text = new RulesText((key, keyLength, data, dataLength) ->
                records.append(Bytes.string(key, 0, keyLength)).append('=').append(Bytes.string(data, 0, dataLength)));
        try {
            for (int at = 0; at < input.length; at += Math.min(step, input.length - at)) {
                text.feed(input, at, Math.min(step, input.length - at));
            }
            text.end();
        } catch (BadRule e) {
            records.append('!').append(e.getMessage());
        }
        return records.toString();
    }

    /** What some clients get of a file, kept in memory or not. */
    private static String answers(byte[] file, int mostKept) {
        int fd = RuleFiles.KERNEL.memfd(Bytes.path("rules"), 1);
        RuleFiles.KERNEL.write(fd, file, 0, file.length);
        Cdb cdb = new Cdb(RuleFiles.KERNEL, mostKept);
        StringBuilder answers = new StringBuilder();
        int opened = cdb.open(fd, file.length);
        answers.append(opened);
        for (String ip : List.of("127.0.0.2", "10.1.2.3", "2001:db8::5", "::1", "1.2.3.4", "0.0.0.0", "no address")) {
            if (opened == 0) {
                ask(cdb, ip, null, null, answers);
                ask(cdb, ip, "www.example.com", "me", answers);
            }
        }
        RuleFiles.KERNEL.close(fd);
        return answers.toString();
    }

    private static void ask(Cdb cdb, String ip, String host, String info, StringBuilder answers) {
        Rules rules = new Rules(cdb);
        Client client = new Client();
        client.address(ip);
        client.names(host == null ? null : RuleFiles.bytes(host), info == null ? null : RuleFiles.bytes(info));
        int found = rules.find(client);
        answers.append(' ').append(found);
        if (found > 0) {
            EnvironmentBlock environment = new EnvironmentBlock();
            environment.setFixed(new byte[][] {Bytes.ascii("A=B")});
            rules.rule().setVariables(environment);
            answers.append(rules.rule().denies()).append(environment.count());
        }
    }
}
