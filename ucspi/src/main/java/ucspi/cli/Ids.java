package ucspi.cli;

import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;

/** User and group ids, from an option or from the environment, where envuidgid(8) puts them. */
public final class Ids {
    private Ids() {}

    /**
     * The id to use.
     *
     * @param fromEnvironment whether the variable, if it is set, takes the option's place
     * @throws UsageError if it does and is set to anything but a number
     */
    public static long choose(Sys sys, String variable, boolean fromEnvironment, long option) {
        byte[] value = fromEnvironment ? sys.environment(variable) : null;
        return value == null ? option : Numbers.decimal("$" + variable, Bytes.string(value), 0, Numbers.MAX_ID);
    }
}
