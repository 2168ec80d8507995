package dev.s3logkit.local.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.objectlambda.BucketSetup;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.fixture.PlainBucket;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The same files twice under the same keys, in a bucket named `archives`: as plain objects of the
/// embedded S3, and in archives behind our endpoint.
final class TwinBuckets implements AutoCloseable {

    static final String BUCKET = "archives";

    /// Bytes of `img/twenty.bin`.
    static final int TWENTY_MB = 20 << 20;

    private static final String STORED = "stored";

    private final PlainBucket files = new PlainBucket();
    private final List<String> failures = new ArrayList<>();
    private final S3Server server;
    private final S3Client plain;
    private final S3ObjectStore store;
    private final VirtualBucket bucket;
    private final ArchiveEndpoint endpoint;
    private final S3Client virtual;

    /// @param folder for everything on disk
    /// @param squashfs whether the image can be made; otherwise a zip is behind its prefix, too
    TwinBuckets(Path folder, boolean squashfs) throws Exception {
        EmbeddedStore objects = EmbeddedStore.inMemory(folder.resolve("s3"), change -> {});
        objects.createBucket(STORED);
        objects.createBucket(BUCKET);
        server = S3Server.start(objects, "us-east-1", 0, Faults.none());
        plain = client(server.endpoint());
        PlainBucket tree = SampleTree.files();
        tree.put("twenty.bin", SampleTree.text(TWENTY_MB));
        PlainBucket other = SampleTree.files();
        byte[] zip = Zips.of(other.objects());
        store("tree", squashfs ? image(folder, tree) : Zips.of(tree.objects()));
        store("other.zip", zip);
        store("sparse.sqfs", resource("/archives/sparse-5g.sqfs"));
        tree.objects().forEach((key, content) -> file("img/" + key, content));
        other.objects().forEach((key, content) -> file("zip/" + key, content));
        other.objects().forEach((key, content) -> file("zip/again/in/" + key, content));
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL_S3", server.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("S3ARCHIVEFS_CACHE_DIR", folder.resolve("cache").toString());
        map(environment, 1, "img", "tree");
        map(environment, 2, "zip", "other.zip");
        map(environment, 3, "zip/again/in", "other.zip");
        map(environment, 4, "sparse", "sparse.sqfs");
        store = S3ObjectStore.create(environment);
        bucket =
                BucketSetup.open(
                        BUCKET,
                        environment,
                        store,
                        (archive, failure) -> failures.add(archive + ": " + failure));
        endpoint = ArchiveEndpoint.start(bucket, 0);
        virtual = client(endpoint.endpoint());
    }

    private static void map(Map<String, String> environment, int n, String prefix, String key) {
        environment.put("S3ARCHIVEFS_PREFIX_VMAP" + n, prefix + "|s3://" + STORED + "/" + key);
    }

    private void store(String key, byte[] content) {
        plain.putObject(b -> b.bucket(STORED).key(key), RequestBody.fromBytes(content));
    }

    private void file(String key, byte[] content) {
        files.put(key, content);
        plain.putObject(
                b -> b.bucket(BUCKET).key(key).contentType(contentType(key)),
                RequestBody.fromBytes(content));
    }

    private static String contentType(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "txt", "log" -> "text/plain";
            case "json" -> "application/json";
            case "csv" -> "text/csv";
            default -> "binary/octet-stream";
        };
    }

    /// An image with folders that are empty beside the files.
    private static byte[] image(Path folder, PlainBucket tree) throws Exception {
        Path root = folder.resolve("tree");
        for (Map.Entry<String, byte[]> file : tree.objects().entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.createDirectories(root.resolve("hollow/inner"));
        Path image = folder.resolve("tree.sqfs");
        Process process =
                new ProcessBuilder(
                                "mksquashfs",
                                root.toString(),
                                image.toString(),
                                "-comp",
                                "zstd",
                                "-noappend",
                                "-quiet",
                                "-no-progress")
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        return Files.readAllBytes(image);
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(TwinBuckets.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .build();
    }

    PlainBucket files() {
        return files;
    }

    S3Client plain() {
        return plain;
    }

    S3Client virtual() {
        return virtual;
    }

    URI plainEndpoint() {
        return server.endpoint();
    }

    URI virtualEndpoint() {
        return endpoint.endpoint();
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() throws IOException {
        virtual.close();
        endpoint.close();
        bucket.close();
        store.close();
        plain.close();
        server.close();
    }
}
