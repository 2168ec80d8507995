package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.common.s3.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();

    @TempDir Path staging;

    private static List<String> someLines(Random random, int count, int hours) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(
                    LogLines.get(
                            T0 + random.nextInt(hours * 3_600),
                            "source-" + random.nextInt(3),
                            "%016X".formatted(random.nextLong())));
        }
        return lines;
    }

    @Test
    void anObjectBecomesOneFilePerWindowInTheOrderOfTime() throws Exception {
        Flow flow = new Flow(staging);
        List<String> lines =
                List.of(
                        LogLines.get(T0 + 1_000, "photos", "A2"),
                        LogLines.get(T0 + 5, "photos", "A1"),
                        LogLines.get(T0 + 1, "photos", "A0"));
        S3Uri object = flow.put("2026-02-06-10-30-00-AAAA", lines);

        assertThat(flow.deliverEach(List.of(object))).isEmpty();
        TransformReport report = flow.transform(true);

        assertThat(flow.store.keys(Flow.OUT))
                .hasSize(2)
                .allMatch(
                        key ->
                                key.matches(
                                        "year=2026/month=02/day=06/hour=10/ALLBUCKETS-20260206T10(00|15)00Z-[0-9a-f]{16}\\.accesslog\\.gz"));
        assertThat(flow.emitted("year=2026/"))
                .containsExactly(lines.get(2), lines.get(1), lines.get(0));
        assertThat(report.records()).isEqualTo(3);
        assertThat(report.outputs()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void fiveDeliveriesInAnyOrderAndBatchesAlsoAfterEmissionGiveEachLineOnce(long seed)
            throws Exception {
        Random random = new Random(seed);
        Flow flow = new Flow(staging);
        List<String> all = new ArrayList<>();
        List<S3Uri> deliveries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<String> lines = someLines(random, 1 + random.nextInt(40), 2);
            all.addAll(lines);
            S3Uri object = flow.put("2026-02-06-12-00-%02d-OBJ".formatted(i), lines);
            deliveries.addAll(Collections.nCopies(5, object));
        }
        Collections.shuffle(deliveries, random);
        for (int from = 0; from < deliveries.size(); ) {
            int to = Math.min(deliveries.size(), from + 1 + random.nextInt(15));
            List<SQSEvent.SQSMessage> batch = new ArrayList<>();
            for (int i = from; i < to; i++) {
                batch.add(Flow.message("m" + i, Flow.body(deliveries.get(i))));
            }
            assertThat(flow.deliver(batch.toArray(SQSEvent.SQSMessage[]::new))).isEmpty();
            if (random.nextInt(3) == 0) {
                flow.transform(true);
            }
            from = to;
        }
        flow.transform(true);

        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void twoLinesOfOneRequestAreBothKept() throws Exception {
        Flow flow = new Flow(staging);
        List<String> lines =
                List.of(
                        LogLines.line(T0, "photos", "SAME", "BATCH.DELETE.OBJECT", "a.jpg"),
                        LogLines.line(T0, "photos", "SAME", "BATCH.DELETE.OBJECT", "b.jpg"),
                        LogLines.line(T0, "photos", "COPY", "REST.COPY.OBJECT", "c.jpg"),
                        LogLines.line(T0, "photos", "COPY", "REST.COPY.OBJECT_GET", "c.jpg"));
        flow.deliverEach(List.of(flow.put("log", lines)));
        flow.transform(true);

        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void aLineThatS3DeliversInTwoObjectsIsEmittedOnceUnlessAskedOtherwise() throws Exception {
        String line = LogLines.get(T0, "photos", "TWICE");
        for (boolean deduplicate : new boolean[] {true, false}) {
            Flow flow =
                    new Flow(
                            staging.resolve("" + deduplicate),
                            Map.of("S3LOGS_TRANSFORM_LOG_DEDUPLICATION", "" + deduplicate),
                            null);
            flow.deliverEach(
                    List.of(flow.put("a", List.of(line)), flow.put("b", List.of(line, line))));
            TransformReport report = flow.transform(true);

            assertThat(flow.emitted("year=")).hasSize(deduplicate ? 1 : 3).containsOnly(line);
            assertThat(report.duplicates()).isEqualTo(deduplicate ? 2 : 0);
        }
    }

    @Test
    void rejectsAreKeptByteForByteWithObjectLineAndReason() throws Exception {
        Flow flow = new Flow(staging);
        S3Uri object = new S3Uri(Flow.LOGS, "prefix/2026-02-06-10-00-00-BAD");
        byte[] body =
                ("no log line\n" + LogLines.get(T0, "photos", "GOOD") + "\n\u00ff\u00fe\n")
                        .getBytes(ISO_8859_1);
        flow.store.put(object, body, Instant.parse("2026-02-06T11:20:00Z"), Map.of());
        flow.deliverEach(List.of(object));
        TransformReport report = flow.transform(true);

        assertThat(flow.store.keys(Flow.OUT))
                .anyMatch(
                        key ->
                                key.matches(
                                        "rejects/year=2026/month=02/day=06/hour=11/ALLBUCKETS-20260206T111500Z-[0-9a-f]{16}\\.rejects\\.jsonl\\.gz"));
        List<Map<String, Object>> rejects = new ArrayList<>();
        for (String line : flow.emitted("rejects/")) {
            rejects.add(JSON.std.mapFrom(new String(line.getBytes(ISO_8859_1), UTF_8)));
        }
        assertThat(rejects).hasSize(2);
        assertThat(rejects).allMatch(r -> r.get("object").equals(object.toString()));
        assertThat(rejects).extracting(r -> r.get("line")).containsExactlyInAnyOrder(1, 3);
        assertThat(rejects).allMatch(r -> !((String) r.get("reason")).isBlank());
        assertThat(rejects).anyMatch(r -> "no log line".equals(r.get("text")));
        assertThat(rejects).anyMatch(r -> "//4=".equals(r.get("base64")));
        assertThat(report.records()).isEqualTo(1);
        assertThat(report.rejects()).isEqualTo(2);
    }

    @Test
    void aFragmentThatArrivesAfterASetWasListedGoesOutWithTheNext() throws Exception {
        Flow flow = new Flow(staging);
        List<String> first = someLines(new Random(1), 10, 1);
        List<String> late = someLines(new Random(2), 10, 1);
        flow.deliverEach(List.of(flow.put("first", first)));
        flow.transform(true);
        List<String> keys = flow.store.keys(Flow.OUT);
        flow.deliverEach(List.of(flow.put("late", late)));
        flow.transform(true);

        assertThat(flow.store.keys(Flow.OUT)).containsAll(keys).hasSizeGreaterThan(keys.size());
        List<String> all = new ArrayList<>(first);
        all.addAll(late);
        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void groupsWaitUntilTheyAreQuiet() throws Exception {
        Flow flow = new Flow(staging);
        flow.deliverEach(List.of(flow.put("log", someLines(new Random(3), 5, 1))));

        TransformReport early = flow.transform(false);
        TransformReport later =
                flow.transform(false, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(601)));

        assertThat(early.sets()).isZero();
        assertThat(early.waiting()).isPositive();
        assertThat(later.sets()).isPositive();
        assertThat(flow.emitted("year=")).hasSize(5);
    }

    @Test
    void oneScopePerSourceBucketWhenBucketsAreNotMerged() throws Exception {
        Flow flow = new Flow(staging, Map.of("S3LOGS_STAGGING_MERGE_ORIG_BUCKETS", "false"), null);
        List<String> lines =
                List.of(
                        LogLines.get(T0, "photos", "1"),
                        LogLines.get(T0, "videos", "2"),
                        LogLines.get(T0 + 1, "photos", "3"));
        flow.deliverEach(List.of(flow.put("log", lines)));
        flow.transform(true);

        assertThat(flow.store.keys(Flow.OUT)).hasSize(2);
        assertThat(flow.emitted("year=2026/month=02/day=06/hour=10/photos-"))
                .containsExactly(lines.get(0), lines.get(2));
        assertThat(flow.emitted("year=2026/month=02/day=06/hour=10/videos-"))
                .containsExactly(lines.get(1));
    }

    @Test
    void partitionsOfOneAggregationWindowGoOutTogether() throws Exception {
        Flow flow =
                new Flow(
                        staging,
                        Map.of(
                                "S3LOGS_STAGING_PARTITION_SECOND", "300",
                                "S3LOGS_TRANSFORM_AGGREGATE_SECOND", "3600"),
                        null);
        List<String> lines = someLines(new Random(5), 100, 1);
        flow.deliverEach(List.of(flow.put("log", lines)));
        flow.transform(true);

        assertThat(flow.store.keys(Flow.OUT)).hasSize(1);
        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void largeOutputsAreSplitAndARerunFollowsTheSplit() throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("S3LOGS_TRANSFORM_SPLIT_BYTES", Integer.toString(1 << 20));
        settings.put("S3LOGS_TRANSFORM_OUTPUT_TARGET_PREFIX", "access");
        Flow flow = new Flow(staging, settings, null);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            lines.add(LogLines.get(T0 + i / 10, "photos", "%016X".formatted(i)));
        }
        flow.deliverEach(List.of(flow.put("log", lines)));
        flow.transform(true);

        assertThat(flow.store.keys(Flow.OUT))
                .hasSizeGreaterThan(2)
                .allMatch(key -> key.startsWith("access/year=2026/"))
                .anyMatch(key -> key.endsWith("-2.gz"));
        assertThat(flow.emitted("access/")).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void ownOutputsTestEventsAndRemovalsAreAcknowledgedAndNotRead() throws Exception {
        Flow flow = new Flow(staging);
        List<SQSEvent.SQSMessage> messages = new ArrayList<>();
        for (String key :
                List.of(
                        "p/rollup-2026-02-05-0a1b2c3d.tgz",
                        "p/x.tar.zst",
                        "p/x.parquet",
                        "compressed-logs/x.zip",
                        "year=2026/ALLBUCKETS-20260206T100000Z-0123456789abcdef.accesslog.gz",
                        "ALLBUCKETS-20260206T100000Z-0123456789abcdef-2.accesslog.zst",
                        "rejects/a.rejects.jsonl.gz")) {
            messages.add(Flow.message(key, Flow.body(new S3Uri(Flow.LOGS, key))));
        }
        messages.add(
                Flow.message(
                        "test",
                        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2026-02-06T10:00:00.000Z\",\"Bucket\":\"access-logs\",\"RequestId\":\"R\",\"HostId\":\"H\"}"));
        messages.add(
                Flow.message(
                        "removed",
                        Flow.body(new S3Uri(Flow.LOGS, "gone"))
                                .replace("ObjectCreated:Put", "ObjectRemoved:Delete")));

        assertThat(flow.deliver(messages.toArray(SQSEvent.SQSMessage[]::new))).isEmpty();

        assertThat(flow.store.requests().get()).isZero();
        assertThat(flow.log.toString(UTF_8)).contains("\"own_outputs\":7");
    }

    @Test
    void emptyObjectsAndEmptyBatchesAreFine() throws Exception {
        Flow flow = new Flow(staging);
        S3Uri empty = new S3Uri(Flow.LOGS, "empty");
        flow.store.put(empty, new byte[0]);

        assertThat(flow.deliver()).isEmpty();
        assertThat(flow.deliverEach(List.of(empty))).isEmpty();
        assertThat(flow.transform(true).sets()).isZero();
    }

    @Test
    void nothingStaysInTheStagingFolderButLedgers() throws Exception {
        Flow flow = new Flow(staging);
        flow.deliverEach(List.of(flow.put("log", someLines(new Random(9), 50, 5))));
        flow.transform(true);

        try (Stream<Path> files = Files.walk(staging.resolve("fragments"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        try (Stream<Path> files = Files.walk(staging.resolve("sets"))) {
            assertThat(files.filter(Files::isRegularFile).map(p -> p.getFileName().toString()))
                    .allMatch(name -> name.matches("(set|ledger|lease)-.*"));
        }
    }

    @Test
    void ledgersAreForgottenAfterTheirTime() throws Exception {
        Flow flow = new Flow(staging);
        flow.deliverEach(List.of(flow.put("log", someLines(new Random(9), 5, 1))));
        flow.transform(true);
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(31 + 365));
        flow.transform(true, later);

        try (Stream<Path> files = Files.walk(staging)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
