package dev.s3logkit.rollup.find;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Which logs are old enough.
///
/// @param lastDay the last day whose logs are taken, UTC
/// @param lastModified logs written after it are left for a later run
public record FindRules(LocalDate lastDay, Instant lastModified) {

    /// The rules of a run that starts now.
    ///
    /// @param minAgeDays so many days lie between the day of a log and today; at least 1, since
    ///   today is not over
    /// @param quiet so long ago a log was written, so that whoever is told of new logs has read it
    public static FindRules of(Instant now, int minAgeDays, Duration quiet) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new FindRules(today.minusDays(Math.max(1, minAgeDays)), now.minus(quiet));
    }
}
