package dev.s3logkit.local.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.accesslog.AccessLogGenerator;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.local.aggregate.CommandRun;
import dev.s3logkit.local.archive.Tool;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.stack.ProjectTemplate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What docs/migration.md claims of the systems before this one: their files, written by other
/// programs, are taken by the stack of `template.yaml`, and the way back restores what was there.
/// Left out where the zips of the functions were not built before.
class MigrationTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    /// Python's `tarfile` is what the roller before wrote tarballs with.
    private static final String TARFILE =
            """
            import sys, tarfile
            with tarfile.open(sys.argv[1], 'w:gz') as tar:
                for name in sys.argv[2:]:
                    tar.add(name)
            """;

    /// A zip with entries of method 93, the frames by `zstd`, as the compressor before wrote them.
    private static final String ZIP =
            """
            import struct, subprocess, sys, zlib
            names = sys.argv[2:]
            directory = b''
            with open(sys.argv[1], 'wb') as out:
                for name in names:
                    data = open(name, 'rb').read()
                    frame = subprocess.run(['zstd', '-q', '-c'], input=data, stdout=subprocess.PIPE, check=True).stdout
                    fields = (63, 0x800, 93, 0, 0x21, zlib.crc32(data), len(frame), len(data), len(name), 0)
                    at = out.tell()
                    out.write(struct.pack('<4s5H3I2H', b'PK' + bytes([3, 4]), *fields) + name.encode() + frame)
                    directory += struct.pack('<4s6H3I5H2I', b'PK' + bytes([1, 2]), 63, *fields, 0, 0, 0, 0, at)
                    directory += name.encode()
                start = out.tell()
                end = (0, 0, len(names), len(names), len(directory), start, 0)
                out.write(directory + struct.pack('<4s4H2IH', b'PK' + bytes([5, 6]), *end))
            """;

    private static LocalAws aws;
    private static String logs = "";
    private static String archives = "";
    private static int tests;

    @TempDir private Path folder;

    /// A prefix of the log bucket, and lines, that no other test has.
    private String prefix = "";

    private final Map<String, byte[]> files = new TreeMap<>();

    @BeforeAll
    static void start() throws Exception {
        aws =
                LocalAws.start(
                        LocalAwsOptions.of(ProjectTemplate.withZips())
                                .withParameters(
                                        Map.of(
                                                "RollupDelete",
                                                "true",
                                                "ArchiveMap",
                                                "old|s3://s3logkit-archives-000000000000-us-east-1/old.sqfs"))
                                .withoutSchedules()
                                .withTuning(Tuning.quick(Duration.ofMillis(100))));
        logs = aws.bucketName("LogBucket");
        archives = aws.bucketName("ArchiveBucket");
    }

    @AfterAll
    static void stop() throws Exception {
        if (aws != null) {
            aws.close();
        }
    }

    @BeforeEach
    void writeLogs() throws Exception {
        prefix = "site" + ++tests + ".example.com/";
        for (int i = 0; i < 6; i++) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            new AccessLogGenerator(
                            1000L * tests + i,
                            Instant.parse("2022-07-01T00:00:00Z").plusSeconds(3600L * i),
                            Duration.ofMinutes(30),
                            25,
                            false)
                    .writeLines(lines, 25);
            files.put(
                    "2022-07-01-0%d-15-43-42117B9A70B0F1B%d".formatted(i, i), lines.toByteArray());
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve("in").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static void put(String bucket, String key, byte[] content) {
        aws.s3().putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    private static byte[] get(String bucket, String key) {
        return aws.s3().getObjectAsBytes(b -> b.bucket(bucket).key(key)).asByteArray();
    }

    private List<String> keys() {
        return aws.s3().listObjectsV2(b -> b.bucket(logs).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private void putLogs() throws Exception {
        files.forEach((name, content) -> put(logs, prefix + name, content));
        assertThat(aws.awaitIdle(LONG)).isTrue();
    }

    private static CommandRun run(Object... arguments) {
        CommandRun run = CommandRun.of(aws.clientVariables(), arguments);
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private byte[] byPython(String script, String name, String... entries) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-c", script));
        command.add(folder.resolve(name).toString());
        command.addAll(List.of(entries));
        Tool.run(folder.resolve("in"), command.toArray(String[]::new));
        return Files.readAllBytes(folder.resolve(name));
    }

    private byte[] oldTarball(int logsInIt) throws Exception {
        return byPython(
                TARFILE, "old.tgz", files.keySet().stream().limit(logsInIt).toArray(String[]::new));
    }

    private List<String> lines() {
        return files.values().stream()
                .flatMap(content -> new String(content, UTF_8).lines())
                .sorted()
                .toList();
    }

    /// How often the lines of this test are in the partitions that were written out.
    private List<String> emitted() throws IOException {
        List<String> mine = lines();
        List<String> emitted = new ArrayList<>();
        String bucket = aws.bucketName("OutputBucket");
        for (S3Object object : aws.s3().listObjectsV2(b -> b.bucket(bucket)).contents()) {
            try (InputStream in =
                    Decompression.open(
                            new ByteArrayInputStream(get(bucket, object.key())), object.key())) {
                new String(in.readAllBytes(), UTF_8)
                        .lines()
                        .filter(line -> Collections.binarySearch(mine, line) >= 0)
                        .forEach(emitted::add);
            }
        }
        return emitted.stream().sorted().toList();
    }

    private static void writeOut(String more) throws Exception {
        aws.invoke("TransformerFunction", "{\"now\": true" + more + "}");
    }

    @Test
    void stagedFilesOnTheFileSystemAreTakenInOnceBesideNewLogs() throws Exception {
        List<String> names = List.copyOf(files.keySet());
        Path staging = aws.mountedFolder("TransformerFunction").resolve("stagging/ALLBUCKETS");
        Files.createDirectories(staging);
        Files.write(staging.resolve("2022-07-01-00-00-00+0000.s3logs"), files.get(names.get(0)));
        Files.write(
                staging.resolve("2022-07-01-01-00-00+0000.processing"), files.get(names.get(1)));
        for (String name : names.subList(2, names.size())) {
            put(logs, prefix + name, files.get(name));
        }
        assertThat(aws.awaitIdle(LONG)).isTrue();

        String takeIn = ", \"aggregate\": [\"" + staging + "\"]";
        writeOut(takeIn);
        writeOut(takeIn);

        assertThat(emitted()).isEqualTo(lines());
        assertThat(staging).isDirectoryContaining("glob:**.s3logs");
    }

    @Test
    void queuedTasksOfTheRollerBeforeAreDoneAndWhatItsTarballHoldsIsLeftOut() throws Exception {
        putLogs();
        String old = prefix + "rollup-2022-07-01-e26daa03.tgz";
        put(logs, old, oldTarball(2));
        String task =
                JSON.std.asString(
                        Map.of(
                                "bucket_name", logs,
                                "common_prefix", prefix,
                                "basenames", List.copyOf(files.keySet())));

        for (int i = 0; i < 2; i++) {
            aws.sqs().sendMessage(b -> b.queueUrl(aws.queueUrl("RollupQueue")).messageBody(task));
            assertThat(aws.awaitIdle(LONG)).isTrue();
        }

        assertThat(aws.messages("RollupDeadLetterQueue")).isZero();
        assertThat(keys()).hasSize(2).contains(old);
        String ours = keys().stream().filter(key -> !key.equals(old)).findFirst().orElseThrow();
        assertThat(run("archive", "ls", "s3://" + logs + "/" + ours).out().lines()).hasSize(4);
    }

    @Test
    void aTaskThatIsNoneSaysWhatATaskIs() throws Exception {
        CommandRun run = CommandRun.of(aws.clientVariables(), "rollup", "worker", "--help");
        assertThat(run.out()).contains("--queue-name");
        String queue = aws.sqs().createQueue(b -> b.queueName("old-rollup")).queueUrl();
        aws.sqs().sendMessage(b -> b.queueUrl(queue).messageBody("{\"bucket_name\": \"x\"}"));

        CommandRun worker =
                CommandRun.of(
                        aws.clientVariables(),
                        "rollup",
                        "worker",
                        "--queue-name",
                        "old-rollup",
                        "--count",
                        "1",
                        "--wait",
                        "1");

        assertThat(worker.exit()).isOne();
        assertThat(worker.err()).contains("basenames is missing, expected a list");
    }

    @Test
    void oldTarballsAreListedReadSearchedParsedAndRestored() throws Exception {
        byte[] old = oldTarball(6);
        put(archives, prefix + "rollup-2022-07-01-e26daa03.tgz", old);
        String url = "s3://" + archives + "/" + prefix + "rollup-2022-07-01-e26daa03.tgz";
        String first = files.keySet().iterator().next();

        assertThat(run("archive", "ls", url).out().lines())
                .containsExactlyElementsOf(files.keySet());
        assertThat(run("archive", "cat", url, first).out()).isEqualTo(text(first));
        assertThat(run("logs", "parse", url).out().lines()).hasSize(150);
        String line = text(first).lines().findFirst().orElseThrow();
        assertThat(run("archive", "grep", "-F", line, url).out())
                .isEqualTo(first + ":" + line + "\n");
        run("archive", "restore", url, "--to", "s3://" + logs + "/");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(get(logs, prefix + file.getKey())).isEqualTo(file.getValue());
        }
    }

    private String text(String name) {
        return new String(files.getOrDefault(name, new byte[0]), UTF_8);
    }

    @Test
    void oldTarballsAndTheLogsInThemCountOnce() throws Exception {
        putLogs();
        Path staging = aws.mountedFolder("AggregatorFunction").resolve("staging");
        Path tarball = folder.resolve("rollup-2022-07-01-e26daa03.tgz");
        Files.write(tarball, oldTarball(6));

        run("aggregate", "--staging", staging, "--as", "s3://" + logs + "/" + prefix, tarball);
        writeOut("");

        assertThat(emitted()).isEqualTo(lines());
    }

    @Test
    void oldZipsAreReadAndNeverReplacedNorBelieved() throws Exception {
        Path in = folder.resolve("in/my-logs");
        Files.createDirectories(in);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(in.resolve(file.getKey()), file.getValue());
        }
        String[] names = files.keySet().stream().map("my-logs/"::concat).toArray(String[]::new);
        byte[] old = byPython(ZIP, "old.zip", names);
        String key = prefix + "compressed-logs/2022-07-01/zip.zip";
        put(archives, key, old);
        String url = "s3://" + archives + "/" + key;
        String first = files.keySet().iterator().next();

        assertThat(run("archive", "ls", "-R", url).out().lines()).containsAll(Arrays.asList(names));
        assertThat(run("archive", "grep", "-c", "", url, "--path", names[0]).out())
                .isEqualTo(names[0] + ":25\n");
        assertThat(run("logs", "parse", url).out().lines()).hasSize(150);
        Map<String, Object> file =
                JSON.std.mapFrom(
                        aws.invoke(
                                "CompressorFunction",
                                """
                                {"operation": "decompress", "source_s3_url": "%s",
                                 "file_to_extract": "%s"}"""
                                        .formatted(url, names[0])));
        assertThat(Base64.getDecoder().decode(String.valueOf(file.get("file_content_base64"))))
                .isEqualTo(files.get(first));

        put(archives, prefix + "m.txt", ("s3://" + archives + "/" + key + "\n").getBytes(UTF_8));
        assertFails(
                """
                {"input_s3_manifest_url": "s3://%s/%sm.txt", "output_s3_url": "%s"}"""
                        .formatted(archives, prefix, url),
                "InvalidEventException|OutputExistsException|SourcesUnusableException");
        assertFails(
                "{\"operation\": \"delete\", \"source_s3_url\": \"%s\"}".formatted(url),
                "ArchiveInvalidException");
        assertThat(get(archives, key)).isEqualTo(old);
    }

    private static void assertFails(String event, String type) {
        assertThatThrownBy(() -> aws.invoke("CompressorFunction", event))
                .isInstanceOfSatisfying(
                        FunctionException.class,
                        e -> assertThat(e.errorType()).matches(".*\\.(" + type + ")"));
    }

    private byte[] image(String compressor) throws Exception {
        Tool.run(
                folder, "mksquashfs", "in", "old.sqfs", "-quiet", "-noappend", "-comp", compressor);
        return Files.readAllBytes(folder.resolve("old.sqfs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "lz4", "xz"})
    void oldImagesAreSearchedAndRestored(String compressor) throws Exception {
        put(archives, prefix + "old.sqfs", image(compressor));
        String url = "s3://" + archives + "/" + prefix + "old.sqfs";

        assertThat(run("archive", "grep", "-l", "HTTP", url).out().lines()).hasSize(6);
        assertThat(run("logs", "parse", url).out().lines()).hasSize(150);
        Path image = folder.resolve("old.sqfs");
        assertThat(run("logs", "parse", image).out()).isEqualTo(run("logs", "parse", url).out());
        run("archive", "restore", url, "--to", "s3://" + archives + "/again/");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(get(archives, "again/" + prefix + file.getKey())).isEqualTo(file.getValue());
        }
    }

    @Test
    void oldImagesAreServedAsTheyAre() throws Exception {
        put(archives, "old.sqfs", image("zstd"));
        String first = files.keySet().iterator().next();

        Map<String, Object> answer =
                JSON.std.mapFrom(
                        aws.invoke(
                                "ArchivesFunction",
                                Files.readString(
                                                Path.of(
                                                        System.getProperty("s3logkit.root"),
                                                        "events/archives-url-get.json"))
                                        .replace(
                                                "/archives/2024/odd/a%20b.txt",
                                                "/archives/old/" + first)
                                        .replace(
                                                "/archives/2024/odd/a b.txt",
                                                "/archives/old/" + first)
                                        .replace("bytes=0-2", "bytes=0-")));
        assertThat(answer).containsEntry("statusCode", 206);
        assertThat(Base64.getDecoder().decode(String.valueOf(answer.get("body"))))
                .isEqualTo(files.get(first));
    }

    @Test
    void theWayBackPutsEveryLogWhereItWasAndNothingIsCountedAgain() throws Exception {
        putLogs();
        writeOut("");
        aws.invoke(
                "RollupProducerFunction",
                "{\"prefixes\": [\"s3://%s/%s\"], \"quiet_minutes\": 0}".formatted(logs, prefix));
        assertThat(aws.awaitIdle(LONG)).isTrue();
        assertThat(keys()).hasSize(1).first().asString().contains("rollup-2022-07-01-");

        run("archive", "restore", "s3://" + logs + "/" + keys().getFirst(), "--to", "s3://" + logs);
        assertThat(aws.awaitIdle(LONG)).isTrue();
        writeOut("");

        assertThat(keys()).hasSize(7);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(get(logs, prefix + file.getKey())).isEqualTo(file.getValue());
        }
        assertThat(emitted()).isEqualTo(lines());
        // What the roller before would have read: a tarball that any program takes.
        Path tarball = folder.resolve("ours.tgz");
        String key = keys().stream().filter(k -> k.endsWith(".tgz")).findFirst().orElseThrow();
        Files.write(tarball, get(logs, key));
        String names = Tool.run(folder, "tar", "-tzf", tarball.toString());
        assertThat(names.lines()).containsExactlyElementsOf(files.keySet());
    }

    @Test
    void reportsOfTheSystemBeforeAreInTheExampleRules() throws Exception {
        Path day = Files.createDirectories(folder.resolve("logs/pip-land/20221201"));
        Path log = day.resolve("app.log");
        Files.writeString(
                log,
                """
                {"@timestamp":"2022-12-01 10:00:00.123","level":"ERROR","message":"no site A123"}
                {"@timestamp":"2022-12-01 10:00:01.000","level":"ERROR","message":"not saved: java.lang.NullPointerException"}
                {"@timestamp":"2022-12-01 10:00:02.000","level":"INFO","message":"SEVIS upload failed"}
                """);
        Tool.run(day, "gzip", "app.log");
        Path store = folder.resolve("errors.jsonl");
        for (int i = 0; i < 2; i++) {
            run("report", "extract", "--store", store, folder.resolve("logs"));
        }
        try (Stream<String> stored = Files.lines(store)) {
            assertThat(stored.map(line -> report(line)).sorted())
                    .containsExactly("PIP_ERROR", "PIP_ERROR", "PIP_NPE", "SEVIS");
        }
    }

    private static String report(String line) {
        try {
            return String.valueOf(JSON.std.mapFrom(line).get("report_id"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
