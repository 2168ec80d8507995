package dev.s3logkit.rollup;

import dev.s3logkit.common.config.Environment;
import java.time.Duration;
import java.util.Map;

/// The settings of producer and worker, read from the environment (`docs/configuration.md` has one
/// row per variable).
///
/// @param delete whether logs are deleted once the tarball that holds them is proven
/// @param minAgeDays so many days lie between the day of a log and the day on which it may be taken
///   and deleted, UTC
/// @param quiet so long ago a log was written before it is taken
public record RollupConfig(boolean delete, int minAgeDays, Duration quiet) {

    static final int MAX_AGE_DAYS = 3_650;
    static final int MAX_QUIET_MINUTES = 10_080;

    /// Reads them.
    ///
    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public static RollupConfig of(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        return new RollupConfig(
                environment.flag("ROLLUP_DELETE", false),
                environment.integer("ROLLUP_MIN_AGE_DAYS", 1, 0, MAX_AGE_DAYS),
                Duration.ofMinutes(
                        environment.integer("ROLLUP_QUIET_MINUTES", 0, 0, MAX_QUIET_MINUTES)));
    }
}
