package dev.s3logkit.local.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.accesslog.AccessLogGenerator;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TarEntry;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.Bucket;
import dev.s3logkit.local.s3.store.Content;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.s3.store.ObjectAttributes;
import dev.s3logkit.local.s3.store.ObjectChange;
import dev.s3logkit.local.s3.store.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A bucket of the embedded S3 with logs in it, served over HTTP.
final class EmbeddedLogs implements AutoCloseable {

    static final String BUCKET = "my-logs";
    static final String DAY = "2022-07-01";

    final S3Server server;
    final ObjectStore store;

    /// Every log by its key.
    final Map<String, byte[]> logs = new TreeMap<>();

    private final Bucket bucket;
    private final EmbeddedStore objects;

    EmbeddedLogs(Path folder, Faults faults, ObjectChange.Listener listener) throws IOException {
        objects = EmbeddedStore.inMemory(folder.resolve("s3"), listener);
        bucket = objects.createBucket(BUCKET);
        server = S3Server.start(objects, "us-east-1", 0, faults);
        store = S3ObjectStore.create(environment());
    }

    /// What clients find it by.
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", server.endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local");
    }

    static S3Uri uri(String key) {
        return new S3Uri(BUCKET, key);
    }

    /// Puts a generated log, past the HTTP server.
    void put(String key, int lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AccessLogGenerator(
                        key.hashCode(),
                        Instant.parse("2022-07-01T00:00:00Z"),
                        Duration.ofHours(1),
                        lines,
                        false)
                .writeLines(out, lines);
        put(key, out.toByteArray());
    }

    void put(String key, byte[] content) throws IOException {
        logs.put(key, content);
        Content received = objects.spool().receive(new ByteArrayInputStream(content));
        bucket.put(
                key,
                received,
                new ObjectAttributes(Map.of(), Map.of(), "STANDARD"),
                WriteCondition.NONE,
                ObjectChange.Kind.PUT);
    }

    static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("%s-%02d-%02d-%02d-%016X".formatted(DAY, i / 3600, i / 60 % 60, i % 60, i));
        }
        return names;
    }

    List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        store.list(uri(""), object -> keys.add(object.uri().key()));
        return keys;
    }

    List<String> tarballs() throws IOException {
        return keys().stream().filter(key -> key.contains("rollup-")).toList();
    }

    /// Every log is in exactly one tarball, with all of its bytes.
    void requireAllArchived() throws IOException {
        Map<String, byte[]> archived = new TreeMap<>();
        for (String key : tarballs()) {
            String prefix = key.substring(0, key.indexOf("rollup-"));
            try (InputStream plain = Decompression.open(store.open(uri(key)), key)) {
                TarReader tar = new TarReader(plain, key);
                for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                    assertThat(archived.put(prefix + entry.name(), tar.body().readAllBytes()))
                            .as(entry.name() + " in two tarballs")
                            .isNull();
                }
            }
        }
        assertThat(archived.keySet()).isEqualTo(logs.keySet());
        archived.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(logs.get(key)));
    }

    @Override
    public void close() throws IOException {
        store.close();
        server.close();
    }
}
