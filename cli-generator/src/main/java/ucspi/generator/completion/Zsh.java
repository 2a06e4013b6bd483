package ucspi.generator.completion;

import ucspi.generator.completion.Completable.Operand;
import ucspi.generator.completion.Completable.Option;

/** The completion of a program for zsh, by its function {@code _arguments}. */
final class Zsh {
    private Zsh() {}

    static String script(Completable program) {
        StringBuilder out = new StringBuilder("#compdef " + program.name() + "\n");
        out.append("# Completion of ")
                .append(program.name())
                .append(" for zsh; generated from its declared options.\n\n");
        // -s: letters in one word; -S: -- ends options; -A: so does the first operand.
        out.append("_arguments -s -S -A '-*' \\\n");
        for (Option option : program.options()) {
            out.append("  '").append(option(option)).append("' \\\n");
        }
        int number = 0;
        for (Operand operand : program.operands()) {
            number++;
            String label = quoted(operand.label());
            if (operand.kind() == Kind.COMMAND) {
                // The rest of the line is a command line of its own.
                out.append("  '*:::").append(label).append(": _normal' \\\n");
                break;
            }
            String place = operand.several() ? "*" : String.valueOf(number);
            // A mere message would keep options from being completed in the operand's place.
            boolean other = operand.kind() == Kind.OTHER;
            String action = other ? "_guard \"^-*\" " + label : action(operand.kind());
            out.append("  '").append(place).append(':').append(label).append(':');
            out.append(action).append("' \\\n");
        }
        return out.append("  && return 0\n").toString();
    }

    private static String option(Option option) {
        String text = "[" + quoted(option.text()) + "]";
        String value = ":" + quoted(option.label()) + ":" + action(option.kind());
        return switch (option.value()) {
            case NONE -> option.name() + text;
            case OPTIONAL -> option.name() + "=-" + text + ":" + value;
            case REQUIRED -> option.name() + (option.isLong() ? "=" : "+") + text + value;
        };
    }

    private static String action(Kind kind) {
        return switch (kind) {
            case COMMAND -> "_command_names -e";
            case DIRECTORY -> "_directories";
            case FILE -> "_files";
            case HOST -> "_hosts";
            case PORT -> "_ports";
            case OTHER -> " ";
        };
    }

    /** What is within single quotes and in a specification of _arguments. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace(":", "\\:")
                .replace("'", "'\\''");
    }
}
