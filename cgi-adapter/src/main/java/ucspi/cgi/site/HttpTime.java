package ucspi.cgi.site;

/** Reads a point in time in any of the three forms that HTTP has had for it, RFC 9110 section 5.6.7. */
final class HttpTime {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int[] LENGTHS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int SECONDS_A_DAY = 86400;
    private static final int DAYS_IN_400_YEARS = 146097;
    private static final int DAYS_FROM_0000_03_01_TO_1970 = 719468;

    private final byte[] text;
    private final long now;
    private int at;
    private boolean bad;

    private HttpTime(byte[] text, long now) {
        this.text = text;
        this.now = now;
    }

    /**
     * Seconds since 1970, or -1 for what is none of the three forms, or before 1970.
     *
     * @param nowSeconds the present, which tells the century of a year of two digits
     */
    static long parse(byte[] text, long nowSeconds) {
        HttpTime time = new HttpTime(text, nowSeconds);
        int comma = ucspi.kernel.Bytes.indexOf(text, ',');
        long seconds = comma < 0 ? time.asctime() : time.comma(comma);
        return time.bad || time.at != text.length ? -1 : Math.max(seconds, -1);
    }

    // Sun, 06 Nov 1994 08:49:37 GMT
    // Sunday, 06-Nov-94 08:49:37 GMT
    private long comma(int comma) {
        name(DAYS);
        bad |= comma != 3 && !isLongDay(comma);
        at = comma + 1;
        literal(' ');
        int day = number(2);
        boolean old = at < text.length && text[at] == '-';
        literal(old ? '-' : ' ');
        int month = name(MONTHS);
        literal(old ? '-' : ' ');
        int year = old ? century(number(2)) : number(4);
        literal(' ');
        int ofDay = clock();
        for (int i = 0; i < 4; i++) {
            literal(" GMT".charAt(i));
        }
        return seconds(year, month, day, ofDay);
    }

    // Sun Nov  6 08:49:37 1994
    private long asctime() {
        name(DAYS);
        literal(' ');
        int month = name(MONTHS);
        literal(' ');
        boolean oneDigit = at < text.length && text[at] == ' ';
        at += oneDigit ? 1 : 0;
        int day = number(oneDigit ? 1 : 2);
        literal(' ');
        int ofDay = clock();
        literal(' ');
        return seconds(number(4), month, day, ofDay);
    }

    private boolean isLongDay(int end) {
        String[] days = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
        for (String day : days) {
            boolean same = day.length() == end;
            for (int i = 0; i < end && same; i++) {
                same = text[i] == day.charAt(i);
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private void literal(int c) {
        bad |= at >= text.length || text[at] != c;
        at++;
    }

    private int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < text.length ? text[at] - '0' : -1;
            bad |= digit < 0 || digit > 9;
            value = value * 10 + digit;
            at++;
        }
        return value;
    }

    /** The index of the three letters that come among names of three letters. */
    private int name(String names) {
        for (int i = 0; i < names.length() && at + 3 <= text.length; i += 3) {
            if (text[at] == names.charAt(i)
                    && text[at + 1] == names.charAt(i + 1)
                    && text[at + 2] == names.charAt(i + 2)) {
                at += 3;
                return i / 3;
            }
        }
        bad = true;
        return 0;
    }

    private int clock() {
        int hour = number(2);
        literal(':');
        int minute = number(2);
        literal(':');
        int second = number(2);
        bad |= hour > 23 || minute > 59 || second > 60;
        return hour * 3600 + minute * 60 + second;
    }

    /** A year that seems more than 50 years ahead is the one of the last century: RFC 9110 section 5.6.7. */
    private int century(int twoDigits) {
        int thisYear = 1970 + (int) (now / SECONDS_A_DAY * 400 / DAYS_IN_400_YEARS);
        int year = thisYear / 100 * 100 + twoDigits;
        return year > thisYear + 50 ? year - 100 : year;
    }

    private long seconds(int year, int month, int day, int ofDay) {
        if (bad || day < 1 || day > LENGTHS[month] || (month == 1 && day == 29 && !isLeap(year))) {
            bad = true;
            return -1;
        }
        // the calendar counted from a first of March: the leap day is the last of its year
        int y = month < 2 ? year - 1 : year;
        int m = month < 2 ? month + 10 : month - 2;
        int ofEra = y % 400;
        int ofYear = (153 * m + 2) / 5 + day - 1;
        long days = (long) (y / 400) * DAYS_IN_400_YEARS + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
        return (days - DAYS_FROM_0000_03_01_TO_1970) * SECONDS_A_DAY + ofDay;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
