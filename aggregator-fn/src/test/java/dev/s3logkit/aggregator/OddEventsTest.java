package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OddEventsTest {

    private static final String LINE = LogLines.get(1_770_000_000L, "photos", "SECRETID");

    @TempDir Path folder;

    @Test
    void aMessageWithoutABodyFailsAlone() throws Exception {
        Flow flow = new Flow(folder);
        S3Uri good = flow.put("good", List.of(LINE));
        assertThat(flow.deliver(Flow.message("none", null), Flow.message("good", Flow.body(good))))
                .containsExactly("none");
        flow.transform(true);
        assertThat(flow.emitted("year=")).containsExactly(LINE);
    }

    @Test
    void anEventWithoutMessagesIsFine() {
        Flow flow = new Flow(folder);
        assertThat(
                        flow.handler(flow.store)
                                .handleRequest(new SQSEvent(), new TestContext())
                                .getBatchItemFailures())
                .isEmpty();
    }

    @Test
    void aMessageThatIsInTheBatchTwiceIsStagedOnceAndFailsOnce() throws Exception {
        Flow flow = new Flow(folder);
        S3Uri good = flow.put("good", List.of(LINE));
        S3Uri gone = new S3Uri(Flow.LOGS, "gone");
        assertThat(
                        flow.deliver(
                                Flow.message("a", Flow.body(good)),
                                Flow.message("a", Flow.body(good)),
                                Flow.message("b", Flow.body(gone)),
                                Flow.message("b", Flow.body(gone))))
                .containsExactly("b");
        flow.transform(true);
        assertThat(flow.emitted("year=")).containsExactly(LINE);
    }

    @Test
    void aStagingFolderThatCannotBeMadeFailsEveryMessageAndIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Flow flow = new Flow(file);
        List<S3Uri> objects = List.of(flow.put("x", List.of(LINE)), flow.put("y", List.of(LINE)));
        assertThat(flow.deliverEach(objects)).hasSize(2);
        assertThat(flow.log.toString(UTF_8)).contains(file.toString());
    }

    @Test
    void linesOfTheFirstAndTheLastYearComeOutToo() throws Exception {
        Flow flow = new Flow(folder);
        List<String> lines =
                List.of(
                        LINE.replaceFirst("\\[[^]]*]", "[01/Jan/0000:00:00:00 +0000]"),
                        LINE.replaceFirst("\\[[^]]*]", "[01/Jan/0001:00:00:00 +0000]"),
                        LINE.replaceFirst("\\[[^]]*]", "[31/Dec/9999:23:59:59 -1800]"));
        flow.deliverEach(List.of(flow.put("x", lines)));
        assertThat(flow.transform(true).records()).isEqualTo(3);
        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void everyLogLineIsJsonAndTheRunsLineIsInEmbeddedMetricFormatWithoutContentOfLogs()
            throws Exception {
        Flow flow = new Flow(folder);
        flow.deliver(
                Flow.message("good", Flow.body(flow.put("good", List.of(LINE, "SECRETREJECT")))),
                Flow.message("odd", "hello \"\n\u00e9"),
                Flow.message("gone", Flow.body(new S3Uri(Flow.LOGS, "gone"))));

        String log = flow.log.toString(UTF_8);
        assertThat(log).doesNotContain("SECRET").isASCII();
        List<String> lines = log.lines().toList();
        assertThat(lines).hasSize(3);
        for (String line : lines) {
            assertThat(JSON.std.mapFrom(line)).containsKeys("timestamp", "function", "level");
        }
        Map<String, Object> run = JSON.std.mapFrom(lines.getLast());
        assertThat(run)
                .containsEntry("messages", 3)
                .containsEntry("messages_failed", 2)
                .containsEntry("lines_accepted", 1)
                .containsEntry("lines_rejected", 1)
                .containsEntry("requests_get", 2)
                .containsEntry("function", "test");
        Map<?, ?> aws = (Map<?, ?>) run.get("_aws");
        assertThat(aws.get("Timestamp")).isInstanceOf(Long.class);
        Map<?, ?> directive = (Map<?, ?>) ((List<?>) aws.get("CloudWatchMetrics")).getFirst();
        assertThat(directive.get("Namespace")).isEqualTo("s3logkit");
        assertThat(directive.get("Dimensions")).isEqualTo(List.of(List.of("function")));
        List<?> metrics = (List<?>) directive.get("Metrics");
        assertThat(metrics).hasSizeBetween(1, 100);
        for (Object metric : metrics) {
            Map<?, ?> definition = (Map<?, ?>) metric;
            assertThat(run.get(definition.get("Name"))).isInstanceOf(Number.class);
            assertThat(definition.get("Unit")).isIn("Count", "Bytes");
        }
    }
}
