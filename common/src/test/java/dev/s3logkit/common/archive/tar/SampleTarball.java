package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.HeadLastBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/// A tarball and what went into it.
public final class SampleTarball {

    private final Map<String, byte[]> bodies;
    private final byte[] file;
    private final TableOfContents table;

    /// The time of every entry.
    public static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private SampleTarball(Map<String, byte[]> bodies, byte[] file, TableOfContents table) {
        this.bodies = bodies;
        this.file = file;
        this.table = table;
    }

    /// By their names, in the order of the archive.
    public Map<String, byte[]> bodies() {
        return bodies;
    }

    /// The whole file; not copied.
    public byte[] file() {
        return file;
    }

    /// What the writer gave.
    public TableOfContents table() {
        return table;
    }

    /// Bodies around the sizes where the format changes its mind, under names that need each kind
    /// of header.
    public static Map<String, byte[]> awkward() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("empty", new byte[0]);
        for (int size : new int[] {1, 511, 512, 513, 1024, 10_000}) {
            bodies.put("size-" + size, random(size));
        }
        bodies.put("block-target", text(512 << 10));
        bodies.put("block-largest", text((1 << 20) + 1));
        bodies.put("several-blocks", random(3_300_000));
        for (int length : new int[] {99, 100, 101, 155, 156, 255}) {
            bodies.put("n".repeat(length - 4) + "%04d".formatted(length), text(length));
        }
        bodies.put("long/".repeat(203) + "of-1024-b", text(19));
        bodies.put("folder/".repeat(22) + "x".repeat(100), text(20));
        bodies.put("folder/".repeat(22) + "x".repeat(101), text(21));
        bodies.put("folder/".repeat(23) + "x", text(22));
        bodies.put("åé/ünï-\u20ac-\uD83D\uDE00", text(23));
        bodies.put("é".repeat(60), text(24));
        bodies.put("with space\tand = sign", text(25));
        bodies.put("empty-at-the-end", new byte[0]);
        return bodies;
    }

    /// `count` logs of `size` bytes.
    public static Map<String, byte[]> logs(int count, int size) {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = "2026-03-01-10-%02d-%02d-%08X".formatted(i / 60, i % 60, i * 31);
            byte[] body = text(size + i % 100);
            byte[] start = name.getBytes(UTF_8);
            System.arraycopy(start, 0, body, 0, Math.min(start.length, size));
            bodies.put(name, body);
        }
        return bodies;
    }

    /// Writes a tarball of these bodies, each with an ETag.
    public static SampleTarball of(TarballFormat format, Map<String, byte[]> bodies)
            throws IOException {
        return of(format, bodies, 2);
    }

    /// As [#of(TarballFormat, Map)], with so many threads.
    public static SampleTarball of(TarballFormat format, Map<String, byte[]> bodies, int threads)
            throws IOException {
        HeadLastBytes out = new HeadLastBytes();
        try (TarballWriter writer = new TarballWriter(out, format, threads)) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                TarballSource source =
                        new TarballSource(
                                body.getKey(), body.getValue().length, TIME, etag(body.getValue()));
                if (body.getValue().length % 2 == 0) {
                    writer.add(source, body.getValue());
                } else {
                    writer.add(source, new ByteArrayInputStream(body.getValue()));
                }
            }
            TableOfContents table = writer.finish();
            return new SampleTarball(bodies, out.bytes(), table);
        }
    }

    /// The file as a source.
    public BytesSource source() {
        return new BytesSource("a.tgz", file);
    }

    /// Of every form in turn.
    private static String etag(byte[] body) {
        String md5 = "%032x".formatted(crc(body) * 0x9E3779B97F4A7C15L & Long.MAX_VALUE);
        return switch (body.length % 3) {
            case 0 -> md5;
            case 1 -> md5 + "-" + (body.length + 1);
            default -> "other \"text\" é";
        };
    }

    static long crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return crc.getValue();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i % 60 == 59 ? '\n' : 'a' + random.nextInt(1 + i % 20));
        }
        return bytes;
    }
}
