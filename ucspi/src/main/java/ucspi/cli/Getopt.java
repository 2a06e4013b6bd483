package ucspi.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a command line by a table, as getopt(3) does in its POSIX manner: options end at the first operand or at
 * {@code --}, letters may be bundled, a value is attached or the next argument. Long options are written
 * {@code --name=value} or {@code --name value}, and never abbreviated.
 *
 * @param <O> the options class
 */
public final class Getopt<O> implements OptionParser<O> {
    private final OptionTable<O> table;

    public Getopt(OptionTable<O> table) {
        this.table = table;
    }

    @Override
    public Parsed parse(O options, List<String> arguments) {
        return new Reading(options, arguments).parse();
    }

    @Override
    public String usage() {
        return table.usage();
    }

    @Override
    public String help() {
        return table.help();
    }

    /** One command line and how far it has been read. */
    private final class Reading {
        private final O options;
        private final List<String> arguments;
        private int next;
        private Parsed asked = Parsed.RUN;

        Reading(O options, List<String> arguments) {
            this.options = options;
            this.arguments = arguments;
        }

        Parsed parse() {
            while (next < arguments.size() && isOption(arguments.get(next))) {
                String word = arguments.get(next++);
                if (word.equals("--")) {
                    break;
                }
                if (word.charAt(1) == '-') {
                    longOption(word);
                } else {
                    letters(word);
                }
            }
            if (asked == Parsed.RUN) {
                operands(new ArrayList<>(arguments.subList(next, arguments.size())));
            }
            return asked;
        }

        private void longOption(String word) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String attached = equals < 0 ? null : word.substring(equals + 1);
            OptionSpec spec = find(name);
            if (spec.value() == OptionSpec.Value.NONE && attached != null) {
                throw takesNoValue(name);
            }
            if (spec.value() == OptionSpec.Value.NONE || attached != null) {
                set(spec, attached);
            } else {
                set(spec, spec.value() == OptionSpec.Value.REQUIRED ? nextArgument(name) : "");
            }
        }

        private void letters(String word) {
            int at = 1;
            while (at < word.length()) {
                String name = "-" + word.charAt(at++);
                OptionSpec spec = find(name);
                if (spec.value() == OptionSpec.Value.NONE) {
                    set(spec, null);
                } else {
                    set(spec, at < word.length() ? word.substring(at) : nextArgument(name));
                    at = word.length();
                }
            }
        }

        private String nextArgument(String name) {
            if (next == arguments.size()) {
                throw valueMissing(name);
            }
            return arguments.get(next++);
        }

        private void set(OptionSpec spec, String value) {
            if (spec.index() >= 0) {
                table.set(options, spec.index(), value);
            } else if (asked != Parsed.HELP) {
                asked = spec.index() == OptionTable.HELP ? Parsed.HELP : Parsed.VERSION;
            }
        }

        private void operands(List<String> operands) {
            if (operands.size() < table.leastOperands()) {
                throw operandMissing();
            }
            if (operands.size() > table.mostOperands()) {
                throw tooManyOperands();
            }
            table.operands(options, operands);
        }
    }

    private OptionSpec find(String name) {
        for (OptionSpec spec : table.specs()) {
            if (spec.name().equals(name)) {
                return spec;
            }
        }
        throw unknown(name);
    }

    /** Whether this word is no operand; {@code -} alone is one, the classic name of the standard input. */
    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-';
    }

    /** The complaint about an option that there is not; for a letter in the words of getopt(3) and djb's tools. */
    public static UsageError unknown(String name) {
        return new UsageError("illegal option" + shown(name));
    }

    /** The complaint about an option at the end of the command line that lacks its value. */
    public static UsageError valueMissing(String name) {
        return new UsageError("option requires an argument" + shown(name));
    }

    /** The complaint about {@code --name=value} where no value belongs. */
    public static UsageError takesNoValue(String name) {
        return new UsageError("option takes no argument" + shown(name));
    }

    /** Too few operands: as with djb's tools, the usage line says it all. */
    public static UsageError operandMissing() {
        return new UsageError("");
    }

    /** The complaint about more operands than are declared. */
    public static UsageError tooManyOperands() {
        return new UsageError("too many operands");
    }

    private static String shown(String name) {
        return name.length() > 2 ? " " + name : " -- " + name.substring(1);
    }
}
