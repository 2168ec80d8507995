package dev.s3logkit.local.s3.store;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Objects of a bucket as files that outlive the process: one file for each object, which holds the
/// body and behind it what else is known, so that one rename makes an object visible as a whole.
///
/// ```text
/// body | JSON | length of the JSON (4 bytes, big endian) | "S3LK"
/// ```
///
/// The name is made of the key's digest, since keys are no file names, and of the sequencer, since
/// readers of a replaced object must not meet its successor. After a crash the greater one counts.
final class ObjectFiles {

    private static final int MAGIC = 0x53334c4b;
    private static final int TAIL_BYTES = 8;
    private static final int MAX_JSON_BYTES = 1 << 20;

    private final Path folder;

    ObjectFiles(Path folder) {
        this.folder = folder;
    }

    /// Makes a received object durable.
    ///
    /// @return the object with its lasting body
    StoredObject publish(StoredObject object) throws IOException {
        if (!(object.body() instanceof Body.OnFile(Path received))) {
            throw new IllegalStateException("bodies are spooled to files where objects are");
        }
        byte[] json = JSON.std.asBytes(describe(object));
        ByteBuffer tail = ByteBuffer.allocate(json.length + TAIL_BYTES);
        tail.put(json).putInt(json.length).putInt(MAGIC).flip();
        try (FileChannel channel = FileChannel.open(received, StandardOpenOption.APPEND)) {
            while (tail.hasRemaining()) {
                channel.write(tail);
            }
        }
        String digest = digest(object.key());
        Path target =
                folder.resolve(digest.substring(0, 2))
                        .resolve("%s-%016x".formatted(digest, object.sequencer()));
        Files.createDirectories(target.getParent());
        Files.move(received, target, StandardCopyOption.ATOMIC_MOVE);
        return object.withBody(new Body.OnFile(target));
    }

    /// Reads what an earlier process left, each key once.
    void load(Consumer<StoredObject> consumer) throws IOException {
        Map<String, StoredObject> newest = new HashMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            StoredObject object = read(file);
            StoredObject other = newest.get(object.key());
            if (other == null || other.sequencer() < object.sequencer()) {
                newest.put(object.key(), object);
            }
            if (other != null) {
                (other.sequencer() < object.sequencer() ? other : object).body().discard();
            }
        }
        newest.values().forEach(consumer);
    }

    private static StoredObject read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long length = channel.size();
            ByteBuffer tail = read(channel, length - TAIL_BYTES, TAIL_BYTES, file);
            int jsonLength = tail.getInt();
            if (tail.getInt() != MAGIC || jsonLength < 0 || jsonLength > MAX_JSON_BYTES) {
                throw new IOException(file + " is no object of the embedded S3");
            }
            long size = length - TAIL_BYTES - jsonLength;
            byte[] json = new byte[jsonLength];
            read(channel, size, jsonLength, file).get(json);
            Map<String, Object> map = JSON.std.mapFrom(json);
            return new StoredObject(
                    text(map, "key"),
                    size,
                    text(map, "etag"),
                    Integer.parseUnsignedInt(text(map, "crc32"), 16),
                    Instant.parse(text(map, "lastModified")),
                    new ObjectAttributes(
                            texts(map.get("headers")),
                            texts(map.get("metadata")),
                            text(map, "storageClass")),
                    Long.parseUnsignedLong(text(map, "sequencer"), 16),
                    new Body.OnFile(file));
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length, Path file)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (position >= 0 && buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        if (buffer.hasRemaining()) {
            throw new IOException(file + " is too short for an object of the embedded S3");
        }
        return buffer.flip();
    }

    private static Map<String, Object> describe(StoredObject object) {
        return Map.of(
                "key", object.key(),
                "etag", object.etag(),
                "crc32", Integer.toHexString(object.crc32()),
                "lastModified", object.lastModified().toString(),
                "headers", object.attributes().headers(),
                "metadata", object.attributes().metadata(),
                "storageClass", object.attributes().storageClass(),
                "sequencer", Long.toHexString(object.sequencer()));
    }

    private static String text(Map<String, Object> map, String name) {
        return String.valueOf(map.get(name));
    }

    private static Map<String, String> texts(@Nullable Object node) {
        Map<String, String> result = new HashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> result.put(String.valueOf(key), String.valueOf(value)));
        }
        return result;
    }

    private static String digest(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
