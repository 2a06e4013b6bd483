package ucspi.cgi;

/** Writes a point in time as HTTP does: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110 section 5.6.7). */
final class HttpDate {
    private static final String DAYS = "ThuFriSatSunMonTueWed";
    private static final String MONTHS = "MarAprMayJunJulAugSepOctNovDecJanFeb";

    private static final int DAYS_FROM_0000_03_01_TO_1970 = 719468;
    private static final int DAYS_IN_400_YEARS = 146097;

    private HttpDate() {}

    /**
     * @param millis milliseconds since 1970-01-01 UTC, not negative
     */
    static void add(Wire wire, long millis) {
        long seconds = millis / 1000;
        int day = (int) (seconds / 86400);
        wire.add(name(DAYS, day % 7)).add(", ");
        addDay(wire, day, Order.SPACED);
        wire.addByte(' ');
        addTime(wire, seconds);
        wire.add(" GMT");
    }

    /** Adds a time as access logs have it: {@code 06/Nov/1994:08:49:37 +0000}. */
    static void addLogTime(Wire wire, long millis) {
        addDay(wire, (int) (millis / 86_400_000), Order.SLASHED);
        wire.addByte(':');
        addTime(wire, millis / 1000);
        wire.add(" +0000");
    }

    /** Adds a time as RFC 3339 has it: {@code 1994-11-06T08:49:37.000Z}. */
    static void addTimestamp(Wire wire, long millis) {
        addDay(wire, (int) (millis / 86_400_000), Order.YEAR_FIRST);
        wire.addByte('T');
        addTime(wire, millis / 1000);
        int ofSecond = (int) (millis % 1000);
        wire.addByte('.')
                .addByte('0' + ofSecond / 100)
                .addTwoDigits(ofSecond % 100)
                .addByte('Z');
    }

    private static void addTime(Wire wire, long seconds) {
        int ofDay = (int) (seconds % 86400);
        wire.addTwoDigits(ofDay / 3600).addByte(':');
        wire.addTwoDigits(ofDay / 60 % 60).addByte(':');
        wire.addTwoDigits(ofDay % 60);
    }

    private enum Order {
        SPACED,
        SLASHED,
        YEAR_FIRST
    }

    // The civil calendar counted from a first of March, so that the leap day is the last of its year.
    private static void addDay(Wire wire, int days, Order order) {
        int z = days + DAYS_FROM_0000_03_01_TO_1970;
        int era = z / DAYS_IN_400_YEARS;
        int ofEra = z % DAYS_IN_400_YEARS;
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * ofYear + 2) / 153;
        int year = era * 400 + yearOfEra + (month >= 10 ? 1 : 0);
        int day = ofYear - (153 * month + 2) / 5 + 1;
        if (order == Order.YEAR_FIRST) {
            wire.addDecimal(year)
                    .addByte('-')
                    .addTwoDigits((month + 2) % 12 + 1)
                    .addByte('-')
                    .addTwoDigits(day);
            return;
        }
        int separator = order == Order.SPACED ? ' ' : '/';
        wire.addTwoDigits(day)
                .addByte(separator)
                .add(name(MONTHS, month))
                .addByte(separator)
                .addDecimal(year);
    }

    private static String name(String names, int index) {
        return names.substring(index * 3, index * 3 + 3);
    }
}
