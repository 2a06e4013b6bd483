package ucspi.cli;

import ucspi.kernel.ResourceLimits;

/** Reads the limit of a resource as it stands on a command line: {@code nofile=100:200}. */
public final class RlimitText {
    private static final String UNLIMITED = "unlimited";

    private RlimitText() {}

    /**
     * Reads {@code name=value}, where a value is one limit, both soft and hard, or a soft and a hard one.
     *
     * @param option the option's name, for messages
     * @throws UsageError if it makes no sense
     */
    public static void read(String option, String text, ResourceLimits into) {
        int equals = text.indexOf('=');
        int number = ResourceLimits.number(equals < 0 ? text : text.substring(0, equals));
        if (number < 0) {
            throw new UsageError("option " + option + " takes name=value with a name of " + ResourceLimits.names()
                    + ", not '" + text + "'");
        }
        read(option, number, equals < 0 ? "" : text.substring(equals + 1), into);
    }

    /**
     * Reads the value alone.
     *
     * @param number the resource
     * @throws UsageError if it makes no sense
     */
    public static void read(String option, int number, String value, ResourceLimits into) {
        int colon = value.indexOf(':');
        long soft = limit(option, number, colon < 0 ? value : value.substring(0, colon));
        long hard = colon < 0 ? soft : limit(option, number, value.substring(colon + 1));
        boolean isAbove = hard != ResourceLimits.UNLIMITED && (soft == ResourceLimits.UNLIMITED || soft > hard);
        if (isAbove) {
            throw new UsageError("option " + option + " takes a soft limit up to the hard one, not '" + value + "'");
        }
        into.set(number, soft, hard);
    }

    private static long limit(String option, int number, String text) {
        if (text.equals(UNLIMITED)) {
            return ResourceLimits.UNLIMITED;
        }
        int shift = text.isEmpty() || !ResourceLimits.isInBytes(number) ? 0 : shift(text.charAt(text.length() - 1));
        String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
        return Numbers.decimal(option, digits, 0, Long.MAX_VALUE >> shift) << shift;
    }

    private static int shift(char suffix) {
        return switch (suffix) {
            case 'K', 'k' -> 10;
            case 'M', 'm' -> 20;
            case 'G', 'g' -> 30;
            default -> 0;
        };
    }
}
