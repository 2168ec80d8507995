package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.aggregator.staging.FragmentCompression;
import dev.s3logkit.aggregator.transform.OutputFormat;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One test per variable of `docs/configuration.md`; what several of them do together is in
/// [DeliveryTest].
class AggregatorConfigTest {

    private static final long T0 = Instant.parse("2026-02-06T22:00:00Z").getEpochSecond();

    @TempDir Path folder;

    private static AggregatorConfig config(String... settings) {
        return AggregatorConfig.of(variables(settings));
    }

    private static Map<String, String> variables(String... settings) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            variables.put(settings[i], settings[i + 1]);
        }
        return variables;
    }

    /// Stages and emits one line under the settings; the emitted keys.
    private List<String> keys(String... settings) throws Exception {
        Flow flow = new Flow(folder.resolve("staging"), variables(settings), null);
        flow.deliverEach(List.of(flow.put("log", List.of(LogLines.get(T0, "photos", "A")))));
        flow.transform(true);
        return flow.store.keys(Flow.OUT);
    }

    @Test
    void defaultsAreThoseOfTheSystemBefore() {
        AggregatorConfig config = config();

        assertThat(config.layout().root()).isEqualTo(Path.of("/mnt/s3logs/stagging"));
        assertThat(config.layout().partitions().seconds()).isEqualTo(900);
        assertThat(config.layout().groups().seconds()).isEqualTo(900);
        assertThat(config.layout().mergeBuckets()).isTrue();
        assertThat(config.transform().quiet()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.transform().deduplicate()).isTrue();
        assertThat(config.outputPrefix()).isEmpty();
        assertThat(config.storageClass()).isEqualTo("STANDARD");
        assertThat(config.partSize()).isEqualTo(5_242_880);
        assertThat(config.archive()).isNull();
        assertThat(config.keptOutputs()).isNull();
        assertThat(config.legacySuffixes()).containsExactly(".s3logs", ".processing");
        assertThat(config.compression()).isEqualTo(FragmentCompression.ZSTD);
        assertThat(config.transform().format()).isEqualTo(OutputFormat.GZ);
        assertThat(config.notices()).isEmpty();
    }

    @Test
    void stagingRootPathInBothSpellingsAndTheCorrectOneWins() {
        assertThat(config("S3LOGS_STAGGING_ROOT_PATH", "/a").layout().root())
                .isEqualTo(Path.of("/a"));
        assertThat(
                        config("S3LOGS_STAGGING_ROOT_PATH", "/a", "S3LOGS_STAGING_ROOT_PATH", "/b")
                                .layout()
                                .root())
                .isEqualTo(Path.of("/b"));
    }

    @Test
    void partitionSecondSetsTheWindowAndTheSmallestAggregation() throws Exception {
        assertThat(config("S3LOGS_STAGGING_PARTITION_SECOND", "600").layout().groups().seconds())
                .isEqualTo(1_200);
        assertThat(keys("S3LOGS_STAGGING_PARTITION_SECOND", "3600"))
                .allMatch(key -> key.contains("ALLBUCKETS-20260206T220000Z-"));
    }

    @Test
    void partitionTimeZoneAlignsAndNamesTheWindows() throws Exception {
        assertThat(
                        keys(
                                "S3LOGS_STAGGING_PARTITION_TZIF", "JST-9",
                                "S3LOGS_STAGGING_PARTITION_SECOND", "86400"))
                .allMatch(
                        key ->
                                key.startsWith("year=2026/month=02/day=07/hour=00/")
                                        && key.contains("20260206T150000Z"));
    }

    @Test
    void mergeOrigBucketsSetsTheScope() throws Exception {
        assertThat(keys("S3LOGS_STAGGING_MERGE_ORIG_BUCKETS", "false"))
                .allMatch(key -> key.contains("/photos-"));
    }

    @Test
    void outputTargetPrefixComesFirst() throws Exception {
        assertThat(keys("S3LOGS_TRANSFORM_OUTPUT_TARGET_PREFIX", "a/b"))
                .allMatch(key -> key.startsWith("a/b/year=2026/"));
    }

    @Test
    void outputPrefixFormatNamesThePartition() throws Exception {
        assertThat(keys("S3LOGS_TRANSFORM_OUTPUT_PREFIX_FMT", "dt=%F"))
                .allMatch(key -> key.startsWith("dt=2026-02-06/ALLBUCKETS-"));
    }

    @Test
    void outputFormatSetsTheCompression() throws Exception {
        assertThat(keys("S3LOGS_TRANSFORM_OUTPUT_FORMAT", "zst"))
                .allMatch(key -> key.endsWith(".accesslog.zst"));
    }

    @Test
    void jobIntervalAndMaxWaitSetThePatience() {
        assertThat(config("S3LOGS_TRANSFORM_JOB_INTERVAL", "60").transform().quiet())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(config("S3LOGS_TRANSFORM_MAX_WAIT", "120").transform().maxWait())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void storageClassAndChunkSizeGoToTheOutput() {
        AggregatorConfig config =
                config(
                        "S3LOGS_TRANSFORM_STORAGE_CLASS", "INTELLIGENT_TIERING",
                        "S3LOGS_TRANSFORM_MPU_CHUNK_SIZE", "8388608");

        assertThat(config.storageClass()).isEqualTo("INTELLIGENT_TIERING");
        assertThat(config.partSize()).isEqualTo(8 << 20);
    }

    @Test
    void processedLogsGoToTheArchiveWhenTheyAreNotCleanedUp() throws Exception {
        Path archive = folder.resolve("archive");
        keys(
                "S3LOGS_TRANSFORM_CLEANUP_PROCESSED_LOGS", "false",
                "S3LOGS_TRANSFORM_ARCHIVE_ROOT_PATH", archive.toString(),
                "S3LOGS_TRANSFORM_OUTPUT_FORMAT", "zst");

        assertThat(onlyLines(archive)).containsExactly(LogLines.get(T0, "photos", "A"));
    }

    @Test
    void aCopyOfEveryOutputStaysWhenUploadedFilesAreNotCleanedUp() throws Exception {
        Path kept = folder.resolve("kept");
        keys(
                "S3LOGS_TRANSFORM_CLEANUP_UPLOADED_PARQUET",
                "false",
                "S3LOGS_TRANSFORM_PARQUET_ROOT_PATH",
                kept.toString());

        assertThat(onlyLines(kept)).containsExactly(LogLines.get(T0, "photos", "A"));
    }

    private static List<String> onlyLines(Path root) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSize(1);
            return Flow.lines(Files.readAllBytes(found.get(0)));
        }
    }

    @Test
    void legacyFileSuffixesTellWhatIsTakenIn() throws Exception {
        AggregatorConfig config =
                config(
                        "S3LOGS_STAGGING_FILE_SUFFIX", ".old",
                        "S3LOGS_STAGGING_PROCESSING_SUFFIX", ".busy");
        Files.createDirectories(folder.resolve("ALLBUCKETS"));
        for (String name : List.of("a.old", "b.old.busy", "c.other")) {
            Files.writeString(folder.resolve("ALLBUCKETS").resolve(name), "x", UTF_8);
        }

        assertThat(LegacyFiles.find(List.of(folder), config.legacySuffixes()))
                .extracting(source -> source.path().getFileName().toString())
                .containsExactly("a.old", "b.old.busy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S3LOGS_FILE_BUF_SIZE",
                "S3LOGS_FILE_LOCK_TIMEOUT_SECONDS",
                "S3LOGS_FILE_LOCK_RETRY_WAIT_MS",
                "S3LOGS_STAGGING_FILE_DATETIME_FMT",
                "S3LOGS_TRANSFORM_PARQUET_WRTIER_BULK_LINES",
                "S3LOGS_CONFIG_ROOT_PATH",
                "S3LOGS_CONFIG_PARQUET_SCHEMA_FILE",
                "S3LOGS_CONFIG_PARQUET_WRITER_PROPERTIES_FILE"
            })
    void whatMeansNothingAnyMoreIsAcceptedAndSaysSo(String variable) {
        assertThat(config(variable, "whatever").notices())
                .singleElement()
                .asString()
                .startsWith(variable + " is set and has no effect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S3LOGS_STAGGING_PARTITION_SECOND           | soon       | integer",
                "S3LOGS_STAGGING_PARTITION_SECOND           | 0          | 1 to 86400",
                "S3LOGS_STAGGING_PARTITION_TZIF             | Mars/Base  | Mars/Base",
                "S3LOGS_STAGGING_MERGE_ORIG_BUCKETS         | maybe      | true",
                "S3LOGS_TRANSFORM_AGGREGATE_SECOND          | 1000       | multiple",
                "S3LOGS_TRANSFORM_AGGREGATE_SECOND          | 300        | multiple",
                "S3LOGS_TRANSFORM_OUTPUT_PREFIX_FMT         | day=%Q     | %Q",
                "S3LOGS_TRANSFORM_OUTPUT_FORMAT             | orc        | gz or zst",
                "S3LOGS_TRANSFORM_STORAGE_CLASS             | GLACIER    | INTELLIGENT_TIERING",
                "S3LOGS_TRANSFORM_MPU_CHUNK_SIZE            | 1024       | 5242880",
                "S3LOGS_TRANSFORM_JOB_INTERVAL              | -1         | 0 to",
                "S3LOGS_TRANSFORM_LOG_DEDUPLICATION         | 2          | true",
                "S3LOGS_TRANSFORM_CLEANUP_PROCESSED_LOGS    | nope       | true",
                "S3LOGS_TRANSFORM_CLEANUP_UPLOADED_PARQUET  | nope       | true",
                "S3LOGS_TRANSFORM_LEDGER_DAYS               | 7          | 30",
                "S3LOGS_STAGING_COMPRESSION                 | lzma       | ZSTD",
                "S3LOGS_AGGREGATE_CONCURRENCY               | 0          | 1 to"
            })
    void aBadValueNamesTheVariableTheValueAndWhatIsAllowed(
            String variable, String value, String allowed) {
        assertThatThrownBy(() -> config(variable, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(variable)
                .hasMessageContaining(value)
                .hasMessageContaining(allowed);
    }

    @Test
    void withoutAnOutputBucketTheErrorSaysWhereToNameOne() {
        Flow flow = new Flow(folder);

        assertThatThrownBy(() -> Outputs.s3(config(), flow.store, null, null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("S3LOGS_TRANSFORM_OUTPUT_BUCKET");
        assertThat(Outputs.s3(config(), flow.store, "mine", "p/").name())
                .isEqualTo(new S3Uri("mine", "p/").toString());
    }
}
