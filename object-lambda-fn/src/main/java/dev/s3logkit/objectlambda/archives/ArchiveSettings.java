package dev.s3logkit.objectlambda.archives;

import dev.s3logkit.common.config.Environment;
import java.nio.file.Path;
import java.time.Duration;

/// How archives are kept.
///
/// @param cacheFolder where chunks of archives are kept; may be shared by processes
/// @param cacheBytes what the folder holds at the most
/// @param chunkSize bytes, a power of two; an archive with larger blocks has larger chunks
/// @param maxOpen archives that are kept open
/// @param revalidateAfter how long an archive is taken for unchanged without asking S3
public record ArchiveSettings(
        Path cacheFolder, long cacheBytes, int chunkSize, int maxOpen, Duration revalidateAfter) {

    /// The smallest chunk.
    public static final int MIN_CHUNK = 4 << 10;

    /// The largest chunk.
    public static final int MAX_CHUNK = 16 << 20;

    private static final int DEFAULT_CACHE_MB = 256;
    private static final int MAX_CACHE_MB = 1 << 20;
    private static final int MIN_OPEN = 4;
    private static final int MANY_OPEN = 64;

    /// What an open archive may take of the heap, tables and all, in the mean.
    private static final long OPEN_BYTES = 16 << 20;

    private static final int MAX_OPEN = 10_000;
    private static final int DEFAULT_REVALIDATE_SECONDS = 10;
    private static final int MAX_REVALIDATE_SECONDS = 86_400;

    /// Reads `S3ARCHIVEFS_CACHE_DIR`, `S3ARCHIVEFS_CACHE_SIZE_MB`, `S3ARCHIVEFS_CACHE_CHUNK_SIZE`,
    /// `S3ARCHIVEFS_OPEN_ARCHIVES` and `S3ARCHIVEFS_REVALIDATE_SECONDS`.
    ///
    /// @throws dev.s3logkit.common.config.ConfigException when one of them cannot be used
    public static ArchiveSettings of(Environment variables) {
        int chunk =
                variables.integer("S3ARCHIVEFS_CACHE_CHUNK_SIZE", MIN_CHUNK, 1, Integer.MAX_VALUE);
        return new ArchiveSettings(
                variables.path("S3ARCHIVEFS_CACHE_DIR", "/tmp").resolve("s3archivefs"),
                (long)
                                variables.integer(
                                        "S3ARCHIVEFS_CACHE_SIZE_MB",
                                        DEFAULT_CACHE_MB,
                                        0,
                                        MAX_CACHE_MB)
                        << 20,
                Math.clamp(Integer.highestOneBit(chunk), MIN_CHUNK, MAX_CHUNK),
                variables.integer(
                        "S3ARCHIVEFS_OPEN_ARCHIVES",
                        Math.clamp(
                                Runtime.getRuntime().maxMemory() / OPEN_BYTES, MIN_OPEN, MANY_OPEN),
                        1,
                        MAX_OPEN),
                Duration.ofSeconds(
                        variables.integer(
                                "S3ARCHIVEFS_REVALIDATE_SECONDS",
                                DEFAULT_REVALIDATE_SECONDS,
                                0,
                                MAX_REVALIDATE_SECONDS)));
    }
}
