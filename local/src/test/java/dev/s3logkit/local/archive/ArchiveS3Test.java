package dev.s3logkit.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.archive.tar.TarballSource;
import dev.s3logkit.common.archive.tar.TarballWriter;
import dev.s3logkit.common.archive.zip.ArchiveOrigin;
import dev.s3logkit.common.archive.zip.ZipMethod;
import dev.s3logkit.common.archive.zip.ZipOptions;
import dev.s3logkit.common.archive.zip.ZipSource;
import dev.s3logkit.common.archive.zip.ZipWriter;
import dev.s3logkit.common.io.HeadLastBytes;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.s3.SdkObjectStore;
import dev.s3logkit.local.aggregate.CommandRun;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands on archives in the embedded S3, with the requests that they send.
class ArchiveS3Test {

    private static final String BUCKET = "my-archives";
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");
    private static final Pattern REQUESTS = Pattern.compile("; (\\d+) requests, ");

    @TempDir private Path folder;
    private S3Server server;
    private Map<String, String> environment;
    private final Map<String, byte[]> bodies = new LinkedHashMap<>();

    @BeforeEach
    void start() throws Exception {
        EmbeddedStore objects = EmbeddedStore.inFolder(folder.resolve("s3"), change -> {});
        objects.createBucket(BUCKET);
        objects.createBucket("restored");
        server = S3Server.start(objects, "us-east-1", 0, Faults.none());
        environment =
                Map.of(
                        "AWS_ENDPOINT_URL_S3", server.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", "local",
                        "AWS_SECRET_ACCESS_KEY", "local");
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[100 + 300 * i];
            random.nextBytes(body);
            bodies.put("p/2026-03-01-%03d".formatted(i), body);
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void put(String key, byte[] content) throws Exception {
        try (ObjectStore store = SdkObjectStore.create(environment);
                ObjectWriter writer =
                        store.create(
                                new S3Uri(BUCKET, key),
                                new CreateOptions(
                                        "application/octet-stream",
                                        "STANDARD",
                                        Map.of(),
                                        CreateOptions.MIN_PART_SIZE,
                                        false))) {
            writer.write(content);
            writer.commit();
        }
    }

    private byte[] tarball(TarballFormat format) throws Exception {
        HeadLastBytes out = new HeadLastBytes();
        try (TarballWriter writer = new TarballWriter(out, format, 1)) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                writer.add(
                        new TarballSource(body.getKey(), body.getValue().length, TIME, "e1"),
                        body.getValue());
            }
            writer.finish();
        }
        return out.bytes();
    }

    private byte[] zip() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipWriter writer = new ZipWriter(out, ZipOptions.of(ZipMethod.ZSTD))) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                writer.add(
                        new ZipSource(
                                "s3://logs/" + body.getKey(),
                                body.getKey(),
                                body.getValue().length,
                                "e1",
                                TIME),
                        body.getValue());
            }
            writer.finish(new ArchiveOrigin("0123456789abcdef".repeat(4), "{}"));
        }
        return out.toByteArray();
    }

    private byte[] squashfs() throws Exception {
        for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
            Path file = folder.resolve("tree").resolve(body.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, body.getValue());
        }
        Tool.run(folder, "mksquashfs", "tree", "a.sqfs", "-quiet");
        return Files.readAllBytes(folder.resolve("a.sqfs"));
    }

    private byte[] archive(String key) throws Exception {
        return switch (key) {
            case "a.tgz" -> tarball(TarballFormat.TGZ);
            case "a.tar.zst" -> tarball(TarballFormat.TAR_ZST);
            case "a.sqfs" -> squashfs();
            default -> zip();
        };
    }

    private CommandRun run(Object... arguments) {
        return CommandRun.of(environment, arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "a.tgz, 2, 3",
        "a.tar.zst, 2, 3",
        "a.zip, 1, 2",
        "archive-without-extension, 2, 3",
        "a.sqfs, 2, 3"
    })
    void readOneFileByFewRequests(String key, int list, int one) throws Exception {
        byte[] archive = archive(key);
        assertThat(archive).hasSizeGreaterThan(5_000_000);
        put("x/" + key, archive);
        String url = "s3://" + BUCKET + "/x/" + key;
        String name = "p/2026-03-01-020";

        CommandRun listed = run("archive", "ls", "-v", url, "p");
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.out().lines()).hasSize(200);
        assertThat(requests(listed)).isLessThanOrEqualTo(list);

        CommandRun stat = run("archive", "stat", "-v", url, name);
        assertThat(stat.out()).contains("size        6100\n");
        assertThat(requests(stat)).isLessThanOrEqualTo(list);

        Path file = folder.resolve("one");
        CommandRun got = run("archive", "get", "-v", url, name, "--output", file);
        assertThat(got.exit()).as(got.err()).isZero();
        assertThat(file.resolve("2026-03-01-020")).hasBinaryContent(bodies.get(name));
        assertThat(requests(got)).isLessThanOrEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource({
        "a.tgz, 3, 4",
        "a.tar.zst, 3, 4",
        "a.zip, 2, 12",
        "archive-without-extension, 3, 12",
        "a.sqfs, 3, 403"
    })
    void searchOnlyWhatIsAskedFor(String key, int one, int all) throws Exception {
        String line = "2026-03-01 a line to be found";
        bodies.put("p/2026-03-01-020", ("first\n" + line + "\n").getBytes(UTF_8));
        put("x/" + key, archive(key));
        String url = "s3://" + BUCKET + "/x/" + key;

        CommandRun found =
                run("archive", "grep", "-v", "-n", "line to.*found$", url, "--path", "p/*-020");
        assertThat(found.out()).isEqualTo("p/2026-03-01-020:2:" + line + "\n");
        assertThat(requests(found)).isLessThanOrEqualTo(one);

        CommandRun every = run("archive", "grep", "-v", "-F", line, url);
        assertThat(every.out()).isEqualTo("p/2026-03-01-020:" + line + "\n");
        assertThat(requests(every)).isLessThanOrEqualTo(all);
        assertThat(run("archive", "grep", "x", "s3://" + BUCKET + "/none.zip").exit()).isEqualTo(2);
    }

    private static int requests(CommandRun run) {
        Matcher requests = REQUESTS.matcher(run.err());
        assertThat(requests.find()).as(run.err()).isTrue();
        return Integer.parseInt(requests.group(1));
    }

    @ParameterizedTest
    @CsvSource({"a.tgz, 4", "a.zip, 12", "a.sqfs, 403"})
    void readAllOfAnArchive(String key, int most) throws Exception {
        put(key, archive(key));
        Path all = folder.resolve("all");
        CommandRun run = run("archive", "get", "-v", "s3://" + BUCKET + "/" + key, "--output", all);
        assertThat(run.exit()).as(run.err()).isZero();
        for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
            assertThat(all.resolve(body.getKey())).hasBinaryContent(body.getValue());
        }
        assertThat(requests(run)).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"a.tgz, x/", "a.tar.zst, x/", "a.zip, ''", "a.sqfs, x/"})
    void restoreEveryFileUnderTheKeyThatItHad(String key, String folderOfKeys) throws Exception {
        put("x/" + key, archive(key));
        String url = "s3://" + BUCKET + "/x/" + key;
        for (String outcome : new String[] {"200 objects (", "; 200 were there already"}) {
            CommandRun run = run("archive", "restore", url, "--to", "s3://restored/again/");
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.err()).contains(outcome);
        }
        try (ObjectStore store = SdkObjectStore.create(environment)) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                S3Uri uri = new S3Uri("restored", "again/" + folderOfKeys + body.getKey());
                try (InputStream content = store.open(uri)) {
                    assertThat(content.readAllBytes()).isEqualTo(body.getValue());
                }
            }
        }
    }

    @Test
    void restoreReplacesNoObjectAndNamesWhatIsInTheWay() throws Exception {
        put("a.zip", zip());
        String key = bodies.keySet().iterator().next();
        put(key, "another log".getBytes(UTF_8));

        CommandRun run =
                run("archive", "restore", "s3://my-archives/a.zip", "--to", "s3://my-archives/");

        assertThat(run.exit()).isOne();
        assertThat(run.err())
                .contains(key + " is not restored: s3://my-archives/" + key)
                .contains("199 objects (")
                .contains("; 1 not restored");
        try (ObjectStore store = SdkObjectStore.create(environment);
                InputStream content = store.open(new S3Uri(BUCKET, key))) {
            assertThat(content).hasBinaryContent("another log".getBytes(UTF_8));
        }
    }

    @Test
    void restoreTakesOnlyAnS3UrlForItsTarget() throws Exception {
        put("a.zip", zip());

        CommandRun run = run("archive", "restore", "s3://my-archives/a.zip", "--to", "folder");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("'folder' is not an S3 URL");
    }

    @Test
    void restoreWritesNothingOfAFileThatIsDamaged() throws Exception {
        byte[] archive = zip();
        archive[archive.length / 2] ^= 1;
        put("a.zip", archive);

        CommandRun run =
                run(
                        "--json",
                        "archive",
                        "restore",
                        "s3://my-archives/a.zip",
                        "--to",
                        "s3://restored");

        assertThat(run.exit()).isOne();
        assertThat(run.out()).contains("\"restored\":199").contains("\"failed\":1");
    }

    @Test
    void tellWhatATableAndAProofKnow() throws Exception {
        put("a.tgz", tarball(TarballFormat.TGZ));
        put("a.zip", zip());
        String name = "p/2026-03-01-020";
        assertThat(run("archive", "stat", "s3://" + BUCKET + "/a.tgz", name).out())
                .contains("format      tar in gzip with table of contents\n", "etag        e1\n");
        assertThat(run("archive", "stat", "s3://" + BUCKET + "/a.zip", name).out())
                .contains("format      zip with proof\n", "etag        e1\n")
                .contains("source      s3://logs/p/2026-03-01-020\n");
    }

    @Test
    void readWhatTheAwsCommandLinePutThere() throws Exception {
        Files.write(folder.resolve("a.zip"), zip());
        Process aws;
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            "aws",
                            "--endpoint-url",
                            server.endpoint().toString(),
                            "--region",
                            "us-east-1",
                            "s3",
                            "cp",
                            folder.resolve("a.zip").toString(),
                            "s3://" + BUCKET + "/by-aws.zip");
            builder.environment().putAll(environment);
            aws = builder.redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "no aws here");
            return;
        }
        String said = new String(aws.getInputStream().readAllBytes(), UTF_8);
        assertThat(aws.waitFor()).as(said).isZero();
        assertThat(run("archive", "ls", "s3://" + BUCKET + "/by-aws.zip", "p").out().lines())
                .hasSize(200);
    }

    @Test
    void sayWhatIsNotThere() {
        CommandRun missing = run("archive", "ls", "s3://" + BUCKET + "/none.zip");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("s3://" + BUCKET + "/none.zip").contains("no such key");
        CommandRun prefix = run("archive", "ls", "s3://" + BUCKET + "/folder/");
        assertThat(prefix.exit()).isEqualTo(1);
        assertThat(prefix.err()).contains("a prefix, and no archive");
        assertThat(run("archive", "ls", "s3://x/y").err()).contains("bucket name 'x'");
    }
}
