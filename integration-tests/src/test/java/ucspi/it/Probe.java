package ucspi.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a child said about itself, which {@code probe.pl} writes. Strings are Latin-1: one character, one byte. */
final class Probe {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Probe(String report) {
        for (String line : report.split("\n")) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new AssertionError("not a report: " + report);
            }
            values.put(line.substring(0, space), unhex(line.substring(space + 1)));
        }
    }

    /** The words that run the probe. */
    static String[] command(String... arguments) {
        List<String> words = new ArrayList<>(List.of("perl", Programs.script("probe.pl")));
        words.addAll(List.of(arguments));
        return words.toArray(new String[0]);
    }

    /** The report of the probe at the other end. */
    static Probe read(Client client) {
        try (client) {
            return new Probe(client.all());
        }
    }

    /** The variables of its environment in their order; one that is there twice fails. */
    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : strings("environ")) {
            int equals = entry.indexOf('=');
            String name = entry.substring(0, equals);
            if (variables.put(name, entry.substring(equals + 1)) != null) {
                throw new AssertionError("the environment has " + name + " twice");
            }
        }
        return variables;
    }

    /** A variable of its environment, or null. */
    String variable(String name) {
        return environment().get(name);
    }

    /** Its arguments after the name of the script. */
    List<String> arguments() {
        List<String> all = strings("cmdline");
        return all.subList(2, all.size());
    }

    /** Its descriptors: number to what it is. */
    Map<Integer, String> descriptors() {
        Map<Integer, String> descriptors = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith("fd.")) {
                descriptors.put(Integer.valueOf(name.substring(3)), value.substring(value.indexOf(' ') + 1));
            }
        });
        return descriptors;
    }

    /** The flags of a descriptor as open(2) has them. */
    int flags(int descriptor) {
        String value = value("fd." + descriptor);
        return Integer.parseInt(value.substring(0, value.indexOf(' ')), 8);
    }

    /** The set of signals that a line of its status names. */
    long signals(String name) {
        return Proc.signals(value("status"), name);
    }

    /** A line of its status. */
    String status(String name) {
        return Proc.field(value("status"), name);
    }

    /** A field of its stat file, see {@link Proc#stat}. */
    String stat(int number) {
        return Proc.stat(value("stat"), number);
    }

    /** Its process id, the first field of /proc/pid/stat. */
    String pid() {
        String stat = value("stat");
        return stat.substring(0, stat.indexOf(' '));
    }

    /** What it reported under a name. */
    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new AssertionError("the probe said nothing about " + name + ": " + values.keySet());
        }
        return value;
    }

    private List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        String text = value(name);
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\0', start);
            strings.add(text.substring(start, end));
            start = end + 1;
        }
        return strings;
    }

    private static String unhex(String digits) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < digits.length(); i += 2) {
            bytes.write(Integer.parseInt(digits, i, i + 2, 16));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
