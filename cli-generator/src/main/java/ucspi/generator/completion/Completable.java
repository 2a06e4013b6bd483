package ucspi.generator.completion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import ucspi.cli.OptionSpec.Value;
import ucspi.cli.jvm.Model;

/**
 * What the shells are told of a program.
 *
 * @param name the program's
 * @param operands in their order; of the last one there may be several
 */
record Completable(String name, List<Option> options, List<Operand> operands) {
    /**
     * One name of an option; an option with two names is here twice.
     *
     * @param label what stands for the value in texts
     * @param text one line about it
     */
    record Option(String name, Value value, String label, Kind kind, String text) {
        boolean isLong() {
            return name.startsWith("--");
        }
    }

    /**
     * @param several whether there may be any number of it
     */
    record Operand(String label, Kind kind, boolean several) {}

    /** What is completable by a program's model. */
    static Completable of(CommandSpec model) {
        List<Option> options = new ArrayList<>();
        for (OptionSpec option : model.options()) {
            String text = String.join(" ", option.description()).replace("%%", "%");
            int end = text.indexOf(". ");
            String first = end < 0 ? text : text.substring(0, end + 1);
            for (String name : option.names()) {
                Kind kind = Kind.of(option.paramLabel());
                options.add(new Option(name, Model.value(option), option.paramLabel(), kind, first));
            }
        }
        options.sort(Comparator.comparing(Option::name));
        List<Operand> operands = new ArrayList<>();
        for (PositionalParamSpec operand : model.positionalParameters()) {
            // The label "path" is that of a file where it is an operand; paths of URLs are values of options.
            Kind kind = operand.paramLabel().equals("path") ? Kind.FILE : Kind.of(operand.paramLabel());
            operands.add(new Operand(operand.paramLabel(), kind, operand.isMultiValue()));
        }
        return new Completable(model.name(), options, operands);
    }

    /** The name as part of a shell function's name. */
    String identifier() {
        return name.replace('-', '_');
    }

    /** The letters of options that take a value, as one word. */
    String lettersWithValue() {
        StringBuilder letters = new StringBuilder();
        for (Option option : options) {
            letters.append(
                    !option.isLong() && option.value() == Value.REQUIRED
                            ? option.name().substring(1)
                            : "");
        }
        return letters.toString();
    }

    /** The long names of options that take a value as a word of its own, with blanks between them. */
    String longNamesWithValue() {
        List<String> names = new ArrayList<>();
        for (Option option : options) {
            if (option.isLong() && option.value() == Value.REQUIRED) {
                names.add(option.name());
            }
        }
        return String.join(" ", names);
    }
}
