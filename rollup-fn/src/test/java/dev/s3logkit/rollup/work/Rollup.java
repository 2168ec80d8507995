package dev.s3logkit.rollup.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TarEntry;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.task.LogKey;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A bucket with logs, and workers on it.
final class Rollup {

    static final String BUCKET = "logs";
    static final Instant WRITTEN = Instant.parse("2022-07-01T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(Instant.parse("2022-07-05T06:00:00Z"), ZoneOffset.UTC);

    static final WorkRules DELETE =
            new WorkRules(true, 1, TarballFormat.TGZ, "STANDARD", 8, Duration.ZERO);
    static final WorkRules KEEP =
            new WorkRules(false, 1, TarballFormat.TGZ, "STANDARD", 8, Duration.ZERO);

    final InMemoryObjectStore s3 = new InMemoryObjectStore(BUCKET);

    /// Every log that was ever put, by its key.
    final Map<String, byte[]> logs = new TreeMap<>();

    static S3Uri uri(String key) {
        return new S3Uri(BUCKET, key);
    }

    /// Puts a log of random text.
    ObjectInfo put(String key, int size) throws IOException {
        byte[] content = new byte[size];
        Random random = new Random(key.hashCode());
        for (int i = 0; i < size; i++) {
            content[i] = (byte) ('a' + random.nextInt(20));
        }
        logs.put(key, content);
        return s3.put(uri(key), content, WRITTEN, Map.of());
    }

    /// The names of so many logs of the day, from a number on.
    static List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add(
                    "2022-07-01-%02d-%02d-00-%016X".formatted(i / 60, i % 60, i * 0x9E3779B97F4AL));
        }
        return names;
    }

    void putAll(String prefix, List<String> names) throws IOException {
        for (String name : names) {
            put(prefix + name, 500 + Math.abs(name.hashCode() % 2_000));
        }
    }

    /// A task as the producer makes it, of what is there.
    RollupTask task(String prefix, List<String> names) throws IOException {
        List<TaskSource> sources = new ArrayList<>();
        for (String name : names) {
            ObjectInfo info = s3.head(uri(prefix + name)).orElseThrow();
            sources.add(new TaskSource(name, info.size(), info.etag()));
        }
        return new RollupTask(null, uri(prefix), LogKey.parse(names.getFirst()).day(), sources);
    }

    /// A task as the system before made it, which knows names only.
    static RollupTask seedTask(String prefix, List<String> names) {
        return new RollupTask(
                null,
                uri(prefix),
                LogKey.parse(names.getFirst()).day(),
                names.stream().map(n -> new TaskSource(n, TaskSource.UNKNOWN, null)).toList());
    }

    TaskReport run(WorkRules rules, RollupTask task) throws IOException {
        return run(rules, task, s3);
    }

    static TaskReport run(WorkRules rules, RollupTask task, ObjectStore store) throws IOException {
        return new Worker(rules, CLOCK).run(task, store, () -> true);
    }

    List<String> keys() {
        return s3.keys(BUCKET);
    }

    List<String> tarballs() {
        return keys().stream().filter(key -> key.contains("rollup-")).toList();
    }

    /// The entries of all tarballs below a prefix, as the keys that they had. None may be in two.
    Map<String, byte[]> archived(String prefix) throws IOException {
        Map<String, byte[]> archived = new TreeMap<>();
        for (String key : tarballs()) {
            if (!key.startsWith(prefix)) {
                continue;
            }
            byte[] bytes = s3.content(uri(key));
            try (InputStream plain = Decompression.open(new ByteArrayInputStream(bytes), key)) {
                TarReader tar = new TarReader(plain, key);
                for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                    byte[] before = archived.put(prefix + entry.name(), tar.body().readAllBytes());
                    assertThat(before).as(entry.name() + " in two tarballs").isNull();
                }
            }
        }
        return archived;
    }

    /// Every log that was put is in exactly one tarball, with all of its bytes.
    void requireAllArchived(String prefix) throws IOException {
        Map<String, byte[]> archived = archived(prefix);
        assertThat(archived.keySet()).isEqualTo(logs.keySet());
        archived.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(logs.get(key)));
    }
}
