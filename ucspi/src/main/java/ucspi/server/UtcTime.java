package ucspi.server;

/**
 * Writes points in time as RFC 3339 has them, in UTC and with milliseconds: {@code 2026-11-20T11:35:31.042Z}. What it
 * wrote for the last second is kept, as a log asks for the same second again and again.
 */
final class UtcTime {
    /** How many bytes {@link #put} writes. */
    static final int LENGTH = 24;

    private static final int SECONDS_A_DAY = 86_400;
    private static final int DAYS_IN_400_YEARS = 146_097;
    private static final int DAYS_IN_100_YEARS = 36_524;
    private static final int DAYS_IN_4_YEARS = 1_461;
    private static final int DAYS_FROM_0000_03_01_TO_1970 = 719_468;

    private final byte[] text = new byte[LENGTH];
    private long second = -1;

    /**
     * Writes a point in time.
     *
     * @param millis since 1970-01-01 UTC, from 0 to the end of the year 9999
     */
    void put(byte[] into, int at, long millis) {
        if (second != millis / 1000) {
            second = millis / 1000;
            write();
        }
        int rest = (int) (millis % 1000);
        digits(20, 3, rest);
        text[19] = '.';
        text[23] = 'Z';
        System.arraycopy(text, 0, into, at, LENGTH);
    }

    /** The calendar's years begin in March here, so that the leap day is the last of a year. */
    private void write() {
        int days = (int) (second / SECONDS_A_DAY) + DAYS_FROM_0000_03_01_TO_1970;
        int ofDay = (int) (second % SECONDS_A_DAY);
        int era = days / DAYS_IN_400_YEARS;
        int ofEra = days % DAYS_IN_400_YEARS;
        int yearOfEra =
                (ofEra - ofEra / (DAYS_IN_4_YEARS - 1) + ofEra / DAYS_IN_100_YEARS - ofEra / (DAYS_IN_400_YEARS - 1))
                        / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * ofYear + 2) / 153;
        int day = ofYear - (153 * month + 2) / 5 + 1;
        int year = 400 * era + yearOfEra + (month >= 10 ? 1 : 0);
        digits(0, 4, year);
        text[4] = '-';
        digits(5, 2, month < 10 ? month + 3 : month - 9);
        text[7] = '-';
        digits(8, 2, day);
        text[10] = 'T';
        digits(11, 2, ofDay / 3600);
        text[13] = ':';
        digits(14, 2, ofDay / 60 % 60);
        text[16] = ':';
        digits(17, 2, ofDay % 60);
    }

    private void digits(int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
