package ucspi.cli.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import ucspi.cli.Getopt;
import ucspi.cli.OptionParser;
import ucspi.cli.OptionSpec.Value;
import ucspi.cli.UsageError;

/**
 * Reads a command line with picocli, straight from the annotations of the options class.
 *
 * @param <O> the options class
 */
public final class PicocliParser<O> implements OptionParser<O> {
    private final Supplier<O> fresh;

    /**
     * @param fresh makes an options object
     */
    public PicocliParser(Supplier<O> fresh) {
        this.fresh = fresh;
    }

    @Override
    public Parsed parse(O options, List<String> arguments) {
        return new Reading(options, arguments).parse();
    }

    @Override
    public String usage() {
        return Model.usage(Model.of(fresh.get()));
    }

    @Override
    public String help() {
        return Model.help(Model.of(fresh.get()));
    }

    /**
     * One command line. Picocli hands over each option before it looks for the value, so that this can be kept to the
     * ways of getopt(3): a value may look like an option, and a letter's value may begin with an equals sign.
     */
    private static final class Reading implements IParameterPreprocessor {
        private static final String SEPARATOR = "=";

        private final CommandLine line;
        private final List<String> arguments;
        private boolean operandsBegan;
        private int behindValue;

        Reading(Object options, List<String> arguments) {
            CommandSpec spec = Model.of(options);
            for (ArgSpec argument : new ArrayList<>(spec.args())) {
                spec.remove(argument);
                spec.add(
                        argument instanceof OptionSpec option
                                ? OptionSpec.builder(option).preprocessor(this).build()
                                : PositionalParamSpec.builder((PositionalParamSpec) argument)
                                        .preprocessor(this)
                                        .build());
            }
            this.arguments = arguments;
            this.line = new CommandLine(spec)
                    .setSeparator(SEPARATOR)
                    .setStopAtPositional(true)
                    .setStopAtUnmatched(true)
                    .setOverwrittenOptionsAllowed(true)
                    .setExpandAtFiles(false);
        }

        Parsed parse() {
            try {
                ParseResult result = line.parseArgs(arguments.toArray(new String[0]));
                Parsed asked = asked(result);
                int unmatched = arguments.size() - result.unmatched().size();
                if (unmatched < arguments.size() && !operandsBegan && !isOperand(unmatched)) {
                    throw unknown(result.unmatched());
                }
                if (!result.unmatched().isEmpty() && asked == Parsed.RUN) {
                    throw Getopt.tooManyOperands();
                }
                return asked;
            } catch (ParameterException e) {
                throw complaint(e);
            }
        }

        private static Parsed asked(ParseResult result) {
            if (result.isUsageHelpRequested()) {
                return Parsed.HELP;
            }
            return result.isVersionHelpRequested() ? Parsed.VERSION : Parsed.RUN;
        }

        @Override
        public boolean preprocess(Stack<String> rest, CommandSpec spec, ArgSpec argument, Map<String, Object> info) {
            if (argument.isPositional()) {
                operand(arguments.size() - rest.size());
                return takeAll(rest, argument);
            }
            boolean equals = SEPARATOR.equals(info.get("separator"));
            String word = equals ? wordOf(rest) : "";
            boolean isLong = word.startsWith("--");
            Value kind = Model.value(argument);
            if (kind == Value.OPTIONAL && !equals) {
                argument.setValue("");
                return true;
            }
            if (kind != Value.NONE) {
                value(rest, argument, equals && !isLong, word);
                return true;
            }
            if (equals) {
                refuseValue(argument, word, isLong);
            }
            return false;
        }

        /** Picocli takes an unknown option for an operand if it looks like a number, or little like other options. */
        private void operand(int at) {
            if (operandsBegan) {
                return;
            }
            operandsBegan = true;
            if (!isOperand(at)) {
                throw unknown(arguments.get(at));
            }
        }

        /** Whether a word that no option took is one that getopt(3) ends the options at. */
        private boolean isOperand(int at) {
            String word = arguments.get(at);
            boolean optionsEnded =
                    at > 0 && at != behindValue && arguments.get(at - 1).equals("--");
            return optionsEnded || word.length() <= 1 || !word.startsWith("-");
        }

        /** Picocli would call the setter of a list while the list is still empty, and fill it afterwards. */
        private static boolean takeAll(Stack<String> rest, ArgSpec operands) {
            if (!operands.isMultiValue() || rest.isEmpty()) {
                return false;
            }
            List<String> words = new ArrayList<>();
            while (!rest.isEmpty()) {
                words.add(rest.pop());
            }
            operands.setValue(words);
            return true;
        }

        private void value(Stack<String> rest, ArgSpec option, boolean keepSign, String word) {
            if (!keepSign && rest.isEmpty()) {
                throw Getopt.valueMissing(lastName());
            }
            String value = keepSign && word.isEmpty() ? "" : rest.pop();
            behindValue = arguments.size() - rest.size();
            option.setValue((keepSign ? SEPARATOR : "") + value);
        }

        /**
         * The word that an equals sign was found in; picocli has put what follows the sign in front of the rest. Empty
         * if it has not: of {@code -vB=}, letters with nothing behind the sign, it drops the sign.
         */
        private String wordOf(Stack<String> rest) {
            String word = rest.isEmpty() ? "" : arguments.get(arguments.size() - rest.size());
            return !word.isEmpty() && word.endsWith(SEPARATOR + rest.peek()) ? word : "";
        }

        private static void refuseValue(ArgSpec option, String word, boolean isLong) {
            if (isLong) {
                throw Getopt.takesNoValue(word.substring(0, word.indexOf(SEPARATOR)));
            }
            // As getopt(3) reads it, the letter's option was fine and the sign is the next letter.
            option.setValue(true);
            throw Getopt.unknown("-" + SEPARATOR);
        }

        /** The name of the option that the command line ends with. */
        private String lastName() {
            String word = arguments.get(arguments.size() - 1);
            return word.startsWith("--") ? word : "-" + word.substring(word.length() - 1);
        }

        /** Of letters, picocli gives back those that it did not know, behind a dash of its own. */
        private UsageError unknown(List<String> unmatched) {
            String word = arguments.get(arguments.size() - unmatched.size());
            return word.startsWith("--")
                    ? unknown(word)
                    : Getopt.unknown(unmatched.get(0).substring(0, 2));
        }

        private static UsageError unknown(String word) {
            int equals = word.indexOf(SEPARATOR);
            if (word.startsWith("--")) {
                return Getopt.unknown(equals < 0 ? word : word.substring(0, equals));
            }
            return Getopt.unknown(word.substring(0, 2));
        }

        /** What picocli complains about, in our words; anything else that it throws is a bug of ours. */
        private RuntimeException complaint(ParameterException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof UsageError complaint) {
                    return complaint;
                }
            }
            List<String> unmatched = line.getUnmatchedArguments();
            if (!unmatched.isEmpty()) {
                return unknown(unmatched);
            }
            return e instanceof MissingParameterException ? Getopt.operandMissing() : e;
        }
    }
}
