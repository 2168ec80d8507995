package dev.s3logkit.local.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;

/// The days that a cron expression names by month or by week; one of the two fields is `?`.
@FunctionalInterface
interface CronDay {

    boolean matches(LocalDate date);

    static CronDay parse(String ofMonth, String ofWeek) {
        if (ofMonth.equals("?") == ofWeek.equals("?")) {
            throw new IllegalArgumentException(
                    "a cron expression wants ? either as day of month or as day of week, found '%s' and '%s'"
                            .formatted(ofMonth, ofWeek));
        }
        return ofWeek.equals("?") ? ofMonth(ofMonth) : ofWeek(CronField.dayNumbers(ofWeek));
    }

    /// `L` is the last day, `15W` the weekday nearest to the 15th.
    private static CronDay ofMonth(String text) {
        if (text.equals("L")) {
            return date -> date.getDayOfMonth() == date.lengthOfMonth();
        }
        if (text.endsWith("W")) {
            int day = CronField.number(text.substring(0, text.length() - 1), 1, 31, text);
            return date -> date.equals(nearestWeekday(YearMonth.from(date), day));
        }
        CronField days = CronField.parse(text, 1, 31);
        return date -> days.contains(date.getDayOfMonth());
    }

    /// 1 is Sunday; `L` is Saturday, `6L` the last Friday of the month, `6#3` its third.
    private static CronDay ofWeek(String text) {
        if (text.equals("L")) {
            return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        if (text.endsWith("L")) {
            int day = CronField.number(text.substring(0, text.length() - 1), 1, 7, text);
            return date -> number(date) == day && date.getDayOfMonth() > date.lengthOfMonth() - 7;
        }
        int hash = text.indexOf('#');
        if (hash >= 0) {
            int day = CronField.number(text.substring(0, hash), 1, 7, text);
            int nth = CronField.number(text.substring(hash + 1), 1, 5, text);
            return date -> number(date) == day && (date.getDayOfMonth() - 1) / 7 + 1 == nth;
        }
        CronField days = CronField.parse(text, 1, 7);
        return date -> days.contains(number(date));
    }

    private static int number(LocalDate date) {
        return date.getDayOfWeek().getValue() % 7 + 1;
    }

    /// Saturdays move to the Friday before and Sundays to the Monday after, but not out of the
    /// month.
    private static LocalDate nearestWeekday(YearMonth month, int day) {
        LocalDate date = month.atDay(Math.min(day, month.lengthOfMonth()));
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY ->
                    date.getDayOfMonth() == date.lengthOfMonth()
                            ? date.minusDays(2)
                            : date.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
        };
    }
}
