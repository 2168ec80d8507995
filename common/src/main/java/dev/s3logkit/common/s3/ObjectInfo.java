package dev.s3logkit.common.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// What S3 says of an object.
///
/// @param size bytes of the whole object
/// @param etag without quotes
/// @param metadata user metadata, keys in lower case, without `x-amz-meta-`; empty in listings
/// @param storageClass S3's name of it, such as `STANDARD`
/// @param needsRestore whether it is archived and not restored at present, so that reading fails
///   with an [ObjectArchivedException]; listings cannot tell it of the archive tiers of
///   `INTELLIGENT_TIERING`
public record ObjectInfo(
        S3Uri uri,
        long size,
        String etag,
        Instant lastModified,
        Map<String, String> metadata,
        String storageClass,
        boolean needsRestore) {

    /// The storage class of objects that were written without one.
    public static final String STANDARD = "STANDARD";

    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    public ObjectInfo {
        metadata = Map.copyOf(metadata);
    }

    /// An object in [#STANDARD].
    public ObjectInfo(
            S3Uri uri, long size, String etag, Instant lastModified, Map<String, String> metadata) {
        this(uri, size, etag, lastModified, metadata, STANDARD, false);
    }

    /// Whether objects of this class can be read only after they were restored.
    public static boolean isArchive(String storageClass) {
        return ARCHIVES.contains(storageClass);
    }
}
