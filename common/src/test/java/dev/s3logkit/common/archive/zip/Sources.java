package dev.s3logkit.common.archive.zip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Bodies to put into archives, and archives of them.
final class Sources {

    static final Instant MODIFIED = Instant.parse("2026-03-01T10:00:00.250Z");

    static final ArchiveOrigin ORIGIN = new ArchiveOrigin("0123456789abcdef".repeat(4), "{}");

    private static final Map<String, byte[]> EVERY_KIND = makeEveryKind();

    private Sources() {}

    static ZipSource source(String name, long size) {
        return new ZipSource("s3://" + name, name, size, "etag-of-" + size, MODIFIED);
    }

    /// Lines that compress about as logs do.
    static byte[] lines(long seed, int size) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(size + 100);
        while (text.length() < size) {
            text.append("2026-03-01T10:00:00Z GET /some/path/")
                    .append(random.nextInt(1000))
                    .append(" 200 request=")
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        return text.substring(0, size).getBytes(UTF_8);
    }

    static byte[] noise(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Every kind of entry: sizes around each border, bodies that shrink and that do not, names
    /// that S3 allows and folders do not.
    static Map<String, byte[]> everyKind() {
        return EVERY_KIND;
    }

    private static Map<String, byte[]> makeEveryKind() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("logs/empty", new byte[0]);
        bodies.put("logs/one", new byte[] {'x'});
        for (int i = 0; i < 600; i++) {
            bodies.put("logs/small/" + i, lines(i, 10 + 7 * i));
        }
        bodies.put("logs/noise", noise(1, 3000));
        bodies.put("logs/zeros", new byte[100_000]);
        bodies.put("logs/buffer-128k", lines(2, 128 << 10));
        bodies.put("logs/buffer-1m", lines(3, 1 << 20));
        bodies.put("logs/5m", lines(4, 5 << 20));
        bodies.put("logs/8m", lines(5, 8 << 20));
        bodies.put("logs/frames", lines(6, (8 << 20) + 1));
        bodies.put("logs/frames-12m", lines(7, 12 << 20));
        bodies.put("logs/noise-9m", noise(8, 9 << 20));
        bodies.put("logs/after", lines(9, 500));
        bodies.put("logs/é/漢字 und Leerzeichen.log", lines(10, 700));
        bodies.put("logs/back\\slash", lines(11, 700));
        return Collections.unmodifiableMap(bodies);
    }

    /// What a key may be and a path may not.
    static Map<String, byte[]> badPaths() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("logs/../../outside", lines(1, 100));
        bodies.put("/leading", lines(2, 100));
        bodies.put("logs//double", lines(3, 100));
        bodies.put("./dot", lines(4, 100));
        return bodies;
    }

    static byte[] archive(Map<String, byte[]> bodies, ZipOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipWriter writer = new ZipWriter(out, options)) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                ZipSource source = source(body.getKey(), body.getValue().length);
                if (body.getValue().length % 2 == 0) {
                    writer.add(source, body.getValue());
                } else {
                    writer.add(source, new ByteArrayInputStream(body.getValue()));
                }
            }
            writer.finish(ORIGIN);
        }
        return out.toByteArray();
    }
}
