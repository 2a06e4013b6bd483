package ucspi.cli;

/**
 * One name of an option.
 *
 * @param name with its dashes: {@code -c}, {@code --timeout}
 * @param index what {@link OptionTable#set} knows the option by, the same for all of its names
 * @param takesValue whether a value follows
 */
public record OptionSpec(String name, int index, boolean takesValue) {}
