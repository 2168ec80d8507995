package dev.s3logkit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.testfunction.FunctionZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the properties of events do.
class WiringTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Tuning QUICK =
            new Tuning(Duration.ofMillis(200), Optional.of(Duration.ZERO), Duration.ofMillis(300));

    @TempDir Path folder;
    final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() {
        FunctionZip.create(folder.resolve("function.zip"));
    }

    @Test
    void invokesNoMoreHandlersAtOnceThanTheTemplateAllows() throws Exception {
        try (LocalAws aws =
                start(
                        queue(
                                "{Queue: !GetAtt Queue.Arn, BatchSize: 1, ScalingConfig: {MaximumConcurrency: 2}}"))) {
            for (int i = 0; i < 8; i++) {
                send(aws, "slow " + i);
            }
            assertThat(aws.awaitIdle(LONG)).isTrue();
            assertThat(lines(aws)).contains("running 2").doesNotContain("running 3");
            assertThat(lines(aws)).filteredOn(line -> line.startsWith("slow")).hasSize(8);
        }
    }

    @Test
    void keepsThePayloadOfAnInvocationBelowSixMegabytes() throws Exception {
        try (LocalAws aws =
                start(
                        queue(
                                "{Queue: !GetAtt Queue.Arn, BatchSize: 100, MaximumBatchingWindowInSeconds: 1}"))) {
            String text = "x".repeat(900_000);
            for (int i = 0; i < 14; i++) {
                send(aws, text + i);
            }
            assertThat(aws.awaitIdle(LONG)).isTrue();
            assertThat(files(aws))
                    .allSatisfy(
                            file -> assertThat(Files.size(file)).isLessThanOrEqualTo(6_000_000));
            assertThat(lines(aws)).hasSize(14).doesNotHaveDuplicates();
        }
    }

    @Test
    void deletesABatchWhateverItsAnswerUnlessItReportsFailures() throws Exception {
        try (LocalAws aws = start(queue("{Queue: !GetAtt Queue.Arn}"))) {
            send(aws, "poison");
            assertThat(aws.awaitIdle(LONG)).isTrue();
            assertThat(lines(aws)).containsExactly("poison");
        }
    }

    @Test
    void invokesOnScheduleWithTheInputOrTheSchedulersOwnEvent() throws Exception {
        String template =
                """
                Resources:
                  Streamer:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: function.zip
                      Handler: dev.s3logkit.local.testfunction.StreamHandler
                      Events:
                        Often: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(5 minutes), Input: '{"a": 1}'}}
                        Plain: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour)}}
                        Off: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour), State: DISABLED, Input: off}}
                """;
        try (LocalAws aws = start(template)) {
            await().atMost(LONG)
                    .until(
                            () ->
                                    log.stream().anyMatch("Streamer got {\"a\": 1}"::equals)
                                            && log.stream()
                                                    .anyMatch(l -> l.contains("aws.scheduler")));
            assertThat(log).noneMatch(line -> line.contains("off"));
            assertThat(aws.template().notices())
                    .containsExactly("Streamer.Properties.Events.Off is disabled");
        }
    }

    private static String queue(String event) {
        return """
               Resources:
                 Queue: {Type: AWS::SQS::Queue}
                 Recorder:
                   Type: AWS::Serverless::Function
                   Properties:
                     CodeUri: function.zip
                     Handler: dev.s3logkit.local.testfunction.RecordingHandler
                     Timeout: 10
                     FileSystemConfigs: [{Arn: 'arn:files', LocalMountPath: /mnt/files}]
                     Environment: {Variables: {ROOT: /mnt/files/received}}
                     Events:
                       Messages: {Type: SQS, Properties: %s}
               """
                .formatted(event);
    }

    private LocalAws start(String template) throws IOException {
        Path file = Files.writeString(folder.resolve("template.yaml"), template);
        return LocalAws.start(
                LocalAwsOptions.of(file)
                        .withTuning(QUICK)
                        .withLog((function, message) -> log.add(function + " " + message)));
    }

    private static void send(LocalAws aws, String body) {
        aws.sqs().sendMessage(b -> b.queueUrl(aws.queueUrl("Queue")).messageBody(body));
    }

    private static List<Path> files(LocalAws aws) throws IOException {
        try (Stream<Path> files = Files.list(aws.mountedFolder("Recorder").resolve("received"))) {
            return files.filter(f -> f.toString().endsWith(".txt")).toList();
        }
    }

    private static List<String> lines(LocalAws aws) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(aws)) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }
}
