package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every file of `events/` goes through the handler that it is for.
class SampleEventsTest {

    private static final Path EVENTS =
            Path.of(System.getProperty("s3logkit.root")).resolve("events");
    private static final String BUCKET = "s3logkit-logs-111122223333-eu-central-1";
    private static final long T0 = Instant.parse("2026-03-14T09:00:00Z").getEpochSecond();
    private static final List<String> KEYS =
            List.of(
                    "shop/2026-03-14-09-05-10-6C1F0A9B3D72E845",
                    "shop/2026-03-14-09-06-44-D07E92B1F5A38C46",
                    "111122223333/eu-central-1/shop assets/2026/03/14/2026-03-14-00-00-00-A81F5C20E7D94B36",
                    "111122223333/eu-central-1/shop assets+2026/2026/03/14/2026-03-14-00-00-00-A81F5C20E7D94B36");

    @TempDir Path staging;

    private static Map<String, Object> read(String file) throws IOException {
        return JSON.std.mapFrom(Files.readAllBytes(EVENTS.resolve(file)));
    }

    private static SQSEvent.SQSMessage[] messages(String file) throws IOException {
        List<SQSEvent.SQSMessage> messages = new ArrayList<>();
        for (Object element : (List<?>) read(file).get("Records")) {
            Map<?, ?> message = (Map<?, ?>) element;
            messages.add(
                    Flow.message((String) message.get("messageId"), (String) message.get("body")));
        }
        return messages.toArray(SQSEvent.SQSMessage[]::new);
    }

    private Flow flowWithObjects() throws IOException {
        Flow flow = new Flow(staging);
        flow.store.createBucket(BUCKET);
        for (String key : KEYS) {
            String line = LogLines.get(T0, "photos", "ID" + KEYS.indexOf(key)) + "\n";
            flow.store.put(new S3Uri(BUCKET, key), line.getBytes(ISO_8859_1));
        }
        return flow;
    }

    @ParameterizedTest
    @CsvSource({
        "aggregator-s3.json, 1, ID0, 0",
        "aggregator-sns.json, 1, ID0, 0",
        "aggregator-sns-raw.json, 1, ID0, 0",
        "aggregator-eventbridge.json, 1, ID2, 0",
        "aggregator-test-event.json, 1, '', 0",
        "aggregator-several.json, 3, ID0 ID1 ID3, 1"
    })
    void theAggregatorStagesWhatTheEventNames(String file, int messages, String ids, int ownOutputs)
            throws Exception {
        Flow flow = flowWithObjects();

        assertThat(messages(file)).hasSize(messages);
        assertThat(flow.deliver(messages(file))).isEmpty();

        flow.transform(true);
        String[] expected = ids.isEmpty() ? new String[0] : ids.split(" ");
        assertThat(flow.emitted("year=2026/month=03/day=14/hour=09/"))
                .hasSize(expected.length)
                .allMatch(line -> Stream.of(expected).anyMatch(line::contains));
        assertThat(flow.log.toString(UTF_8)).contains("\"own_outputs\":" + ownOutputs);
    }

    @ParameterizedTest
    @CsvSource({
        "transformer-schedule.json, 0, 0",
        "transformer-now.json, 1, 0",
        "transformer-take-in.json, 0, 1"
    })
    void theTransformerDoesWhatTheEventAsksFor(String file, long setsOfWhatIsNotQuiet, long takenIn)
            throws Exception {
        Flow flow = flowWithObjects();
        flow.deliver(messages("aggregator-s3.json"));
        Map<String, Object> event = new HashMap<>(read(file));
        if (event.get("bucket") != null) {
            flow.store.createBucket((String) event.get("bucket"));
        }
        Path old = Files.createDirectory(staging.resolve("old"));
        Files.writeString(old.resolve("a.s3logs"), LogLines.get(T0, "photos", "OLD") + "\n");
        if (event.containsKey("aggregate")) {
            assertThat(event.put("aggregate", List.of(staging.toString())))
                    .isEqualTo(List.of("/mnt/s3logs/stagging"));
        }

        Map<String, Long> counts = handler(flow.store).handleRequest(event, new TestContext());

        assertThat(counts).containsEntry("sets", setsOfWhatIsNotQuiet);
        assertThat(counts.getOrDefault("taken_in_logs", 0L)).isEqualTo(takenIn);
    }

    private TransformerHandler handler(InMemoryObjectStore store) {
        return new TransformerHandler(
                Map.of(
                        "S3LOGS_STAGING_ROOT_PATH",
                        staging.toString(),
                        "S3LOGS_TRANSFORM_OUTPUT_BUCKET",
                        Flow.OUT),
                _ -> store,
                new RunLog(
                        "test",
                        new PrintStream(java.io.OutputStream.nullOutputStream()),
                        Clock.systemUTC()));
    }

    @Test
    void everyFileIsInTheTableAndIsTested() throws Exception {
        String table = Files.readString(EVENTS.resolve("README.md"));
        try (Stream<Path> files = Files.list(EVENTS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(
                            name ->
                                    name.startsWith("aggregator-")
                                            || name.startsWith("transformer-"))
                    .hasSize(9)
                    .allMatch(name -> table.contains("`" + name + "`"));
        }
    }
}
