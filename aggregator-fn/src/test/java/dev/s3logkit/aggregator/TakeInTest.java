package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Staging files of the system before this one.
class TakeInTest {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();

    @TempDir Path folder;

    private static List<String> lines(String name) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            lines.add(LogLines.get(T0 + i * 100L, "photos", name + i));
        }
        return lines;
    }

    private static TransformerHandler handler(Flow flow) {
        return new TransformerHandler(
                Map.of(
                        "S3LOGS_STAGING_ROOT_PATH",
                        flow.config.layout().root().toString(),
                        "S3LOGS_TRANSFORM_OUTPUT_BUCKET",
                        Flow.OUT),
                _ -> flow.store,
                new RunLog("test", new PrintStream(flow.log, true, UTF_8), Clock.systemUTC()));
    }

    private static Map<String, Object> event(Path... folders) {
        return Map.of(
                "now", true, "aggregate", Arrays.stream(folders).map(Path::toString).toList());
    }

    @Test
    void filesOfBothSuffixesAreTakenInOnceHoweverOftenTheyAreFound() throws Exception {
        Path staging = Files.createDirectories(folder.resolve("staging"));
        Path old = Files.createDirectories(staging.resolve("ALLBUCKETS/2026"));
        List<String> expected = new ArrayList<>();
        for (String name :
                List.of("2026-02-06-10-00-00+0000.s3logs", "2026-02-06-10-15-00.processing")) {
            Files.write(old.resolve(name), lines(name.substring(18)));
            expected.addAll(lines(name.substring(18)));
        }
        Files.write(old.resolve("2026-02-06-10-00-00.parquet"), lines("no"));
        Flow flow = new Flow(staging);
        TransformerHandler handler = handler(flow);

        Map<String, Long> first = handler.handleRequest(event(staging), new TestContext());
        Map<String, Long> second = handler.handleRequest(event(staging), new TestContext());

        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(first).containsEntry("taken_in_logs", 2L).containsEntry("records", 40L);
        assertThat(second).containsEntry("taken_in_logs", 2L).containsEntry("records", 0L);
        assertThat(old).isDirectoryContaining(file -> file.toString().endsWith(".processing"));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path gone = folder.resolve("gone");
        TransformerHandler handler = handler(new Flow(folder));
        assertThatThrownBy(() -> handler.handleRequest(event(gone), new TestContext()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(gone.toString())
                .hasMessageContaining("no such file or folder");
    }

    @Test
    void aFileThatCannotBeReadFailsTheRunAfterAllOthersWereWrittenOut() throws Exception {
        Path old = Files.createDirectories(folder.resolve("old"));
        Files.write(old.resolve("good.s3logs"), lines("good"));
        // Says that it is gzip, and is not.
        Files.write(old.resolve("bad.s3logs"), new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4});
        Flow flow = new Flow(folder.resolve("staging"));

        assertThatThrownBy(() -> handler(flow).handleRequest(event(old), new TestContext()))
                .isInstanceOf(TransformFailedException.class)
                .hasMessageContaining("1 files");

        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(lines("good"));
        assertThat(flow.log.toString(UTF_8)).contains("bad.s3logs");
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsNotCounted() throws Exception {
        Path file = Files.write(folder.resolve("x.s3logs"), lines("first"));
        LogSource growing =
                new LogSource() {
                    @Override
                    public String name() {
                        return file.toString();
                    }

                    @Override
                    public void stage(Intake intake) throws java.io.IOException {
                        new FileLogSource(file, null)
                                .stage(
                                        (name, time, body, id) -> {
                                            InputStream appending = body;
                                            Files.write(
                                                    file,
                                                    lines("second"),
                                                    StandardOpenOption.APPEND);
                                            return intake.take(name, time, appending, id);
                                        });
                    }
                };
        Flow flow = new Flow(folder.resolve("staging"));
        Aggregator aggregator = new Aggregator(flow.config, Clock.systemUTC());
        AggregateReport report = aggregator.aggregate(List.of(growing), () -> true);
        assertThat(report.failures().get(file.toString())).hasMessageContaining("changed while");
        assertThat(flow.transform(true).records()).isZero();

        assertThat(
                        aggregator
                                .aggregate(List.of(new FileLogSource(file, null)), () -> true)
                                .failures())
                .isEmpty();
        assertThat(flow.transform(true).records()).isEqualTo(40);
    }

    @Test
    void aFileThatIsNotThereIsNamedWithTheWholePath() throws Exception {
        Flow flow = new Flow(folder.resolve("staging"));
        Path gone = folder.resolve("gone.log");
        AggregateReport report =
                new Aggregator(flow.config, Clock.systemUTC())
                        .aggregate(List.of(new FileLogSource(gone, null)), () -> true);
        assertThat(report.failures().get(gone.toString()))
                .hasMessageContaining(gone.toString())
                .hasMessageContaining("no such file");
    }
}
