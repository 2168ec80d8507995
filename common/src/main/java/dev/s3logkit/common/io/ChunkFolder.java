package dev.s3logkit.common.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Chunks of sources as files of a folder, which may be shared by any number of processes and
/// machines, over NFS too. Safe for use by any number of threads.
///
/// ```text
/// <folder>/<0-f>/<40 hex digits>.chunk         "S3LKCHK1"  length u32  CRC-32C u32  bytes
/// <folder>/<0-f>/<40 hex digits>.<UUID>.tmp    being written, or left by a process that died
/// ```
///
/// A name is the start of the SHA-256 over the source's identity, its length, the size of chunks
/// and the number of the chunk, so that a chunk never changes. A file appears by a rename and is
/// never written again; one that is damaged is removed and counts as not there, and so does every
/// file that cannot be read. Writing is tried and never waited for: a folder that is full or gone
/// only makes the cache useless.
///
/// The bound holds for each of the sixteen folders on its own. A process looks into one when it has
/// written a sixteenth of its share there, and removes the files that were not used for longest; so
/// P processes stay below (1 + P/16) times the bound. The time of the last change is the time of
/// the last use, to the hour.
public final class ChunkFolder {

    private static final byte[] MAGIC = "S3LKCHK1".getBytes(UTF_8);
    private static final int HEADER = MAGIC.length + 2 * Integer.BYTES;
    private static final int FOLDERS = 16;
    private static final int NAME_DIGITS = 40;
    private static final String SUFFIX = ".chunk";
    private static final Duration USE_STEP = Duration.ofHours(1);

    private final Path folder;
    private final long share;
    private final AtomicLongArray unchecked = new AtomicLongArray(FOLDERS);

    /// @param folder is made when it is not there
    /// @param maxBytes that the files have together
    public ChunkFolder(Path folder, long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("at most " + maxBytes + " bytes");
        }
        this.folder = folder;
        this.share = maxBytes / FOLDERS;
        for (int i = 0; i < FOLDERS; i++) {
            // What others left there is looked at with the first write.
            unchecked.set(i, share);
        }
    }

    /// A chunk, or null when it is not there or not as it was written.
    byte @Nullable [] get(String key) {
        Path file = file(name(key));
        try {
            byte[] stored = Files.readAllBytes(file);
            byte[] chunk = unpacked(stored);
            if (chunk == null) {
                Files.deleteIfExists(file);
            } else {
                touch(file);
            }
            return chunk;
        } catch (IOException e) {
            // Not there, or removed while it was read (ENOENT, ESTALE): a miss in every case.
            return null;
        }
    }

    /// Keeps a chunk, if that is possible.
    void put(String key, byte[] chunk, int at, int length) {
        String name = name(key);
        Path file = file(name);
        Path unfinished = file.resolveSibling(name + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            Files.write(unfinished, packed(chunk, at, length));
            Files.move(
                    unfinished,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            evict(Character.digit(name.charAt(0), FOLDERS), length + HEADER);
        } catch (IOException e) {
            // The folder is full, read-only or gone; the bytes themselves are there.
            delete(unfinished);
        }
    }

    private Path file(String name) {
        return folder.resolve(name.substring(0, 1)).resolve(name + SUFFIX);
    }

    private static String name(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] packed(byte[] chunk, int at, int length) {
        ByteBuffer packed = ByteBuffer.allocate(HEADER + length);
        packed.put(MAGIC).putInt(length).putInt(checksum(chunk, at, length)).put(chunk, at, length);
        return packed.array();
    }

    private static byte @Nullable [] unpacked(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        if (stored.length < HEADER || in.mismatch(ByteBuffer.wrap(MAGIC)) != MAGIC.length) {
            return null;
        }
        int length = in.getInt(MAGIC.length);
        if (length != stored.length - HEADER
                || in.getInt(MAGIC.length + Integer.BYTES) != checksum(stored, HEADER, length)) {
            return null;
        }
        byte[] chunk = new byte[length];
        in.get(HEADER, chunk);
        return chunk;
    }

    private static int checksum(byte[] bytes, int at, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, at, length);
        return (int) sum.getValue();
    }

    private static void touch(Path file) throws IOException {
        Instant now = Instant.now();
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(USE_STEP))) {
            Files.setLastModifiedTime(file, FileTime.from(now));
        }
    }

    private record Kept(Path path, long size, Instant used) {}

    private void evict(int number, int written) throws IOException {
        if (unchecked.addAndGet(number, written) < share / FOLDERS) {
            return;
        }
        unchecked.set(number, 0);
        Path part = folder.resolve(Integer.toHexString(number));
        List<Kept> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
            for (Path file : files) {
                kept.add(kept(file));
            }
        }
        kept.sort(Comparator.comparing(Kept::used));
        long sum = kept.stream().mapToLong(Kept::size).sum();
        Instant stale = Instant.now().minus(USE_STEP);
        for (Kept file : kept) {
            boolean left = !file.path.toString().endsWith(SUFFIX) && file.used.isBefore(stale);
            if (sum > share || left) {
                delete(file.path);
                sum -= file.size;
            }
        }
    }

    /// A file that is removed meanwhile counts as empty.
    private static Kept kept(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Kept(file, attributes.size(), attributes.lastModifiedTime().toInstant());
        } catch (IOException e) {
            return new Kept(file, 0, Instant.EPOCH);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Whoever looks next tries again.
        }
    }
}
