package dev.s3logkit.local.demo;

import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.local.serve.ArchiveEndpoint;
import dev.s3logkit.local.serve.CacheFolder;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.objectlambda.BucketSetup;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.mapping.MappingLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The archive flow: a zip is put into S3, and its files are listed and fetched as the objects of a
/// bucket: by the SDK, and by the AWS command line where it is installed.
public final class ArchiveFlow {

    private static final int FILES = 1_500;
    private static final String ARCHIVE = "archives/day.zip";
    private static final String BUCKET = "archives";
    private static final String PREFIX = "day/";
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 2, 5, 12, 0);

    private final LocalAws aws;
    private final DemoOutput output;
    private final String stored;

    /// The flow on services that run, told to `output`.
    public ArchiveFlow(LocalAws aws, DemoOutput output) {
        this.aws = aws;
        this.output = output;
        this.stored = aws.bucketName("ArchiveBucket");
    }

    /// Runs the flow; whether every file was listed, and the one fetched is the one put in.
    public boolean run() throws IOException, InterruptedException {
        Map<String, byte[]> files = files();
        output.step("putting an archive of %,d files to s3://%s".formatted(FILES, stored));
        byte[] archive = zip(files);
        aws.s3().putObject(r -> r.bucket(stored).key(ARCHIVE), RequestBody.fromBytes(archive));

        output.step("serving it as a bucket, listing it and fetching a file of it");
        MappingLine line = new MappingLine("the demo", PREFIX + "|s3://" + stored + "/" + ARCHIVE);
        try (CacheFolder cache = CacheFolder.of(aws.clientVariables());
                S3ObjectStore store = S3ObjectStore.create(cache.variables());
                VirtualBucket bucket =
                        BucketSetup.open(
                                BUCKET,
                                cache.variables(),
                                List.of(line),
                                store,
                                (name, e) -> output.line(name + ": " + e.getMessage()));
                ArchiveEndpoint endpoint = ArchiveEndpoint.start(bucket, 0);
                S3Client s3 = client(endpoint.endpoint())) {
            List<String> listed =
                    s3.listObjectsV2Paginator(r -> r.bucket(BUCKET)).contents().stream()
                            .map(S3Object::key)
                            .toList();
            String name = files.keySet().stream().skip(FILES / 2).findFirst().orElseThrow();
            byte[] fetched =
                    s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(PREFIX + name)).asByteArray();
            OptionalLong byCommand = listedByCommand(endpoint.endpoint());

            output.line("");
            output.fact("files in the archive", FILES);
            output.fact("bytes of the archive", archive.length);
            output.fact("objects that the SDK lists", listed.size());
            byCommand.ifPresent(count -> output.fact("objects that aws s3 ls lists", count));
            output.fact("requests that read the archive", store.requests().get());
            output.fact("bytes that they read", store.requests().bytesRead());
            return listed.equals(files.keySet().stream().map(PREFIX::concat).toList())
                    && byCommand.orElse(FILES) == FILES
                    && Arrays.equals(fetched, files.get(name));
        }
    }

    private static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .build();
    }

    /// What the AWS command line lists, or nothing where it is not installed.
    private OptionalLong listedByCommand(URI endpoint) throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder(
                                "aws",
                                "--endpoint-url",
                                endpoint.toString(),
                                "s3",
                                "ls",
                                "--recursive",
                                "s3://" + BUCKET + "/")
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        command.environment().putAll(aws.clientVariables());
        Process process;
        try {
            process = command.start();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        process.getOutputStream().close();
        byte[] lines = process.getInputStream().readAllBytes();
        // One that is too old, or broken, is as good as none.
        return process.waitFor() == 0
                ? OptionalLong.of(new String(lines, StandardCharsets.UTF_8).lines().count())
                : OptionalLong.empty();
    }

    /// In the order of their keys.
    private static Map<String, byte[]> files() {
        Random random = new Random(7);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[500 + random.nextInt(3_000)];
            random.nextBytes(content);
            files.put("app/%02d/%04d.log".formatted(i / 100, i), content);
        }
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
