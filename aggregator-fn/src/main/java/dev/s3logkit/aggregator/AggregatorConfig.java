package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.FragmentCompression;
import dev.s3logkit.aggregator.staging.StagingLayout;
import dev.s3logkit.aggregator.staging.Windows;
import dev.s3logkit.aggregator.transform.OutputFormat;
import dev.s3logkit.aggregator.transform.TransformConfig;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.CreateOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of aggregator and transformer, read from the environment (`docs/configuration.md`
/// has one row per variable).
///
/// @param layout of the staging folder
/// @param compression of fragments
/// @param concurrency objects fetched at once
/// @param transform how groups are written out
/// @param outputBucket where output goes unless an event says otherwise, or null
/// @param outputPrefix start of every output key: empty, or ending in `/`
/// @param storageClass of output objects
/// @param partSize bytes per part of a multipart upload
/// @param archive where processed records go as gzip text besides, or null
/// @param keptOutputs where a copy of every output file stays, or null
/// @param legacySuffixes what the staging files of the system before this one end in
/// @param notices variables that are set and no longer mean anything, each as a sentence
public record AggregatorConfig(
        StagingLayout layout,
        FragmentCompression compression,
        int concurrency,
        TransformConfig transform,
        @Nullable String outputBucket,
        String outputPrefix,
        String storageClass,
        int partSize,
        @Nullable Path archive,
        @Nullable Path keptOutputs,
        List<String> legacySuffixes,
        List<String> notices) {

    private static final int DAY = 86_400;

    /// One run must not outlive its lease: longer than any function's timeout of 15 minutes.
    private static final Duration LEASE = Duration.ofMinutes(20);

    private static final int SORT_MEMORY = 48 << 20;

    private static final Map<String, String> WITHOUT_EFFECT =
            Map.of(
                    "S3LOGS_FILE_BUF_SIZE", "buffers are small and fixed",
                    "S3LOGS_FILE_LOCK_TIMEOUT_SECONDS", "no file is ever locked",
                    "S3LOGS_FILE_LOCK_RETRY_WAIT_MS", "no file is ever locked",
                    "S3LOGS_STAGGING_FILE_DATETIME_FMT", "windows are read from the lines",
                    "S3LOGS_TRANSFORM_PARQUET_WRTIER_BULK_LINES", "lines are streamed",
                    "S3LOGS_CONFIG_ROOT_PATH", "text output needs no schema",
                    "S3LOGS_CONFIG_PARQUET_SCHEMA_FILE", "text output needs no schema",
                    "S3LOGS_CONFIG_PARQUET_WRITER_PROPERTIES_FILE", "text output needs none");

    public AggregatorConfig {
        legacySuffixes = List.copyOf(legacySuffixes);
        notices = List.copyOf(notices);
    }

    /// Reads and validates every variable.
    ///
    /// @throws ConfigException names the variable, the value and what is allowed
    public static AggregatorConfig of(Map<String, String> variables) {
        Environment env = Environment.of(variables);
        ZoneRules zone = env.timeZone("S3LOGS_STAGGING_PARTITION_TZIF", "UTC+0");
        int partition = env.integer("S3LOGS_STAGGING_PARTITION_SECOND", 900, 1, DAY);
        // 900, or the next multiple of a partition window that does not fit into it.
        int defaultGroup = (899 / partition + 1) * partition;
        int group = env.integer("S3LOGS_TRANSFORM_AGGREGATE_SECOND", defaultGroup, 1, 31 * DAY);
        if (group % partition != 0) {
            throw new ConfigException(
                    "S3LOGS_TRANSFORM_AGGREGATE_SECOND",
                    Integer.toString(group),
                    "a whole multiple of S3LOGS_STAGGING_PARTITION_SECOND, which is " + partition);
        }
        Path staging = env.path("S3LOGS_STAGGING_ROOT_PATH", "/mnt/s3logs/stagging");
        StagingLayout layout =
                new StagingLayout(
                        staging,
                        new Windows(zone, partition),
                        new Windows(zone, group),
                        env.flag("S3LOGS_STAGGING_MERGE_ORIG_BUCKETS", true));
        String prefix = env.text("S3LOGS_TRANSFORM_OUTPUT_TARGET_PREFIX", "");
        return new AggregatorConfig(
                layout,
                env.oneOf("S3LOGS_STAGING_COMPRESSION", FragmentCompression.ZSTD),
                env.integer("S3LOGS_AGGREGATE_CONCURRENCY", 32, 1, 1000),
                transform(env, staging, zone),
                env.text("S3LOGS_TRANSFORM_OUTPUT_BUCKET"),
                Outputs.asFolder(prefix),
                env.oneOf(
                        "S3LOGS_TRANSFORM_STORAGE_CLASS",
                        "STANDARD",
                        "STANDARD",
                        "INTELLIGENT_TIERING"),
                env.integer(
                        "S3LOGS_TRANSFORM_MPU_CHUNK_SIZE",
                        CreateOptions.MIN_PART_SIZE,
                        CreateOptions.MIN_PART_SIZE,
                        CreateOptions.MAX_PART_SIZE),
                env.flag("S3LOGS_TRANSFORM_CLEANUP_PROCESSED_LOGS", true)
                        ? null
                        : env.path("S3LOGS_TRANSFORM_ARCHIVE_ROOT_PATH", "/mnt/s3logs/archive"),
                env.flag("S3LOGS_TRANSFORM_CLEANUP_UPLOADED_PARQUET", true)
                        ? null
                        : env.path("S3LOGS_TRANSFORM_PARQUET_ROOT_PATH", "/mnt/s3logs/parquet"),
                List.of(
                        env.text("S3LOGS_STAGGING_FILE_SUFFIX", ".s3logs"),
                        env.text("S3LOGS_STAGGING_PROCESSING_SUFFIX", ".processing")),
                notices(env));
    }

    private static TransformConfig transform(Environment env, Path staging, ZoneRules zone) {
        return new TransformConfig(
                staging,
                zone,
                env.timeFormat(
                        "S3LOGS_TRANSFORM_OUTPUT_PREFIX_FMT", "year=%Y/month=%m/day=%d/hour=%H"),
                env.parsed("S3LOGS_TRANSFORM_OUTPUT_FORMAT", "gz", OutputFormat::of),
                env.longInteger("S3LOGS_TRANSFORM_SPLIT_BYTES", 1L << 30, 1L << 20, Long.MAX_VALUE),
                env.flag("S3LOGS_TRANSFORM_LOG_DEDUPLICATION", true),
                seconds(env, "S3LOGS_TRANSFORM_JOB_INTERVAL", 600),
                seconds(env, "S3LOGS_TRANSFORM_MAX_WAIT", 3_600),
                LEASE,
                Duration.ofDays(env.integer("S3LOGS_TRANSFORM_LEDGER_DAYS", 30, 30, 3_650)),
                SORT_MEMORY,
                env.path("S3LOGS_TRANSFORM_SPILL_PATH", System.getProperty("java.io.tmpdir")));
    }

    private static Duration seconds(Environment env, String name, int defaultSeconds) {
        return Duration.ofSeconds(env.integer(name, defaultSeconds, 0, 7 * DAY));
    }

    private static List<String> notices(Environment env) {
        List<String> notices = new ArrayList<>();
        WITHOUT_EFFECT.forEach(
                (name, why) -> {
                    if (env.text(name) != null) {
                        notices.add(name + " is set and has no effect: " + why + ".");
                    }
                });
        notices.sort(null);
        return notices;
    }
}
