package dev.s3logkit.rollup.task;

import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// The key of a server access log, taken apart.
///
/// S3 writes logs as `[prefix]YYYY-MM-DD-hh-mm-ss-unique`, where the prefix may end inside a name,
/// and under date-partitioned keys as `[prefix]account/region/bucket/YYYY/MM/DD/` with the same
/// name behind it. The unique part has no meaning and, like the logs of this rollup's predecessor,
/// no suffix: neither `.` nor `/` occurs in it.
///
/// @param prefix what stands before the date: empty, or any text
/// @param name from the date on
/// @param day of the date, UTC: when the log was delivered or, if the bucket is so configured, when
///   its events took place
public record LogKey(String prefix, String name, LocalDate day) {

    /// `YYYY-MM-DD-hh-mm-ss-`, where `0` stands for any digit.
    private static final String STAMP = "0000-00-00-00-00-00-";

    /// Takes the key of a log apart; null when it is another object's.
    public static @Nullable LogKey parse(String key) {
        int last = key.length() - STAMP.length();
        for (int start = key.lastIndexOf('/') + 1; start < last; start++) {
            if (isStamp(key, start)) {
                LocalDate day = day(key, start);
                if (day != null && key.indexOf('.', start) < 0) {
                    return new LogKey(key.substring(0, start), key.substring(start), day);
                }
            }
        }
        return null;
    }

    private static boolean isStamp(String key, int start) {
        for (int i = 0; i < STAMP.length(); i++) {
            char c = key.charAt(start + i);
            if (STAMP.charAt(i) == '-' ? c != '-' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable LocalDate day(String key, int start) {
        int year = number(key, start, 4);
        int month = number(key, start + 5, 2);
        int day = number(key, start + 8, 2);
        if (month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        boolean time =
                number(key, start + 11, 2) < 24
                        && number(key, start + 14, 2) < 60
                        && number(key, start + 17, 2) <= 60;
        return time ? LocalDate.of(year, month, day) : null;
    }

    private static int number(String key, int start, int digits) {
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            number = number * 10 + key.charAt(i) - '0';
        }
        return number;
    }
}
