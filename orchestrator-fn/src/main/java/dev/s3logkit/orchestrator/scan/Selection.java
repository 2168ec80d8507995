package dev.s3logkit.orchestrator.scan;

import java.time.LocalDate;

/// Which rows are wanted.
///
/// @param date the day
/// @param field what the day of an object is taken from
public record Selection(LocalDate date, DateField field) {

    /// What tells an object's day.
    public enum DateField {
        /// When the object was last modified, in UTC.
        LAST_MODIFIED,
        /// The day that its key names.
        LOG_DATE
    }

    /// The day as the number `yyyymmdd`.
    int day() {
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }
}
