package ucspi.generator.completion;

import ucspi.cli.OptionSpec.Value;
import ucspi.generator.completion.Completable.Operand;
import ucspi.generator.completion.Completable.Option;

/** The completion of a program for fish. */
final class Fish {
    /** Tells the words from the first operand on; none as long as there may be options. */
    private static final String SCRIPT = """
            # Completion of @NAME@ for fish; generated from its declared options.

            function __@ID@_operands
                set -l words (commandline -opc)
                set -l i 2
                while test $i -le (count $words)
                    set -l word $words[$i]
                    set i (math $i + 1)
                    switch $word
                        case --
                            test $i -le (count $words); and printf '%s\\n' $words[$i..-1]
                            return
                        case '--*'
                            contains -- $word @LONG@; and set i (math $i + 1)
                        case '-?*'
                            # A letter with a value takes the rest of its word, or else the next one.
                            if string match -qr -- '^-[^@LETTERS@-]*[@LETTERS@]$' $word
                                set i (math $i + 1)
                            end
                        case '*'
                            printf '%s\\n' $words[(math $i - 1)..-1]
                            return
                    end
                end
            end

            function __@ID@_at
                test (count (__@ID@_operands)) -eq $argv[1]
            end

            function __@ID@_behind
                test (count (__@ID@_operands)) -gt $argv[1]
            end

            complete -c @NAME@ -f
            """;

    private Fish() {}

    static String script(Completable program) {
        String letters = program.lettersWithValue();
        StringBuilder out = new StringBuilder(SCRIPT.replace("@NAME@", program.name())
                .replace("@ID@", program.identifier())
                .replace("@LONG@", program.longNamesWithValue().isEmpty() ? "''" : program.longNamesWithValue())
                // No word has a line's end in it: a class of characters must not be empty.
                .replace("@LETTERS@", letters.isEmpty() ? "\\n" : letters));
        for (Option option : program.options()) {
            out.append("complete -c ").append(program.name()).append(" -n '__").append(program.identifier());
            out.append("_at 0' ").append(option.isLong() ? "-l " : "-s ");
            out.append(option.name().replaceFirst("^-+", ""));
            out.append(option.value() == Value.REQUIRED ? " -x" : "").append(values(option));
            out.append(" -d '").append(quoted(option.text())).append("'\n");
        }
        int number = 0;
        for (Operand operand : program.operands()) {
            operand(out, program, operand, number++);
        }
        return out.toString();
    }

    private static String values(Option option) {
        String candidates = option.value() == Value.NONE ? "" : candidates(option.kind());
        return candidates.isEmpty() ? "" : " -a '" + candidates + "'";
    }

    private static void operand(StringBuilder out, Completable program, Operand operand, int number) {
        String complete = "complete -c " + program.name() + " -n '__" + program.identifier();
        String candidates = candidates(operand.kind());
        if (!candidates.isEmpty()) {
            String place =
                    operand.several() && operand.kind() != Kind.COMMAND ? "_behind " + (number - 1) : "_at " + number;
            out.append(complete)
                    .append(place)
                    .append("' -a '")
                    .append(candidates)
                    .append("'\n");
        }
        if (operand.kind() == Kind.COMMAND) {
            // The rest of the line is completed as that program's own.
            out.append(complete)
                    .append("_behind ")
                    .append(number)
                    .append("' -a '(complete -C (string join -- \" \" (string escape -- (__");
            out.append(program.identifier())
                    .append("_operands)[")
                    .append(number + 1)
                    .append("..-1]) (commandline -ct)))'\n");
        }
    }

    private static String candidates(Kind kind) {
        return switch (kind) {
            case COMMAND -> "(__fish_complete_command)";
            case DIRECTORY -> "(__fish_complete_directories (commandline -ct))";
            case FILE -> "(__fish_complete_path (commandline -ct))";
            case HOST -> "(__fish_print_hostnames)";
            case PORT, OTHER -> "";
        };
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
