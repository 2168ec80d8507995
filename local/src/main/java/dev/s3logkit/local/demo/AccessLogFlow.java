package dev.s3logkit.local.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.accesslog.RejectLine;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.stack.LocalAws;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The access-log flow: objects land in the log bucket, their notifications reach the queue, the
/// aggregator partitions them, the transformer writes the partitions out. Redelivery, late lines,
/// our own files and a message that can never work are part of it.
public final class AccessLogFlow {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int REDELIVERED = 40;

    private final LocalAws aws;
    private final DemoOutput output;
    private final String logs;
    private final String partitions;
    private final LineAudit audit = new LineAudit();

    /// The flow on services that run, told to `output`.
    public AccessLogFlow(LocalAws aws, DemoOutput output) {
        this.aws = aws;
        this.output = output;
        this.logs = aws.bucketName("LogBucket");
        this.partitions = aws.bucketName("OutputBucket");
    }

    /// Runs the flow; whether every line that went in came out once.
    public boolean run() throws IOException, InterruptedException, FunctionException {
        Map<String, byte[]> objects = DemoLogs.onTime();
        long started = System.nanoTime();
        output.step("delivering %,d log objects to s3://%s".formatted(objects.size(), logs));
        deliver(objects);
        objects.values().forEach(audit::delivered);
        put("rollup-2026-02-05-0a1b2c3d.tgz", new byte[1024]);
        sendMessageOfMissingObject();
        idle();
        List<Row> rows = new ArrayList<>();
        rows.add(row("delivered", logs, started));

        output.step("delivering %d of them once more, as S3 and SQS may".formatted(REDELIVERED));
        objects.entrySet().stream().limit(REDELIVERED).forEach(e -> put(e.getKey(), e.getValue()));
        idle();
        output.step("writing the partitions to s3://" + partitions);
        started = System.nanoTime();
        Map<String, Object> first = transform();
        rows.add(row("written out", partitions, started));

        Map<String, byte[]> late = DemoLogs.late();
        output.step(
                "delivering %d objects late, and the first ones a third time"
                        .formatted(late.size()));
        started = System.nanoTime();
        deliver(late);
        late.values().forEach(audit::delivered);
        objects.entrySet().stream().limit(REDELIVERED).forEach(e -> put(e.getKey(), e.getValue()));
        idle();
        Map<String, Object> second = transform();
        rows.add(row("with late lines", partitions, started));

        output.step("reading every partition back");
        long rejects = readBack();
        long dead = aws.messages("LogObjectDeadLetterQueue");
        output.table(rows);
        output.line("");
        output.fact("lines delivered", audit.in());
        output.fact("lines in partitions", audit.out() - rejects);
        output.fact("lines rejected and kept", rejects);
        output.fact("sources counted once though delivered again", repeated(first, second));
        output.fact("messages in the dead-letter queue (one names no object)", dead);
        List<String> differences = audit.differences();
        differences.forEach(output::line);
        return differences.isEmpty() && dead == 1 && rejects == 3;
    }

    private static long repeated(Map<String, Object> first, Map<String, Object> second) {
        return number(first, "sources_repeated") + number(second, "sources_repeated");
    }

    private static long number(Map<String, Object> counts, String name) {
        return counts.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private void deliver(Map<String, byte[]> objects) {
        objects.forEach(this::put);
    }

    private void put(String key, byte[] content) {
        aws.s3().putObject(r -> r.bucket(logs).key(key), RequestBody.fromBytes(content));
    }

    private void sendMessageOfMissingObject() {
        String body =
                """
                {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":\
                "ObjectCreated:Put","s3":{"bucket":{"name":"%s"},"object":{"key":"not-there"}}}]}"""
                        .formatted(logs);
        aws.sqs().sendMessage(r -> r.queueUrl(aws.queueUrl("LogObjectQueue")).messageBody(body));
    }

    private void idle() throws IOException, InterruptedException {
        if (!aws.awaitIdle(PATIENCE)) {
            throw new IOException(
                    "the queue is still not empty after %d s; %s holds what the functions logged"
                            .formatted(PATIENCE.toSeconds(), output.functionLog()));
        }
    }

    private Map<String, Object> transform()
            throws IOException, InterruptedException, FunctionException {
        return JSON.std.mapFrom(aws.invoke("TransformerFunction", "{\"now\":true}"));
    }

    private Row row(String step, String bucket, long started) {
        long count = 0;
        long bytes = 0;
        for (S3Object object : objects(bucket)) {
            count++;
            bytes += object.size();
        }
        return new Row(step, bucket, count, bytes, Duration.ofNanos(System.nanoTime() - started));
    }

    private List<S3Object> objects(String bucket) {
        S3Client s3 = aws.s3();
        return s3.listObjectsV2Paginator(r -> r.bucket(bucket)).contents().stream().toList();
    }

    /// Audits every line that came out; how many of them were rejects.
    private long readBack() throws IOException {
        long rejects = 0;
        for (S3Object object : objects(partitions)) {
            String name = "s3://" + partitions + "/" + object.key();
            byte[] bytes;
            try (InputStream in =
                    Decompression.open(
                            aws.s3().getObject(r -> r.bucket(partitions).key(object.key())),
                            name)) {
                bytes = in.readAllBytes();
            }
            boolean isReject = object.key().contains(".rejects.jsonl");
            for (String line : LineAudit.lines(bytes)) {
                rejects += isReject ? 1 : 0;
                audit.emitted(isReject ? original(line) : line);
            }
        }
        return rejects;
    }

    private static String original(String json) throws IOException {
        return new String(RejectLine.fromJson(json.getBytes(ISO_8859_1)).bytes(), ISO_8859_1);
    }

    /// One line of the table.
    record Row(String step, String bucket, long objects, long bytes, Duration took) {}
}
