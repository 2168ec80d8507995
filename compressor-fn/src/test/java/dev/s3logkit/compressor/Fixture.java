package dev.s3logkit.compressor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.archive.Watcher;
import dev.s3logkit.compressor.event.CompressorEvent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Buckets with logs, and runs over them.
final class Fixture {

    static final S3Uri MANIFEST = S3Uri.parse("s3://lists/day.txt");
    static final S3Uri ARCHIVE = S3Uri.parse("s3://zips/day.zip");

    final InMemoryObjectStore memory = new InMemoryObjectStore("logs", "more", "lists", "zips");

    /// What is in the sources, in the order of the manifest.
    final Map<S3Uri, byte[]> sources = new LinkedHashMap<>();

    /// Small logs with all kinds of names, one that is empty, and one of 9 MiB.
    static Fixture ofMany() throws IOException {
        Fixture fixture = new Fixture();
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            fixture.put("s3://logs/2026/02/06/%03d.log".formatted(i), text(random, 3_000));
        }
        fixture.put("s3://more/empty", new byte[0]);
        fixture.put("s3://more/one", new byte[] {7});
        fixture.put("s3://more/ü/日本 +%20.log", text(random, 500));
        byte[] noise = new byte[70_000];
        random.nextBytes(noise);
        fixture.put("s3://more/noise", noise);
        fixture.put("s3://more/large.log", text(random, 9 << 20));
        fixture.manifest();
        return fixture;
    }

    /// A few small logs.
    static Fixture ofFew() throws IOException {
        Fixture fixture = new Fixture();
        for (int i = 0; i < 5; i++) {
            fixture.put("s3://logs/few/" + i, ("log " + i).repeat(40).getBytes(UTF_8));
        }
        fixture.manifest();
        return fixture;
    }

    private static byte[] text(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 40);
        while (text.length() < length) {
            text.append("GET /item/").append(random.nextInt(5_000)).append(" 200 -\n");
        }
        return text.substring(0, length).getBytes(UTF_8);
    }

    private void put(String url, byte[] content) throws IOException {
        S3Uri uri = S3Uri.parse(url);
        memory.put(uri, content);
        sources.put(uri, content);
    }

    private void manifest() throws IOException {
        manifest(sources.keySet().stream().map(S3Uri::toString).toList());
    }

    void manifest(List<String> lines) throws IOException {
        memory.put(MANIFEST, String.join("\n", lines).getBytes(UTF_8));
    }

    /// The names of entries by default.
    static String entry(S3Uri source) {
        return source.bucket() + "/" + source.key();
    }

    RunResult compress() throws IOException {
        return compress("");
    }

    /// @param more fields, such as `,"overwrite":true`
    RunResult compress(String more) throws IOException {
        return compress(memory, more);
    }

    static RunResult compress(ObjectStore store, String more) throws IOException {
        return run(
                store,
                "{\"input_s3_manifest_url\":\"%s\",\"output_s3_url\":\"%s\"%s}"
                        .formatted(MANIFEST, ARCHIVE, more));
    }

    static RunResult run(ObjectStore store, String event) throws IOException {
        return run(store, CompressorEvent.parse(JSON.std.mapFrom(event)).event());
    }

    static RunResult run(ObjectStore store, CompressorEvent event) throws IOException {
        return new Compressor(store, null, Watcher.NONE).run(event, () -> true);
    }

    RunResult verify() throws IOException {
        return run(
                memory, "{\"operation\":\"verify\",\"source_s3_url\":\"%s\"}".formatted(ARCHIVE));
    }

    byte[] archive() throws IOException {
        return memory.content(ARCHIVE);
    }
}
