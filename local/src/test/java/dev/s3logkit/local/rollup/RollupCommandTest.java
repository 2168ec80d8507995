package dev.s3logkit.local.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.local.cli.Main;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.sqs.SqsServer;
import dev.s3logkit.rollup.queue.SqsTaskQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The commands against the embedded S3 and SQS, and what other programs make of their tarballs.
class RollupCommandTest {

    private static final String PARTITIONED = "1/us-east-1/src/2022/07/01/";
    private static final int LOGS = 40;

    @TempDir Path folder;
    private EmbeddedLogs logs;

    private record Run(int exit, String out, String err) {

        Map<String, Object> json() throws IOException {
            return JSON.std.mapFrom(out);
        }
    }

    @BeforeEach
    void start() throws Exception {
        logs = new EmbeddedLogs(folder, Faults.none(), _ -> {});
        for (String name : EmbeddedLogs.names(LOGS)) {
            logs.put("shop/" + name, 10);
            logs.put(PARTITIONED + name, 5);
        }
    }

    @AfterEach
    void stop() throws Exception {
        logs.close();
    }

    private Run run(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(logs.environment());
        environment.putAll(more);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, UTF_8),
                        false);
        int exit = Main.run(arguments, streams, environment);
        return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Run run(String... arguments) {
        return run(Map.of(), arguments);
    }

    @Test
    void runRollsUpBothLayoutsAndSaysWhatItDid() throws Exception {
        Run run = run("--json", "rollup", "run", "--delete", "s3://my-logs/");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json())
                .containsEntry("logs", 2 * LOGS)
                .containsEntry("archived", 2 * LOGS)
                .containsEntry("deleted", 2 * LOGS)
                .containsEntry("tarballs", 2)
                .containsKey("estimated_cost_usd");
        assertThat(run.err())
                .contains(
                        "s3://my-logs/shop/2022-07-01: 40 logs, 40 archived in s3://my-logs/shop/rollup-2022-07-01-");
        assertThat(logs.keys()).hasSize(2).allMatch(key -> key.contains("/rollup-2022-07-01-"));
        logs.requireAllArchived();
    }

    @Test
    void runKeepsTheLogsUnlessTold() throws Exception {
        Run run = run("rollup", "run", "--format", "tar.zst", "s3://my-logs/shop/2022-07");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("archived").contains("estimated cost, USD");
        assertThat(logs.keys()).hasSize(2 * LOGS + 1);
        assertThat(logs.tarballs()).singleElement().asString().endsWith(".tar.zst");
    }

    @Test
    void producerAndWorkerDoTheSameThroughAQueue() throws Exception {
        try (SqsServer server = SqsServer.start(0, "us-east-1", "000000000000")) {
            Map<String, String> sqs = Map.of("AWS_ENDPOINT_URL_SQS", server.endpoint().toString());
            Map<String, String> environment = new HashMap<>(logs.environment());
            environment.putAll(sqs);
            try (SqsClient client = SqsTaskQueue.client(environment)) {
                client.createQueue(create -> create.queueName("tasks"));
                String url = client.getQueueUrl(get -> get.queueName("tasks")).queueUrl();
                Run producer =
                        run(
                                sqs,
                                "--json",
                                "rollup",
                                "producer",
                                "--queue-name",
                                "tasks",
                                "--prefixes",
                                "s3://my-logs/shop/",
                                "s3://my-logs/1/");
                assertThat(producer.exit()).as(producer.err()).isZero();
                assertThat(producer.json()).containsEntry("tasks", 2);
                client.sendMessage(send -> send.queueUrl(url).messageBody("no task"));

                Run worker =
                        run(
                                sqs,
                                "--json",
                                "rollup",
                                "worker",
                                "--queue-name",
                                "tasks",
                                "--delete",
                                "--wait",
                                "0");

                assertThat(worker.exit()).isOne();
                assertThat(worker.json())
                        .containsEntry("tasks_done", 2)
                        .containsEntry("tasks_failed", 1)
                        .containsEntry("deleted", 2 * LOGS);
                assertThat(worker.err())
                        .contains("rollup task: found 'no task', which is not JSON");
            }
        }
        assertThat(logs.keys()).hasSize(2);
        logs.requireAllArchived();
    }

    @Test
    void wrongUsageIsToldApartFromFailure() {
        assertThat(run("rollup").exit()).isEqualTo(2);
        assertThat(run("rollup", "run").exit()).isEqualTo(2);
        assertThat(run("rollup", "run", "my-logs/shop/"))
                .satisfies(
                        run -> {
                            assertThat(run.exit()).isEqualTo(2);
                            assertThat(run.err()).contains("'my-logs/shop/' is not an S3 URL");
                        });
        assertThat(run("rollup", "run", "--format", "zip", "s3://my-logs/").exit()).isEqualTo(2);
        assertThat(run("rollup", "run", "s3://no-such-bucket/"))
                .satisfies(
                        run -> {
                            assertThat(run.exit()).isOne();
                            assertThat(run.err())
                                    .contains("s3://no-such-bucket/")
                                    .contains("no such bucket");
                        });
        assertThat(run("rollup", "worker", "--help").out()).contains("--queue-name", "Example:");
    }

    @Test
    void otherProgramsReadTheTarballs() throws Exception {
        run("rollup", "run", "s3://my-logs/shop/");
        Path tarball = folder.resolve("day.tgz");
        try (ObjectStream body = logs.store.open(EmbeddedLogs.uri(logs.tarballs().getFirst()))) {
            Files.copy(body, tarball);
        }
        Map<String, byte[]> expected = new TreeMap<>();
        logs.logs.forEach(
                (key, content) -> {
                    if (key.startsWith("shop/")) {
                        expected.put(key.substring(5), content);
                    }
                });
        assumeTool("tar");

        assertThat(output("tar", "tzvf", tarball.toString()).lines())
                .hasSize(LOGS)
                .allMatch(line -> line.matches(".* 2022-07-01-00-00-\\d\\d-[0-9A-F]{16}"));
        Path extracted = Files.createDirectory(folder.resolve("extracted"));
        output("tar", "xzf", tarball.toString(), "-C", extracted.toString());
        try (Stream<Path> files = Files.list(extracted)) {
            assertThat(files).hasSize(LOGS);
        }
        for (Map.Entry<String, byte[]> log : expected.entrySet()) {
            assertThat(Files.readAllBytes(extracted.resolve(log.getKey())))
                    .isEqualTo(log.getValue());
        }
        assertThat(output("sh", "-c", "zcat '%s' | tar tf -".formatted(tarball)).lines())
                .containsExactlyElementsOf(expected.keySet());
        assumeTool("python3");
        String digests =
                output(
                        "python3",
                        "-c",
                        """
                        import hashlib, sys, tarfile
                        for m in (t := tarfile.open(sys.argv[1])):
                            print(m.name, hashlib.sha256(t.extractfile(m).read()).hexdigest())
                        """,
                        tarball.toString());
        assertThat(digests.lines().toList())
                .isEqualTo(expected.entrySet().stream().map(RollupCommandTest::digest).toList());
    }

    private static String digest(Map.Entry<String, byte[]> log) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(log.getValue());
            return log.getKey() + " " + HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void assumeTool(String name) throws Exception {
        assumeThat(new ProcessBuilder("sh", "-c", "command -v " + name).start().waitFor()).isZero();
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
