package dev.s3logkit.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerHandlerTest {

    private static final String BUCKET = "s3logkit-logs-111122223333-eu-central-1";
    private static final List<String> KEYS =
            List.of(
                    "shop/2026-03-14-09-05-10-6C1F0A9B3D72E845",
                    "shop/2026-03-14-09-06-44-D07E92B1F5A38C46",
                    "web/2026-03-15-00-00-00-A81F5C20E7D94B36");

    /// Where no STS is.
    private static final Map<String, String> NOWHERE =
            Map.of(
                    "AWS_REGION", "eu-central-1",
                    "AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1",
                    "AWS_ACCESS_KEY_ID", "a",
                    "AWS_SECRET_ACCESS_KEY", "b",
                    "AWS_MAX_ATTEMPTS", "1");

    private final InMemoryObjectStore s3 = new InMemoryObjectStore(BUCKET);
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    private SQSBatchResponse handle(int remainingMillis) throws IOException {
        Map<String, Object> event =
                JSON.std.mapFrom(
                        Files.readAllBytes(
                                Path.of(
                                        System.getProperty("s3logkit.root"),
                                        "events/rollup-worker-several.json")));
        List<SQSEvent.SQSMessage> messages = new ArrayList<>();
        for (Object element : (List<?>) event.get("Records")) {
            Map<?, ?> fields = (Map<?, ?>) element;
            SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
            message.setMessageId((String) fields.get("messageId"));
            message.setBody((String) fields.get("body"));
            messages.add(message);
        }
        SQSEvent batch = new SQSEvent();
        batch.setRecords(messages);
        return new WorkerHandler(
                        RollupConfig.of(Map.of("ROLLUP_DELETE", "true")),
                        new RoleStores(NOWHERE, _ -> s3, Clock.systemUTC()),
                        new RunLog(
                                "worker", new PrintStream(logged, true, UTF_8), Clock.systemUTC()),
                        Clock.systemUTC())
                .handleRequest(batch, new TestContext(remainingMillis));
    }

    @Test
    void eachMessageFailsOrSucceedsForItself() throws IOException {
        for (String key : KEYS) {
            s3.put(new S3Uri(BUCKET, key), key.getBytes(UTF_8));
        }

        SQSBatchResponse response = handle(300_000);

        assertThat(response.getBatchItemFailures())
                .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .containsExactly("third", "fourth");
        assertThat(s3.keys(BUCKET))
                .satisfiesExactly(
                        key -> assertThat(key).startsWith("shop/rollup-2026-03-14-"),
                        key -> assertThat(key).startsWith("web/rollup-2026-03-15-"));
        assertThat(logged.toString(UTF_8))
                .contains(
                        "\"messages\":4",
                        "\"messages_failed\":2",
                        "\"archived\":3",
                        "\"deleted\":3")
                .contains("which is not JSON", "no-such-role cannot be assumed");
    }

    @Test
    void whatThereIsNoTimeForIsDeliveredAgain() throws IOException {
        for (String key : KEYS) {
            s3.put(new S3Uri(BUCKET, key), key.getBytes(UTF_8));
        }

        assertThat(handle(1_000).getBatchItemFailures()).hasSize(4);
        assertThat(s3.keys(BUCKET)).isEqualTo(KEYS);
    }

    @Test
    void anEmptyBatchIsDone() {
        SQSBatchResponse response =
                new WorkerHandler(
                                RollupConfig.of(Map.of()),
                                new RoleStores(Map.of(), _ -> s3, Clock.systemUTC()),
                                new RunLog(
                                        "worker",
                                        new PrintStream(logged, true, UTF_8),
                                        Clock.systemUTC()),
                                Clock.systemUTC())
                        .handleRequest(new SQSEvent(), new TestContext(300_000));

        assertThat(response.getBatchItemFailures()).isEmpty();
    }
}
