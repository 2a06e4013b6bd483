package ucspi.cli.jvm;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import ucspi.cli.OptionSpec.Value;

/**
 * Picocli's model of an options class: what its annotations say, and what is the same for all programs. The parser of
 * the JVM flavour and the generator of the native one's tables begin here.
 */
public final class Model {
    private Model() {}

    /** The model of an options object. */
    public static CommandSpec of(Object options) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(options);
        spec.addOption(OptionSpec.builder("--help")
                .usageHelp(true)
                .arity("0")
                .description("Print this text and exit.")
                .build());
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .arity("0")
                .description("Print the version and exit.")
                .build());
        return spec;
    }

    /** Whether an option has a value, which is then a String, or none, and is then a boolean. */
    public static Value value(ArgSpec option) {
        if (option.type() != String.class) {
            return Value.NONE;
        }
        return option.arity().min() == 0 ? Value.OPTIONAL : Value.REQUIRED;
    }

    /** The synopsis that the options class declares, in one line. */
    public static String usage(CommandSpec spec) {
        List<String> lines = new ArrayList<>();
        for (String line : spec.usageMessage().customSynopsis()) {
            lines.add(line.strip());
        }
        return String.join(" ", lines);
    }

    /** The help text as picocli lays it out, the same whatever the terminal. */
    public static String help(CommandSpec spec) {
        spec.parser().separator(" ");
        spec.usageMessage()
                .width(80)
                .descriptionHeading("%n")
                .parameterListHeading("%nOperands:%n")
                .optionListHeading("%nOptions:%n");
        return new CommandLine(spec).getUsageMessage(Ansi.OFF);
    }
}
