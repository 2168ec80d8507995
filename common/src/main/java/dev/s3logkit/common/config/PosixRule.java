package dev.s3logkit.common.config;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.time.temporal.TemporalAdjusters;

/// When clocks are changed in every year.
///
/// @param secondOfDay local time before the change; may be negative or beyond the day
record PosixRule(Day day, int secondOfDay) {

    /// A day of every year, in one of the three forms of POSIX.
    sealed interface Day {

        LocalDate in(int year);

        /// `Jn`: n from 1 to 365, 29 February is not counted.
        record Julian(int n) implements Day {
            @Override
            public LocalDate in(int year) {
                boolean afterLeapDay = Year.isLeap(year) && n > 31 + 28;
                return LocalDate.of(year, 1, 1).plusDays(afterLeapDay ? n : n - 1L);
            }
        }

        /// `n`: n from 0 to 365, 29 February is counted.
        record OfYear(int n) implements Day {
            @Override
            public LocalDate in(int year) {
                return LocalDate.of(year, 1, 1).plusDays(n);
            }
        }

        /// `Mm.w.d`: the w-th day d (0 is Sunday) of month m, the last one when w is 5.
        record OfMonth(int month, int week, int weekday) implements Day {
            @Override
            public LocalDate in(int year) {
                DayOfWeek day = weekday == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(weekday);
                LocalDate first = LocalDate.of(year, month, 1);
                return first.with(
                        week == 5
                                ? TemporalAdjusters.lastInMonth(day)
                                : TemporalAdjusters.dayOfWeekInMonth(week, day));
            }
        }
    }
}
