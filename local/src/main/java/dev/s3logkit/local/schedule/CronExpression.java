package dev.s3logkit.local.schedule;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// AWS's cron expressions: minutes, hours, day of month, month, day of week, year.
public final class CronExpression {

    /// How far ahead a time is looked for; leap days come again within eight years.
    private static final int MAX_DAYS = 9 * 366;

    private final CronField minutes;
    private final CronField hours;
    private final CronDay days;
    private final CronField months;
    private final CronField years;

    private CronExpression(
            CronField minutes, CronField hours, CronDay days, CronField months, CronField years) {
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.months = months;
        this.years = years;
    }

    static CronExpression parse(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != 6) {
            throw new IllegalArgumentException(
                    "'cron(%s)' has %d fields, expected 6: minutes, hours, day of month, month, day of week, year"
                            .formatted(text, fields.length));
        }
        return new CronExpression(
                CronField.parse(fields[0], 0, 59),
                CronField.parse(fields[1], 0, 23),
                CronDay.parse(fields[2], fields[4]),
                CronField.parse(CronField.monthNumbers(fields[3]), 1, 12),
                CronField.parse(fields[5], 1970, 2199));
    }

    /// The first minute after this time.
    Optional<ZonedDateTime> next(ZonedDateTime after) {
        ZonedDateTime from = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        for (int day = 0; day < MAX_DAYS; day++) {
            LocalDate date = from.toLocalDate().plusDays(day);
            if (!years.contains(date.getYear())
                    || !months.contains(date.getMonthValue())
                    || !days.matches(date)) {
                continue;
            }
            for (int hour = 0; hour < 24; hour++) {
                for (int minute = 0; minute < 60; minute++) {
                    if (hours.contains(hour) && minutes.contains(minute)) {
                        ZonedDateTime time = date.atTime(hour, minute).atZone(after.getZone());
                        if (!time.isBefore(from)) {
                            return Optional.of(time);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
