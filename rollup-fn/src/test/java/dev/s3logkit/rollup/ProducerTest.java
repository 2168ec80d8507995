package dev.s3logkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.rollup.queue.TaskQueue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProducerTest {

    private static final Path EVENTS =
            Path.of(System.getProperty("s3logkit.root")).resolve("events");
    private static final String BUCKET = "s3logkit-logs-111122223333-eu-central-1";
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-03-17T06:00:00Z"), ZoneOffset.UTC);

    private final InMemoryObjectStore s3 = new InMemoryObjectStore(CLOCK, BUCKET);
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final List<String> sent = new ArrayList<>();
    private final TaskQueue queue =
            new TaskQueue() {
                @Override
                public int maxMessageBytes() {
                    return MAX_BATCH_BYTES;
                }

                @Override
                public void send(List<String> messages) {
                    sent.addAll(messages);
                }
            };

    private ProducerHandler handler(String region) {
        return new ProducerHandler(
                RollupConfig.of(Map.of()),
                new RoleStores(Map.of(), _ -> s3, CLOCK),
                region,
                () -> queue,
                new RunLog(
                        "producer", new PrintStream(logged, true, StandardCharsets.UTF_8), CLOCK),
                CLOCK);
    }

    private ProducerHandler handler() throws IOException {
        return handler(s3.region(BUCKET).orElseThrow());
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            s3.put(new S3Uri(BUCKET, key), new byte[3]);
        }
    }

    private static Map<String, Object> event(String file) throws IOException {
        return JSON.std.mapFrom(Files.readAllBytes(EVENTS.resolve(file)));
    }

    @Test
    void theScheduleSendsOneTaskForEachDayAndPrefix() throws IOException {
        put(
                "shop/2026-03-14-09-05-10-6C1F0A9B3D72E845",
                "shop/2026-03-14-09-06-44-D07E92B1F5A38C46");
        put(
                "shop/2026-03-16-09-05-10-6C1F0A9B3D72E845",
                "shop/2026-03-17-05-05-10-6C1F0A9B3D72E845");

        Map<String, Long> counts =
                handler().handleRequest(event("rollup-producer-schedule.json"), null);

        assertThat(counts)
                .containsEntry("tasks", 2L)
                .containsEntry("logs", 3L)
                .containsEntry("young", 1L);
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst())
                .startsWith(
                        """
                        {"s3_role":null,"bucket_name":"%s","common_prefix":"shop/",\
                        "basenames":["2026-03-14-09-05-10-6C1F0A9B3D72E845","2026-03-14-09-06-44-D07E92B1F5A38C46"]"""
                                .formatted(BUCKET));
        assertThat(logged.toString(StandardCharsets.UTF_8))
                .contains("\"tasks\":2", "\"requests_list\":1");
    }

    @Test
    void theEventMayAskForOlderLogs() throws IOException {
        put(
                "shop/2026-03-14-09-05-10-6C1F0A9B3D72E845",
                "shop/2026-03-16-09-05-10-6C1F0A9B3D72E845");

        Map<String, Long> counts =
                handler().handleRequest(event("rollup-producer-older.json"), null);

        assertThat(counts).containsEntry("tasks", 1L).containsEntry("young", 1L);
    }

    @Test
    void aPrefixThatCannotBeSearchedFailsTheRunAfterTheOthersWereSent() throws IOException {
        put("shop/2026-03-14-09-05-10-6C1F0A9B3D72E845");
        Map<String, Object> event =
                Map.of("prefixes", List.of("s3://" + BUCKET + "/", "s3://no-such-bucket/"));
        ProducerHandler handler = handler();

        assertThatThrownBy(() -> handler.handleRequest(event, null))
                .isInstanceOf(ProducerFailedException.class)
                .hasMessageContaining("1 prefixes could not be searched")
                .hasMessageContaining("s3://no-such-bucket/: no such bucket");
        assertThat(sent).hasSize(1);
    }

    @Test
    void aBucketElsewhereFailsTheRun() {
        Map<String, Object> event = Map.of("prefixes", List.of("s3://" + BUCKET + "/"));
        ProducerHandler handler = handler("ap-south-2");

        assertThatThrownBy(() -> handler.handleRequest(event, null))
                .isInstanceOf(ProducerFailedException.class)
                .hasMessageContaining("the bucket is in ")
                .hasMessageContaining("not in the region of this client");
    }

    static Stream<Arguments> badEvents() {
        return Stream.of(
                Arguments.of("prefixes", "s3://bucket/", "expected a list such as"),
                Arguments.of("prefixes", List.of(), "expected a list such as"),
                Arguments.of(
                        "prefixes", List.of("bucket/logs/"), "'bucket/logs/' is not an S3 URL"),
                Arguments.of("prefixes", List.of("https://bucket/"), "is not an S3 URL"),
                Arguments.of("prefixes", List.of("s3://"), "bucket name ''"),
                Arguments.of("prefixes", Arrays.asList("s3://bucket/", null), "holds null"),
                Arguments.of("s3_role", 7, "expected the ARN of a role"),
                Arguments.of("min_age_days", -1, "an integer from 0 to 3650"),
                Arguments.of("min_age_days", "1", "an integer from 0 to 3650"),
                Arguments.of("quiet_minutes", 1.5, "an integer from 0 to 10080"));
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void aBadEventIsRefusedWithTheReason(String field, Object value, String reason) {
        Map<String, Object> event =
                field.equals("prefixes")
                        ? Map.of(field, value)
                        : Map.of(field, value, "prefixes", List.of("s3://bucket/"));

        assertThatThrownBy(() -> ProducerEvent.of(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aFunctionWithoutAQueueDoesNotStart() {
        assertThatThrownBy(() -> new ProducerHandler(Map.of("AWS_REGION", "eu-west-1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ROLLUP_QUEUE_NAME");
    }
}
