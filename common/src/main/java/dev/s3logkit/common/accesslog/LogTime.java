package dev.s3logkit.common.accesslog;

/// The time of an access-log line, `dd/Mon/yyyy:HH:mm:ss ±hhmm`, as seconds since 1970.
final class LogTime {

    /// Bytes between the brackets.
    static final int LENGTH = 26;

    static final long INVALID = Long.MIN_VALUE;

    private static final byte[] MONTHS = {
        'J', 'a', 'n', 'F', 'e', 'b', 'M', 'a', 'r', 'A', 'p', 'r', 'M', 'a', 'y', 'J', 'u', 'n',
        'J', 'u', 'l', 'A', 'u', 'g', 'S', 'e', 'p', 'O', 'c', 't', 'N', 'o', 'v', 'D', 'e', 'c'
    };
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int MAX_ZONE_HOURS = 18;

    private LogTime() {}

    /// Reads the text between the brackets.
    ///
    /// @param at where the 26 bytes start
    /// @return [#INVALID] if the bytes are anything else, or end before `to`
    static long parse(byte[] b, int at, int to) {
        if (to - at < LENGTH || !isDate(b, at) || b[at + 11] != ':' || b[at + 20] != ' ') {
            return INVALID;
        }
        int day = digits(b, at, 2);
        int month = month(b, at + 3);
        int year = digits(b, at + 7, 4);
        int secondOfDay = secondOfDay(b, at + 12);
        int zone = zoneSeconds(b, at + 21);
        int days = month == 1 && isLeap(year) ? 29 : MONTH_DAYS[month];
        if (day < 1 || day > days || secondOfDay < 0 || zone == Integer.MIN_VALUE) {
            return INVALID;
        }
        return epochDay(year, month + 1, day) * 86_400 + secondOfDay - zone;
    }

    /// Writes `dd/Mon/yyyy:HH:mm:ss` in UTC.
    ///
    /// @param epochSecond in the years 0 to 9999
    static void format(long epochSecond, byte[] b, int at) {
        // The inverse of epochDay: years from March, in eras of 400 years.
        long day = Math.floorDiv(epochSecond, 86_400L) + 719_468;
        long dayOfEra = Math.floorMod(day, 146_097L);
        long yearOfEra =
                (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (int) (5 * dayOfYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10;
        long year = Math.floorDiv(day, 146_097L) * 400 + yearOfEra + (month <= 1 ? 1 : 0);
        int second = Math.floorMod(epochSecond, 86_400);
        put(b, at, (int) dayOfYear - (153 * fromMarch + 2) / 5 + 1);
        b[at + 2] = '/';
        System.arraycopy(MONTHS, 3 * month, b, at + 3, 3);
        b[at + 6] = '/';
        put(b, at + 7, (int) (year / 100));
        put(b, at + 9, (int) (year % 100));
        b[at + 11] = ':';
        put(b, at + 12, second / 3600);
        b[at + 14] = ':';
        put(b, at + 15, second / 60 % 60);
        b[at + 17] = ':';
        put(b, at + 18, second % 60);
    }

    private static void put(byte[] b, int at, int twoDigits) {
        b[at] = (byte) ('0' + twoDigits / 10);
        b[at + 1] = (byte) ('0' + twoDigits % 10);
    }

    /// Whether `[dd/Mon/yyyy:` starts at `at`: the mark of a record's beginning.
    static boolean isBracketedDate(byte[] b, int at, int to) {
        return to - at >= 13 && b[at] == '[' && isDate(b, at + 1) && b[at + 12] == ':';
    }

    private static boolean isDate(byte[] b, int at) {
        return digits(b, at, 2) >= 0
                && b[at + 2] == '/'
                && month(b, at + 3) >= 0
                && b[at + 6] == '/'
                && digits(b, at + 7, 4) >= 0;
    }

    /// Seconds since midnight of `HH:mm:ss`, or -1.
    static int secondOfDay(byte[] b, int at) {
        int hour = digits(b, at, 2);
        int minute = digits(b, at + 3, 2);
        int second = digits(b, at + 6, 2);
        boolean valid =
                b[at + 2] == ':'
                        && b[at + 5] == ':'
                        && Math.min(hour, Math.min(minute, second)) >= 0
                        && hour < 24
                        && minute < 60
                        && second < 60;
        return valid ? hour * 3600 + minute * 60 + second : -1;
    }

    /// Seconds that the zone `±hhmm` is ahead of UTC, or [Integer#MIN_VALUE].
    private static int zoneSeconds(byte[] b, int at) {
        int hours = digits(b, at + 1, 2);
        int minutes = digits(b, at + 3, 2);
        boolean valid =
                (b[at] == '+' || b[at] == '-')
                        && Math.min(hours, minutes) >= 0
                        && hours <= MAX_ZONE_HOURS
                        && minutes < 60;
        int seconds = hours * 3600 + minutes * 60;
        return !valid ? Integer.MIN_VALUE : b[at] == '+' ? seconds : -seconds;
    }

    /// 0 to 11, or -1. English whatever the locale.
    private static int month(byte[] b, int at) {
        for (int m = 0; m < 12; m++) {
            if (b[at] == MONTHS[3 * m]
                    && b[at + 1] == MONTHS[3 * m + 1]
                    && b[at + 2] == MONTHS[3 * m + 2]) {
                return m;
            }
        }
        return -1;
    }

    private static int digits(byte[] b, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /// Days from 1970-01-01 in the Gregorian calendar: years are counted from March, so that the
    /// leap day ends them.
    private static long epochDay(int year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097
                + yearOfEra * 365
                + yearOfEra / 4
                - yearOfEra / 100
                + dayOfYear
                - 719_468;
    }
}
