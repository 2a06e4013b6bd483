package ucspi.generator;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import ucspi.cli.OptionParser;
import ucspi.cli.OptionParser.Parsed;
import ucspi.cli.UsageError;

/**
 * What came of a command line.
 *
 * @param asked null if it was refused
 * @param complaint null if it was not
 * @param fields the options object's, if the program is to run
 */
record Outcome(Parsed asked, String complaint, Map<String, Object> fields) {
    static <O> Outcome of(OptionParser<O> parser, O options, List<String> arguments)
            throws ReflectiveOperationException {
        try {
            Parsed asked = parser.parse(options, arguments);
            return new Outcome(asked, null, asked == Parsed.RUN ? fields(options) : Map.of());
        } catch (UsageError e) {
            return new Outcome(null, e.getMessage(), Map.of());
        }
    }

    private static Map<String, Object> fields(Object options) throws ReflectiveOperationException {
        Map<String, Object> fields = new TreeMap<>();
        for (Field field : options.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                Object value = field.get(options);
                boolean shared = field.isAnnotationPresent(Mixin.class);
                fields.put(field.getName(), shared ? fields(value) : String.valueOf(value));
            }
        }
        return fields;
    }
}
