package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The whole flow without AWS: log objects in a store in memory, messages handed to the handler,
/// and the transformer writing to a second bucket.
final class Flow {

    static final String LOGS = "access-logs";
    static final String OUT = "partitions";

    final InMemoryObjectStore store = new InMemoryObjectStore(LOGS, OUT);
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    final AggregatorConfig config;
    private final AggregatorHandler handler;

    Flow(Path staging) {
        this(staging, Map.of(), null);
    }

    /// @param through wraps the store that the aggregator reads from, or null
    Flow(Path staging, Map<String, String> settings, ObjectStore through) {
        Map<String, String> variables = new HashMap<>(settings);
        variables.put("S3LOGS_STAGING_ROOT_PATH", staging.toString());
        variables.putIfAbsent("S3LOGS_TRANSFORM_OUTPUT_BUCKET", OUT);
        config = AggregatorConfig.of(variables);
        handler = handler(through == null ? store : through);
    }

    AggregatorHandler handler(ObjectStore source) {
        return new AggregatorHandler(
                config,
                source,
                new RunLog("test", new PrintStream(log, true, UTF_8), Clock.systemUTC()));
    }

    S3Uri put(String key, List<String> lines) throws IOException {
        S3Uri uri = new S3Uri(LOGS, key);
        store.put(uri, (String.join("\n", lines) + "\n").getBytes(ISO_8859_1));
        return uri;
    }

    /// The body of a message that announces the objects.
    static String body(S3Uri... objects) {
        List<String> records = new ArrayList<>();
        for (S3Uri object : objects) {
            records.add(
                    """
                    {"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-central-1",
                     "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
                     "object":{"key":"%s","size":1}}}"""
                            .formatted(object.bucket(), URLEncoder.encode(object.key(), UTF_8)));
        }
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    static SQSEvent.SQSMessage message(String id, String body) {
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId(id);
        message.setBody(body);
        return message;
    }

    /// Hands one batch to the handler; the ids of the messages that failed.
    List<String> deliver(SQSEvent.SQSMessage... messages) {
        return deliver(handler, messages);
    }

    static List<String> deliver(AggregatorHandler handler, SQSEvent.SQSMessage... messages) {
        return deliver(handler, new TestContext(), messages);
    }

    static List<String> deliver(
            AggregatorHandler handler, Context context, SQSEvent.SQSMessage... messages) {
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(messages));
        SQSBatchResponse response = handler.handleRequest(event, context);
        return response.getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .toList();
    }

    /// One message per object, all in one batch.
    List<String> deliverEach(List<S3Uri> objects) {
        return deliver(
                objects.stream()
                        .map(object -> message(object.toString(), body(object)))
                        .toArray(SQSEvent.SQSMessage[]::new));
    }

    TransformReport transform(boolean now) throws IOException {
        return transform(now, Clock.systemUTC());
    }

    TransformReport transform(boolean now, Clock clock) throws IOException {
        return Outputs.transformer(config, Outputs.s3(config, store, null, null), clock)
                .run(
                        now,
                        () -> true,
                        (group, failure) -> {
                            throw new AssertionError(group, failure);
                        });
    }

    /// The lines of every emitted file whose key starts so, in the order of keys.
    List<String> emitted(String prefix) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String key : store.keys(OUT)) {
            if (key.startsWith(prefix)) {
                lines.addAll(lines(store.content(new S3Uri(OUT, key))));
            }
        }
        return lines;
    }

    static List<String> lines(byte[] gzip) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), ISO_8859_1).lines().toList();
        }
    }
}
