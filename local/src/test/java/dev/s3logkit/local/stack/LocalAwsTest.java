package dev.s3logkit.local.stack;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.fault.FaultPlan;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.MappingMetrics;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.testfunction.FunctionZip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.sqs.model.Message;

class LocalAwsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration WINDOW = Duration.ofMillis(100);

    @TempDir Path folder;
    final List<String> log = new CopyOnWriteArrayList<>();
    LocalAws aws;

    @BeforeEach
    void start() throws IOException {
        Files.copy(Path.of("src/test/resources/template.yaml"), folder.resolve("template.yaml"));
        FunctionZip.create(folder.resolve("function.zip"));
        aws = LocalAws.start(options());
    }

    @AfterEach
    void stop() throws IOException {
        aws.close();
    }

    private LocalAwsOptions options() {
        return LocalAwsOptions.of(folder.resolve("template.yaml"))
                .withTuning(Tuning.quick(WINDOW))
                .withLog((function, message) -> log.add(function + " " + message));
    }

    @Test
    void notifiesTheFunctionOfWhatIsPutCopiedAndUploadedInParts() throws Exception {
        put("logs/a b+ü/100%\"q\".gz", "12345");
        aws.s3()
                .copyObject(
                        b ->
                                b.sourceBucket("logs")
                                        .sourceKey("logs/a b+ü/100%\"q\".gz")
                                        .destinationBucket("logs")
                                        .destinationKey("logs/copy"));
        upload("logs/parts");
        put("elsewhere/x", "not told");

        assertThat(aws.awaitIdle(LONG)).isTrue();
        List<Map<String, Object>> events = received();
        assertThat(events).extracting(e -> e.get("Event")).containsOnlyOnce("s3:TestEvent");
        List<Map<String, Object>> records = new ArrayList<>(records(events));
        records.sort(comparing(r -> String.valueOf(object(r).get("sequencer"))));
        assertThat(records)
                .extracting(r -> r.get("eventName"))
                .containsExactly(
                        "ObjectCreated:Put",
                        "ObjectCreated:Copy",
                        "ObjectCreated:CompleteMultipartUpload");
        assertThat(records)
                .extracting(r -> object(r).get("key"))
                .containsExactly("logs/a+b%2B%C3%BC/100%25%22q%22.gz", "logs/copy", "logs/parts");
        assertThat(object(records.getFirst()))
                .containsEntry("size", 5)
                .containsEntry("eTag", "827ccb0eea8a706c4c34a16891f84e7b");
        assertThat(records.getFirst())
                .containsEntry("eventVersion", "2.1")
                .containsEntry("eventSource", "aws:s3")
                .containsEntry("awsRegion", "us-east-1");
        assertThat(records)
                .extracting(r -> String.valueOf(object(r).get("sequencer")))
                .allMatch(sequencer -> sequencer.matches("[0-9A-F]{18}"));
    }

    @Test
    void notifiesOfRemovalsWithoutSizeAndEtag() throws Exception {
        put("k", "");
        aws.s3().deleteObject(b -> b.bucket("logs").key("k"));
        aws.s3().deleteObject(b -> b.bucket("logs").key("never there"));

        List<Message> messages = receive("Removals", 2);
        assertThat(messages.getFirst().body()).contains("s3:TestEvent");
        Map<String, Object> record = records(List.of(json(messages.getLast().body()))).getFirst();
        assertThat(record).containsEntry("eventName", "ObjectRemoved:Delete");
        assertThat(object(record)).containsOnlyKeys("key", "sequencer");
        assertThat(aws.messages("Removals")).isEqualTo(2);
    }

    @Test
    void deletesWhatSucceededAndBringsWhatFailedToTheDeadLetterQueue() throws Exception {
        for (int i = 0; i < 20; i++) {
            put("logs/good-" + i, "");
        }
        put("logs/poison", "");

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(keys()).filteredOn(key -> key.contains("good")).hasSize(20);
        assertThat(keys()).filteredOn("logs/poison"::equals).hasSize(3);
        assertThat(aws.messages("Dead")).isEqualTo(1);
        MappingMetrics metrics = aws.mappings().getFirst().metrics();
        assertThat(metrics.messagesOk()).as("with the test event").isEqualTo(21);
        assertThat(metrics.messagesFailed()).isEqualTo(3);
        assertThat(metrics.failedInvocations()).isZero();
    }

    @Test
    void failsTheWholeBatchWhenTheHandlerThrowsOrNamesAStranger() throws Exception {
        put("logs/explode", "");
        assertThat(aws.awaitIdle(LONG)).isTrue();
        put("logs/stranger", "");
        assertThat(aws.awaitIdle(LONG)).isTrue();

        assertThat(keys()).filteredOn("logs/explode"::equals).hasSize(3);
        assertThat(keys()).filteredOn("logs/stranger"::equals).hasSize(3);
        assertThat(log).anyMatch(line -> line.contains("asked to explode"));
        assertThat(aws.mappings().getFirst().metrics().failedInvocations()).isEqualTo(3);
    }

    @Test
    void endsAHandlerThatTakesTooLongAndGoesOn() throws Exception {
        assertThat(aws.awaitIdle(LONG)).as("the test event is through").isTrue();
        put("logs/hang", "");
        assertThat(aws.awaitIdle(LONG)).isTrue();
        put("logs/after", "");
        assertThat(aws.awaitIdle(LONG)).isTrue();

        assertThat(log).anyMatch(line -> line.contains("Task timed out after 1.00 seconds"));
        assertThat(keys()).contains("logs/after");
        assertThat(aws.messages("Dead")).isEqualTo(1);
    }

    @Test
    void gathersBatchesAndKeepsToTheirSize() throws Exception {
        for (int i = 0; i < 250; i++) {
            put("logs/" + i, "");
        }

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(batches())
                .allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(100))
                .hasSizeLessThan(125);
        assertThat(keys()).doesNotHaveDuplicates().hasSize(250);
    }

    @Test
    void deliversDuplicatedAndReorderedNotificationsAllTheSame() throws Exception {
        aws.close();
        Faults faults = new Faults(FaultPlan.quiet(7).withNotifications(0.3, 0.3));
        aws = LocalAws.start(options().withFaults(faults));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            expected.add("logs/%02d".formatted(i));
            put(expected.getLast(), "");
        }

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(keys()).hasSizeGreaterThan(50).containsAll(expected);
        assertThat(faults.injected()).isPositive();
    }

    @Test
    void invokesStreamHandlersWithTheirEnvironmentAndOnlyTheirClasses() throws Exception {
        assertThat(aws.invoke("Streamer", "\"hello\"")).isEqualTo("streamer \"hello\"");
        assertThat(log).contains("Streamer got \"hello\"");
        assertThat(aws.invoke("Streamer", "\"environment\""))
                .contains(
                        "AWS_ENDPOINT_URL_S3=" + aws.s3Endpoint(),
                        "AWS_ENDPOINT_URL_SQS=" + aws.sqsEndpoint(),
                        "AWS_LAMBDA_FUNCTION_NAME=streamer",
                        "AWS_REGION=us-east-1",
                        "OUT=logs");
        assertThat(aws.invoke("Streamer", "\"classes\"")).isEqualTo("--");
        assertThat(aws.invoke("Streamer", "\"loader\"")).isEqualTo("own");
    }

    @Test
    void saysWhatToBuildWhenAZipIsMissing() throws IOException {
        Files.delete(folder.resolve("function.zip"));

        assertThatThrownBy(() -> LocalAws.start(options()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Recorder.Properties.CodeUri: ")
                .hasMessageEndingWith("function.zip is not there; './mvnw package' builds it");
    }

    @Test
    void saysWhenAHandlerCannotBeMade() throws IOException {
        Path template = folder.resolve("other.yaml");
        Files.writeString(
                template,
                """
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties: {CodeUri: function.zip, Handler: a.Missing}
                """);
        try (LocalAws other = LocalAws.start(LocalAwsOptions.of(template))) {
            assertThatThrownBy(() -> other.invoke("F", "{}"))
                    .isInstanceOf(FunctionException.class)
                    .hasMessage("F: the zip has no class a.Missing");
        }
    }

    @Test
    void keepsObjectsFilesAndWaitingMessagesOverARestart() throws Exception {
        aws.close();
        Path data = folder.resolve("data");
        aws = LocalAws.start(options().withData(data));
        put("logs/first", "text");
        assertThat(aws.awaitIdle(LONG)).isTrue();
        aws.s3().deleteObject(b -> b.bucket("logs").key("logs/first"));
        put("logs/second", "kept");
        assertThatThrownBy(() -> LocalAws.start(options().withData(data)))
                .hasMessageContaining("is in use by another run");
        aws.close();

        aws = LocalAws.start(options().withData(data));

        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(keys()).contains("logs/first", "logs/second");
        assertThat(
                        aws.s3()
                                .getObjectAsBytes(b -> b.bucket("logs").key("logs/second"))
                                .asUtf8String())
                .isEqualTo("kept");
        assertThat(receive("Removals", 3))
                .filteredOn(m -> m.body().contains("ObjectRemoved:Delete"))
                .as("the removal waited while the stack was down")
                .hasSize(1);
    }

    @Test
    void losesNothingWhenItStopsAtAnyMoment() throws Exception {
        aws.close();
        Path data = folder.resolve("data");
        for (int run = 0; run < 3; run++) {
            aws = LocalAws.start(options().withData(data));
            for (int i = 0; i < 40; i++) {
                put("logs/%d-%d".formatted(run, i), "");
            }
            aws.close();
        }

        aws = LocalAws.start(options().withData(data));
        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(keys().stream().distinct()).hasSize(120);
    }

    private void put(String key, String text) {
        aws.s3().putObject(b -> b.bucket("logs").key(key), RequestBody.fromString(text));
    }

    private void upload(String key) {
        String id = aws.s3().createMultipartUpload(b -> b.bucket("logs").key(key)).uploadId();
        String etag =
                aws.s3()
                        .uploadPart(
                                b -> b.bucket("logs").key(key).uploadId(id).partNumber(1),
                                RequestBody.fromString("part"))
                        .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
        aws.s3()
                .completeMultipartUpload(
                        b ->
                                b.bucket("logs")
                                        .key(key)
                                        .uploadId(id)
                                        .multipartUpload(m -> m.parts(part)));
    }

    private List<Message> receive(String queue, int count) {
        List<Message> messages = new ArrayList<>();
        while (messages.size() < count) {
            List<Message> more =
                    aws.sqs()
                            .receiveMessage(
                                    b ->
                                            b.queueUrl(aws.queueUrl(queue))
                                                    .waitTimeSeconds(10)
                                                    .maxNumberOfMessages(10))
                            .messages();
            assertThat(more).as("messages of " + queue).isNotEmpty();
            messages.addAll(more);
        }
        return messages;
    }

    /// The lines of each invocation.
    private List<List<String>> batches() throws IOException {
        Path received = aws.mountedFolder("Recorder").resolve("received");
        try (Stream<Path> files = Files.list(received)) {
            return files.filter(f -> f.toString().endsWith(".txt"))
                    .map(LocalAwsTest::lines)
                    .toList();
        }
    }

    private List<Map<String, Object>> received() throws IOException {
        return batches().stream().flatMap(List::stream).map(LocalAwsTest::json).toList();
    }

    private List<String> keys() throws IOException {
        return records(received()).stream()
                .map(record -> String.valueOf(object(record).get("key")))
                .toList();
    }

    private static List<Map<String, Object>> records(List<Map<String, Object>> events) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (Map<String, Object> event : events) {
            if (event.get("Records") instanceof List<?> list) {
                list.forEach(record -> records.add(map(record)));
            }
        }
        return records;
    }

    private static Map<String, Object> object(Map<String, Object> record) {
        return map(map(record.get("s3")).get("object"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    private static Map<String, Object> json(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
