package ucspi.cli;

/**
 * One name of an option.
 *
 * @param name with its dashes: {@code -c}, {@code --timeout}
 * @param index what {@link OptionTable#set} knows the option by, the same for all of its names
 * @param value whether a value follows
 */
public record OptionSpec(String name, int index, Value value) {
    /** Whether an option has a value. */
    public enum Value {
        /** It has none. */
        NONE,
        /** It may have one, attached by an equals sign; without, its setter is given an empty string. */
        OPTIONAL,
        /** It has one, attached or as the next argument. */
        REQUIRED
    }
}
