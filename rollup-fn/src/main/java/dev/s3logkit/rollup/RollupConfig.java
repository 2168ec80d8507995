package dev.s3logkit.rollup;

import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.rollup.work.WorkRules;
import java.time.Duration;
import java.util.Map;

/// The settings of producer and worker, read from the environment (`docs/configuration.md` has one
/// row per variable).
///
/// @param quiet so long ago a log was written before the producer takes it
/// @param work how tarballs are made and what becomes of the logs
public record RollupConfig(Duration quiet, WorkRules work) {

    static final int MAX_AGE_DAYS = 3_650;
    static final int MAX_QUIET_MINUTES = 10_080;

    /// Longer than a worker needs between claim and tarball, whatever the retries.
    private static final Duration CLAIM_WAIT = Duration.ofSeconds(5);

    /// Reads them.
    ///
    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public static RollupConfig of(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        String format = environment.oneOf("ROLLUP_FORMAT", "tgz", "tgz", "tar.zst");
        return new RollupConfig(
                Duration.ofMinutes(
                        environment.integer("ROLLUP_QUIET_MINUTES", 0, 0, MAX_QUIET_MINUTES)),
                new WorkRules(
                        environment.flag("ROLLUP_DELETE", false),
                        environment.integer("ROLLUP_MIN_AGE_DAYS", 1, 0, MAX_AGE_DAYS),
                        format.equals("tgz") ? TarballFormat.TGZ : TarballFormat.TAR_ZST,
                        // Only classes that can be read back at once, since that is the proof.
                        environment.oneOf(
                                "ROLLUP_STORAGE_CLASS",
                                "STANDARD",
                                "STANDARD",
                                "INTELLIGENT_TIERING",
                                "STANDARD_IA",
                                "ONEZONE_IA",
                                "GLACIER_IR"),
                        environment.integer("ROLLUP_CONCURRENCY", 64, 1, 512),
                        CLAIM_WAIT));
    }
}
