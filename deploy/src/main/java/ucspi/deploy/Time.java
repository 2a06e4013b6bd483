package ucspi.deploy;

/** Points in time as people and files write them, in UTC. */
final class Time {
    private static final long DAY_SECONDS = 86400;

    private Time() {}

    /** {@code 2026-01-31T12:34:56Z}, or without punctuation {@code 20260131T123456Z}. */
    static String text(long millis, boolean punctuated) {
        long seconds = millis / 1000;
        long days = seconds / DAY_SECONDS;
        int rest = (int) (seconds % DAY_SECONDS);
        // days since 0000-03-01 in eras of 400 years, "chrono-Compatible Low-Level Date Algorithms"
        long z = days + 719468;
        long era = z / 146097;
        int ofEra = (int) (z - era * 146097);
        int year = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
        int ofYear = ofEra - (365 * year + year / 4 - year / 100);
        int shifted = (5 * ofYear + 2) / 153;
        int day = ofYear - (153 * shifted + 2) / 5 + 1;
        int month = shifted < 10 ? shifted + 3 : shifted - 9;
        long fullYear = year + era * 400 + (month <= 2 ? 1 : 0);
        String dash = punctuated ? "-" : "";
        String colon = punctuated ? ":" : "";
        return fullYear + dash + two(month) + dash + two(day) + "T" + two(rest / 3600) + colon + two(rest / 60 % 60)
                + colon + two(rest % 60) + "Z";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** Seconds with three digits behind the point. */
    static String seconds(long millis) {
        long rest = millis % 1000;
        return millis / 1000 + "." + (rest < 100 ? "0" : "") + (rest < 10 ? "0" : "") + rest;
    }
}
