package dev.s3logkit.orchestrator;

import dev.s3logkit.common.s3.RequestCounts;
import java.time.Duration;

/// What compressing is about to take: list prices of us-east-1, and speeds of one compressor that
/// are meant to be too low rather than too high. `docs/operations.md` says where they come from.
///
/// @param requests to S3
/// @param costUsd of requests and of the compressors' time
/// @param duration with so many compressors at once
public record Estimate(RequestCounts requests, double costUsd, Duration duration) {

    /// Compressors that run at once.
    static final int CONCURRENCY = 10;

    private static final double OBJECTS_PER_SECOND = 1_000;
    private static final double BYTES_PER_SECOND = 50e6;
    private static final double SECONDS_TO_START = 5;

    /// USD for a GB of memory for a second on arm64.
    private static final double GB_SECOND_USD = 0.0000133334;

    private static final double MEMORY_GB = 3;

    /// Bytes of one part of an archive's upload.
    private static final long UPLOAD_PART = 8L << 20;

    /// Start and completion of an upload, the manifest, and the mark of a start.
    private static final long PUTS_PER_MANIFEST = 4;

    /// Looks for an archive and for marks.
    private static final long HEADS_PER_MANIFEST = 3;

    /// For so many objects in so many manifests. Bytes in archives are taken to be as many as in
    /// the objects, since most logs are compressed already.
    public static Estimate of(long objects, long bytes, long manifests) {
        RequestCounts requests =
                new RequestCounts(
                        objects + manifests,
                        manifests * HEADS_PER_MANIFEST,
                        0,
                        bytes / UPLOAD_PART + manifests * PUTS_PER_MANIFEST,
                        0,
                        bytes,
                        bytes);
        double seconds =
                objects / OBJECTS_PER_SECOND
                        + bytes / BYTES_PER_SECOND
                        + manifests * SECONDS_TO_START;
        long atOnce = Math.clamp(manifests, 1, CONCURRENCY);
        return new Estimate(
                requests,
                requests.estimatedCostUsd() + seconds * MEMORY_GB * GB_SECOND_USD,
                Duration.ofSeconds(Math.round(seconds / atOnce)));
    }
}
