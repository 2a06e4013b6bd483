package ucspi.generator;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import ucspi.cli.OptionSpec.Value;
import ucspi.cli.jvm.Model;

/**
 * Writes the source of an {@link ucspi.cli.OptionTable}: the options as data, a switch that calls the setters, the
 * texts as picocli lays them out. The class is in the package of the options class, so that setters need not be public.
 */
final class TableSource {
    private final Class<?> options;
    private final CommandSpec spec;
    private final StringBuilder out = new StringBuilder();

    TableSource(Class<?> options, CommandSpec spec) {
        this.options = options;
        this.spec = spec;
    }

    /** The full name of the table's class. */
    String name() {
        return options.getName() + "Table";
    }

    /** The source. */
    String text() {
        // The order of reflection is not that of the source and not always the same; the build's result shall be.
        List<OptionSpec> all = new ArrayList<>(spec.options());
        all.sort(Comparator.comparing(OptionSpec::longestName));
        out.setLength(0);
        head();
        specs(all);
        set(all);
        operands();
        returning("String usage()", Literal.of(Model.usage(spec)));
        returning("String help()", Literal.of(Model.help(spec)));
        line(0, "}");
        return out.toString();
    }

    private void head() {
        String table = options.getSimpleName() + "Table";
        line(0, "package " + options.getPackageName() + ";");
        line(0, "");
        line(0, "import java.util.Arrays;");
        line(0, "import java.util.List;");
        line(0, "import ucspi.cli.OptionSpec;");
        line(0, "import ucspi.cli.OptionSpec.Value;");
        line(0, "import ucspi.cli.OptionTable;");
        line(0, "");
        line(0, "/** The options of {@link " + options.getSimpleName() + "}; generated from it, do not edit. */");
        line(0, "public final class " + table + " implements OptionTable<" + options.getSimpleName() + "> {");
    }

    private void specs(List<OptionSpec> all) {
        List<String> entries = new ArrayList<>();
        for (OptionSpec option : all) {
            for (String name : option.names()) {
                entries.add("new OptionSpec(" + Literal.of(name) + ", " + index(all, option) + ", " + "Value."
                        + Model.value(option) + ")");
            }
        }
        line(1, "private static final List<OptionSpec> SPECS = Arrays.asList(");
        line(3, String.join(",\n            ", entries) + ");");
        returning("List<OptionSpec> specs()", "SPECS");
    }

    private static String index(List<OptionSpec> all, OptionSpec option) {
        if (option.usageHelp()) {
            return "HELP";
        }
        return option.versionHelp() ? "VERSION" : String.valueOf(all.indexOf(option));
    }

    private void set(List<OptionSpec> all) {
        override("void set(" + options.getSimpleName() + " options, int index, String value)");
        line(2, "switch (index) {");
        for (OptionSpec option : all) {
            if (!option.usageHelp() && !option.versionHelp()) {
                String value = Model.value(option) == Value.NONE ? "true" : "value";
                line(3, "case " + index(all, option) + " -> options." + setter(option) + "(" + value + ");");
            }
        }
        line(3, "default -> throw new IllegalArgumentException(\"no option \" + index);");
        line(2, "}");
        line(1, "}");
    }

    private void operands() {
        int least = 0;
        int most = 0;
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            boolean unbounded = operand.index().isVariable() || most == Integer.MAX_VALUE;
            least += operand.arity().min();
            most = unbounded ? Integer.MAX_VALUE : most + 1;
        }
        returning("int leastOperands()", String.valueOf(least));
        returning("int mostOperands()", most == Integer.MAX_VALUE ? "Integer.MAX_VALUE" : String.valueOf(most));
        override("void operands(" + options.getSimpleName() + " options, List<String> operands)");
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            int index = operand.index().min();
            String value = operand.isMultiValue()
                    ? "operands.subList(" + index + ", operands.size())"
                    : "operands.get(" + index + ")";
            line(2, "if (operands.size() > " + index + ") {");
            line(3, "options." + setter(operand) + "(" + value + ");");
            line(2, "}");
        }
        line(1, "}");
    }

    /** The method that carries the annotation; it must be one that both parsers can call alike. */
    private String setter(ArgSpec argument) {
        Class<?> type = argument.type();
        boolean known = argument.isOption()
                ? type == String.class || type == boolean.class
                : type == String.class || type == List.class;
        if (!(argument.userObject() instanceof Method method) || !known) {
            throw new IllegalArgumentException(options.getName() + ": " + argument.paramLabel() + " " + argument
                    + " must be a method that takes a boolean, a String or, for operands, a list");
        }
        if (argument instanceof OptionSpec option && Model.value(option) == Value.OPTIONAL) {
            requireLongNames(option);
        }
        return holder(method.getDeclaringClass()) + method.getName();
    }

    /** A letter's value is what follows it, so there an absent one could not be told from a present one. */
    private void requireLongNames(OptionSpec option) {
        for (String name : option.names()) {
            if (!name.startsWith("--")) {
                throw new IllegalArgumentException(options.getName() + ": " + name + " cannot have an optional value");
            }
        }
    }

    /** The field of the options object that a shared group of options is in, with a dot; none for its own options. */
    private String holder(Class<?> declaring) {
        if (declaring == options) {
            return "";
        }
        for (Field field : options.getDeclaredFields()) {
            if (field.getType() == declaring && field.isAnnotationPresent(Mixin.class)) {
                return field.getName() + ".";
            }
        }
        throw new IllegalArgumentException(options.getName() + " has no @Mixin of " + declaring.getName());
    }

    private void returning(String method, String value) {
        override(method);
        line(2, "return " + value + ";");
        line(1, "}");
    }

    private void override(String method) {
        line(0, "");
        line(1, "@Override");
        line(1, "public " + method + " {");
    }

    private void line(int depth, String text) {
        out.append("    ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
    }
}
