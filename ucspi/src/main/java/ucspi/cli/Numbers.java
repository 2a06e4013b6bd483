package ucspi.cli;

/** Numbers on a command line: digits only, within a range, or a usage error. */
public final class Numbers {
    /** The highest user or group id: the one above, (uid_t) -1, means "leave it" to chown(2) and setresuid(2). */
    public static final long MAX_ID = 0xffff_fffeL;

    private Numbers() {}

    /**
     * A decimal number.
     *
     * @param option the option's name, for the message
     * @throws UsageError if {@code text} is anything but digits, or not between {@code min} and {@code max}
     */
    public static long decimal(String option, String text, long min, long max) {
        return parse(option, text, 10, min, max);
    }

    /** An octal number, as {@link #decimal}; the range in the message is octal too. */
    public static long octal(String option, String text, long min, long max) {
        return parse(option, text, 8, min, max);
    }

    /** A decimal number that may have a minus sign, as {@link #decimal}; {@code min} is negative. */
    public static long signed(String option, String text, long min, long max) {
        boolean negative = text.length() > 1 && text.charAt(0) == '-';
        long value = value(negative ? text.substring(1) : text, 10);
        if (value < 0 || (negative ? -value < min : value > max)) {
            throw new UsageError(
                    "option " + option + " takes a number from " + min + " to " + max + ", not '" + text + "'");
        }
        return negative ? -value : value;
    }

    private static long parse(String option, String text, int radix, long min, long max) {
        long value = value(text, radix);
        if (value < min || value > max) {
            throw new UsageError("option " + option + " takes " + (radix == 8 ? "an octal" : "a") + " number from "
                    + Long.toString(min, radix) + " to " + Long.toString(max, radix) + ", not '" + text + "'");
        }
        return value;
    }

    /** The value of digits alone; -1 for anything else. */
    private static long value(String text, int radix) {
        long value = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length() && value >= 0; i++) {
            int digit = text.charAt(i) - '0';
            boolean fits = digit >= 0 && digit < radix && value <= (Long.MAX_VALUE - digit) / radix;
            value = fits ? value * radix + digit : -1;
        }
        return value;
    }
}
