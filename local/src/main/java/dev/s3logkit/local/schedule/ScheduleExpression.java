package dev.s3logkit.local.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a schedule fires (EventBridge Scheduler User Guide, "Schedule types").
public sealed interface ScheduleExpression {

    /// The first time after this one; empty when there is none.
    Optional<Instant> next(Instant after);

    /// This schedule, or when it is a rate that is less frequent, one with the interval.
    default ScheduleExpression atLeastEvery(Duration interval) {
        return this instanceof Rate rate && rate.interval.compareTo(interval) > 0
                ? new Rate(interval)
                : this;
    }

    /// Reads `rate(5 minutes)`, `cron(0 6 * * ? *)` or `at(2026-01-31T06:00:00)`.
    ///
    /// @throws IllegalArgumentException when it is none of these
    static ScheduleExpression parse(String text, String timeZone) {
        Matcher matcher = Pattern.compile("(rate|cron|at)\\((.*)\\)").matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no schedule: expected rate(…), cron(…) or at(…)".formatted(text));
        }
        String inner = matcher.group(2).strip();
        try {
            return switch (matcher.group(1)) {
                case "rate" -> Rate.parse(inner);
                case "cron" -> new Cron(CronExpression.parse(inner), ZoneId.of(timeZone));
                default ->
                        new At(LocalDateTime.parse(inner).atZone(ZoneId.of(timeZone)).toInstant());
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' in time zone '%s': %s".formatted(text, timeZone, e.getMessage()), e);
        }
    }

    /// Every so often, from the start on.
    record Rate(Duration interval) implements ScheduleExpression {

        private static Rate parse(String inner) {
            Matcher matcher = Pattern.compile("(\\d{1,6}) (minute|hour|day)s?").matcher(inner);
            if (!matcher.matches() || matcher.group(1).matches("0+")) {
                throw new IllegalArgumentException(
                        "'rate(%s)': expected a positive number and minutes, hours or days"
                                .formatted(inner));
            }
            int value = Integer.parseInt(matcher.group(1));
            return new Rate(
                    switch (matcher.group(2)) {
                        case "minute" -> Duration.ofMinutes(value);
                        case "hour" -> Duration.ofHours(value);
                        default -> Duration.ofDays(value);
                    });
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.plus(interval));
        }
    }

    /// At points of the calendar.
    record Cron(CronExpression expression, ZoneId zone) implements ScheduleExpression {
        @Override
        public Optional<Instant> next(Instant after) {
            return expression.next(after.atZone(zone)).map(time -> time.toInstant());
        }
    }

    /// Once.
    record At(Instant time) implements ScheduleExpression {
        @Override
        public Optional<Instant> next(Instant after) {
            return time.isAfter(after) ? Optional.of(time) : Optional.empty();
        }
    }
}
